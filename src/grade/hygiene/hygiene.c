#include "grade/hygiene/hygiene.h"

#include "grade/hygiene/language.h"
#include "grade/hygiene/names.h"
#include "grade/hygiene/read.h"
#include "grade/hygiene/source.h"
#include "program/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

/* One look. */
struct look {
    const char *home, *folder;
    char *const *files; /* seen from `place` */
    const char *place;
    size_t file_count;
    char *const *includes;
    struct neighbours beside;
    struct refusals refusals;
};

static size_t length_of(char *const *list)
{
    size_t length = 0;
    while (list != NULL && list[length] != NULL)
        length++;
    return length;
}

/* ---- Compiling ------------------------------------------------------------------------------- */

/* "FOLDER/part-0.i", and beside it ".o". */
static void name_output(const struct look *look, size_t index, const char *ending, char *path)
{
    snprintf(path, PATH_BYTES, "%s/part-%zu.%s", look->folder, index, ending);
}

/* Preprocesses and compiles a file. */
static enum build_result compile(const struct look *look, size_t index, char **messages)
{
    char script[PATH_BYTES], output[PATH_BYTES];
    snprintf(script, sizeof script, "%s/src/program/build-subject.sh", look->home);
    name_output(look, index, "i", output);
    return build_subject(
        &(struct build_order){.script = script,
                              .output = output,
                              .includes = (const char *const *)look->includes,
                              .sources = (const char *const[]){look->files[index], NULL},
                              .folder = look->place,
                              .time_limit_ms = HYGIENE_BUILD_MS,
                              .cpu_limit_s = HYGIENE_BUILD_CPU_S},
        messages);
}

/* ---- Looking --------------------------------------------------------------------------------- */

static bool check_sources(struct look *look)
{
    char path[PATH_BYTES];
    for (size_t index = 0; index < look->file_count; index++) {
        snprintf(path, sizeof path, "%s%s%s", look->place == NULL ? "" : look->place,
                 look->place == NULL ? "" : "/", look->files[index]);
        if (!source_check(path, look->includes, &look->refusals))
            return false;
    }
    return true;
}

static bool check_language(struct look *look, size_t index)
{
    char path[PATH_BYTES];
    struct reading reading;
    name_output(look, index, "i", path);
    if (!reading_open(&reading, path, look->files[index], look->includes))
        return false;
    language_check(&reading, &look->refusals);
    reading_close(&reading);
    return true;
}

/* What was read, and the copies that the compiler makes. */
static bool check_account(struct look *look, size_t index)
{
    char path[PATH_BYTES];
    name_output(look, index, "read", path);
    if (!read_check(path, look->place, look->files[index], look->includes, &look->refusals))
        return false;
    name_output(look, index, "copies", path);
    return copies_check(path, look->files[index], &look->refusals);
}

static bool check_names(struct look *look, size_t index)
{
    char path[PATH_BYTES];
    struct reading reading;
    name_output(look, index, "i", path);
    if (!reading_open(&reading, path, look->files[index], look->includes))
        return false;
    names_check(&look->beside, &look->beside.own[index], &reading, &look->refusals);
    reading_close(&reading);
    return true;
}

/* All that the student's files join; a desk may stand there as a source. False when the program is
 * not there. */
static bool open_parts(struct look *look)
{
    static char *const nothing[] = {NULL};
    char **sources = labs_sources(look->beside.lab, look->home, nothing);
    size_t count = length_of(sources);
    bool is_open = true;
    look->beside.parts = calloc(count + 1, sizeof *look->beside.parts);
    for (size_t index = 0; index < count && look->beside.parts != NULL; index++)
        if (strcmp(sources[index] + strlen(sources[index]) - 2, ".o") == 0)
            is_open &= object_open(&look->beside.parts[look->beside.part_count++], sources[index]);
    labs_free_list(sources);
    bool is_alone = strcmp(look->beside.lab->program, "none") == 0;
    return is_open && look->beside.parts != NULL && (is_alone || look->beside.part_count > 0);
}

