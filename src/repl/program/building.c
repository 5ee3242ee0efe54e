#include "repl/program/building.h"

#include "program/build.h"
#include "program/fingerprint.h"
#include "program/leftovers.h"
#include "program/text.h"
#include "repl/study/study.h"

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

static bool build(struct building *building, const struct request *request, const char *home,
                  char **error)
{
    enum build_result result = BUILD_SYSTEM;
    char *script = text_format("%s/src/program/build-subject.sh", home);
    building->path = leftovers_path(home, "programs", "program");
    if (script != NULL && building->path != NULL)
        result =
            build_subject(&(struct build_order){.script = script,
                                                .output = building->path,
                                                .sources = (const char *const *)request->files},
                          &building->messages);
    free(script);
    if (result == BUILD_OK)
        return true;
    const char *messages = building->messages == NULL ? "" : building->messages;
    *error = text_format("%s cannot be built: %s%s%s", request->files[0],
                         build_result_sentence(result), messages[0] == '\0' ? "" : "\n", messages);
    return false;
}

static uint32_t hash_of(const struct building *building, const struct image *image)
{
    uint64_t hash = fingerprint_add_image(FINGERPRINT_NOTHING, image);
    hash = fingerprint_add(hash, building->input, building->input_bytes);
    return (uint32_t)(hash ^ hash >> 32);
}

bool building_make(struct building *building, struct study *study, const struct request *request,
                   const char *home, char **error)
{
    *building = (struct building){0};
    *error = NULL;
    if (read_input(building, request->input, error) && build(building, request, home, error) &&
        study_open(study, building->path, error)) {
        building->hash = hash_of(building, study->image);
        return true;
    }
    building_remove(building);
    return false;
}

void building_remove(struct building *building)
{
    if (building->path != NULL)
        unlink(building->path);
    free(building->path);
    free(building->messages);
    free(building->input);
    *building = (struct building){0};
}
