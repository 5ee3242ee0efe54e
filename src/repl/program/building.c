#include "repl/program/building.h"

#include "program/build.h"
#include "program/host/leftovers.h"
#include "program/image/fingerprint.h"
#include "program/image/image.h"
#include "program/labs.h"
#include "program/suspects.h"
#include "program/text.h"
#include "stepper/stepper.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reads at most one byte more than a program can be given: then it is refused for its length. */
static bool read_input(struct building *building, const char *path, char **error)
{
    FILE *file = path == NULL ? NULL : fopen(path, "re");
    if (path == NULL)
        return true;
    building->input = file == NULL ? NULL : malloc(STEPPER_INPUT_BYTES + 1);
    if (building->input != NULL)
        building->input_bytes = fread(building->input, 1, STEPPER_INPUT_BYTES + 1, file);
    if (building->input == NULL || ferror(file))
        *error = text_format("%s: %s", path, strerror(errno));
    if (file != NULL)
        fclose(file);
    return *error == NULL;
}

/* The student's files, or the functions of a suspect, as a list for labs_free_list(); NULL with
 * *error. */
static char **find_files(const struct lab *lab, const char *home, const char *from, char **error)
{
    if (lab->number != SUSPECTS_LAB)
        return labs_student_files(lab, home, from, error);
    char *path = suspects_path(home, from, "o", error), **files = calloc(2, sizeof *files);
    if (path != NULL && files != NULL) {
        files[0] = path;
        return files;
    }
    free(path);
    free(files);
    return NULL;
}

/* Of the student's files and the program around them; false with *error. */
static bool find_sources(const struct request *request, const char *home, char ***sources,
                         char ***includes, char **error)
{
    struct lab *lab = labs_open(home, atoi(request->lab), error);
    char **files = lab == NULL ? NULL : find_files(lab, home, request->from, error);
    if (files != NULL) {
        *sources = labs_sources_around(lab, home, files, request->files);
        *includes = labs_includes(lab, home);
    }
    labs_free_list(files);
    labs_close(lab);
    return *sources != NULL && *includes != NULL;
}

/* A suspect is only linked with a test: a grading must not lose that to a busy machine. */
static unsigned time_limit_ms(const struct request *request)
{
    enum { SUSPECT_MS = 240000 };
    bool is_suspect = request->lab != NULL && strtol(request->lab, NULL, 10) == SUSPECTS_LAB;
    return is_suspect ? SUSPECT_MS : BUILD_TIME_LIMIT_MS;
}

static enum build_result build_sources(struct building *building, const struct request *request,
                                       const char *home, char **error)
{
    enum build_result result = BUILD_SYSTEM;
    char **sources = NULL, **includes = NULL;
    char *script = text_format("%s/src/program/build-subject.sh", home);
    bool is_known = request->lab == NULL || find_sources(request, home, &sources, &includes, error);
    const char *const *list = (const char *const *)(sources != NULL ? sources : request->files);
    building->path = leftovers_path(home, "programs", "program");
    if (script != NULL && is_known && building->path != NULL)
        result = build_subject(&(struct build_order){.script = script,
                                                     .output = building->path,
                                                     .compiler = request->compiler,
                                                     .includes = (const char *const *)includes,
                                                     .sources = list,
                                                     .time_limit_ms = time_limit_ms(request)},
                               &building->messages);
    labs_free_list(sources);
    labs_free_list(includes);
    free(script);
    return result;
}

static bool build(struct building *building, const struct request *request, const char *home,
                  char **error)
{
    if (request->built != NULL) {
        building->path = text_format("%s", request->built);
        building->messages = text_format("%s", "");
        building->is_anothers = true;
        return building->path != NULL && building->messages != NULL;
    }
    enum build_result result = build_sources(building, request, home, error);
    if (result == BUILD_OK || *error != NULL)
        return result == BUILD_OK;
    const char *messages = building->messages == NULL ? "" : building->messages;
    *error = text_format("%s cannot be built: %s%s%s", request->files[0],
                         build_result_sentence(result), messages[0] == '\0' ? "" : "\n", messages);
    return false;
}

bool building_make(struct building *building, const struct request *request, const char *home,
                   char **error)
{
    *building = (struct building){0};
    *error = NULL;
    if (read_input(building, request->input, error) && build(building, request, home, error))
        return true;
    building_remove(building);
    return false;
}

void building_remove(struct building *building)
{
    if (building->path != NULL && !building->is_anothers)
        unlink(building->path);
    free(building->path);
    free(building->messages);
    free(building->input);
    *building = (struct building){0};
}

uint32_t building_hash(const struct building *building, const struct image *image)
{
    uint64_t hash = fingerprint_add_image(FINGERPRINT_NOTHING, image);
    hash = fingerprint_add(hash, building->input, building->input_bytes);
    return (uint32_t)(hash ^ hash >> 32);
}

/* main()'s own list: the program's name, and what was given. NULL when out of memory. */
static const char **list_arguments(const struct request *request, const char *name)
{
    size_t count = 0;
    while (request->arguments[count] != NULL)
        count++;
    const char **list = calloc(count + 2, sizeof *list);
    if (list == NULL)
        return NULL;
    list[0] = name;
    for (size_t index = 0; index < count; index++)
        list[index + 1] = request->arguments[index];
    return list;
}

bool building_start(const struct building *building, const struct request *request,
                    const struct image *image, struct stepper *stepper, char **error)
{
    struct symbol main;
    char name[64];
    if (!image_symbol(image, "main", &main) || !main.is_function) {
        *error = text_format("%s has no main(): the program has no beginning", request->files[0]);
        return false;
    }
    request_name(request, name, sizeof name);
    const char **arguments = list_arguments(request, name);
    struct stop stop = {.reason = STOP_FULL};
    if (arguments != NULL)
        *error = stepper_refuse_main(arguments, building->input_bytes);
    if (arguments != NULL && *error == NULL)
        stop = stepper_start_main(stepper, main.address, arguments, building->input,
                                  building->input_bytes);
    free(arguments);
    if (stop.reason == STOP_FULL)
        return false;
    stepper_rebase(stepper);
    return true;
}