/* False when one of them is not there: it cannot be compiled. */
static bool open_own(struct look *look)
{
    char path[PATH_BYTES];
    look->beside.own = calloc(look->file_count, sizeof *look->beside.own);
    for (size_t index = 0; index < look->file_count && look->beside.own != NULL; index++) {
        name_output(look, index, "o", path);
        if (!object_open(&look->beside.own[look->beside.own_count++], path))
            return false;
    }
    return look->beside.own != NULL;
}

static enum hygiene_result end(struct look *look, char **messages)
{
    if (look->refusals.count == 0)
        return HYGIENE_CLEAN;
    free(*messages);
    *messages = refusals_text(&look->refusals);
    return HYGIENE_REFUSED;
}

/* In this order: nothing is compiled that may read what it should not, and no object looked at whose
 * text has not been. */
static enum hygiene_result look_at(struct look *look, enum build_result *built, char **messages)
{
    *built = BUILD_SYSTEM;
    if (!check_sources(look))
        return HYGIENE_UNBUILT;
    for (size_t index = 0; index < look->file_count && look->refusals.count == 0; index++) {
        free(*messages);
        *built = compile(look, index, messages);
        if (*built != BUILD_OK)
            return HYGIENE_UNBUILT;
        if (!check_account(look, index) || !check_language(look, index))
            *built = BUILD_SYSTEM;
    }
    if (look->refusals.count > 0)
        return end(look, messages);
    if (*built == BUILD_OK && !open_own(look))
        *built = BUILD_FAILED;
    else if (*built == BUILD_OK && !open_parts(look))
        *built = BUILD_SYSTEM;
    if (*built != BUILD_OK)
        return HYGIENE_UNBUILT;
    for (size_t index = 0; index < look->file_count; index++)
        if (!check_names(look, index)) {
            *built = BUILD_SYSTEM;
            return HYGIENE_UNBUILT;
        }
    return end(look, messages);
}

char *hygiene_part(const char *folder, size_t index)
{
    return text_format("%s/part-%zu.o", folder, index);
}

static enum hygiene_result check(struct look *look, enum build_result *built, char **messages)
{
    enum hygiene_result result = HYGIENE_UNBUILT;
    *messages = NULL;
    *built = BUILD_SYSTEM;
    look->file_count = length_of(look->files);
    if (look->includes != NULL)
        result = look_at(look, built, messages);
    for (size_t index = 0; index < look->beside.own_count; index++)
        object_close(&look->beside.own[index]);
    for (size_t index = 0; index < look->beside.part_count; index++)
        object_close(&look->beside.parts[index]);
    free(look->beside.own);
    free(look->beside.parts);
    return result;
}

/* Of a file of the lab's program. */
static enum hygiene_result check_part(struct look *look, enum build_result *built, char **messages)
{
    char desk[PATH_BYTES];
    const struct lab *lab = look->beside.lab;
    char **includes = labs_includes(lab, look->home), **around = labs_around(lab, look->home);
    snprintf(desk, sizeof desk, "%s/labs/%s/desk.c", look->home, lab->folder);
    look->beside.desk = access(desk, R_OK) == 0 ? desk : NULL;
    look->beside.around = around;
    look->includes = around == NULL ? NULL : includes;
    enum hygiene_result result = check(look, built, messages);
    look->beside.desk = NULL;
    labs_free_list(around);
    labs_free_list(includes);
    return result;
}

enum hygiene_result hygiene_check(const struct hygiene_order *order, enum build_result *built,
                                  char **messages)
{
    struct look look = {.home = order->home,
                        .folder = order->folder,
                        .files = order->files,
                        .place = order->place,
                        .includes = order->includes,
                        .beside = {.lab = order->lab, .brings_main = order->includes != NULL}};
    return order->includes != NULL ? check(&look, built, messages)
                                   : check_part(&look, built, messages);
}
