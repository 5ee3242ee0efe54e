#include "grade/worker/built.h"

#include <stdio.h>
#include <stdlib.h>

#include "grade/hygiene/hygiene.h"
#include "grade/worker/folder.h"
#include "program/build.h"
#include "program/host/mishaps.h"

enum { PATH_BYTES = 4096 };

/* "FOLDER/program.so" */
static void name_output(const struct built_order *order, char *path)
{
    snprintf(path, PATH_BYTES, "%s/program.so", order->folder);
}

static enum build_result build(const struct built_order *order, char **messages)
{
    char script[PATH_BYTES], output[PATH_BYTES];
    char **includes = labs_includes(order->lab, order->home);
    char **sources = labs_sources(order->lab, order->home, order->files);
    enum build_result result = BUILD_SYSTEM;
    snprintf(script, sizeof script, "%s/src/program/build-subject.sh", order->home);
    name_output(order, output);
    *messages = NULL;
    if (sources != NULL && includes != NULL)
        result = build_subject(&(struct build_order){.script = script,
                                                     .output = output,
                                                     .includes = (const char *const *)includes,
                                                     .sources = (const char *const *)sources,
                                                     .folder = order->place,
                                                     .time_limit_ms = HYGIENE_BUILD_MS,
                                                     .cpu_limit_s = HYGIENE_BUILD_CPU_S},
                               messages);
    labs_free_list(includes);
    labs_free_list(sources);
    return result;
}

/* The parts that the look has left of the files; NULL when memory ran out. */
static char **list_parts(const struct built_order *order)
{
    size_t count = 0;
    while (order->files[count] != NULL)
        count++;
    char **parts = calloc(count + 1, sizeof *parts);
    for (size_t index = 0; index < count && parts != NULL; index++)
        if ((parts[index] = hygiene_part(order->folder, index)) == NULL) {
            labs_free_list(parts);
            parts = NULL;
        }
    return parts;
}

/* Builds and loads the program. NULL when that fails: `*result` tells how far it came, and
 * `*messages` what was said. The caller frees the messages in any case. */
static struct worker *make_worker(const struct built_order *order, enum build_result *result,
                                  char **messages)
{
    char output[PATH_BYTES];
    *result = build(order, messages);
    if (*result != BUILD_OK)
        return NULL;
    free(*messages);
    name_output(order, output);
    return worker_open(output, order->lab, messages);
}

static struct worker *make_of_parts(const struct built_order *order, enum build_result *result,
                                    char **messages)
{
    struct built_order other = *order;
    char **parts = list_parts(order);
    *result = BUILD_SYSTEM;
    *messages = NULL;
    other.files = parts;
    struct worker *worker = parts == NULL ? NULL : make_worker(&other, result, messages);
    labs_free_list(parts);
    return worker;
}

/* Whether the same works with the solution: then it is the student's file that fails. Without
 * solutions, in a release, that is taken for granted. */
static bool is_house_sound(const struct built_order *order)
{
    enum build_result result;
    struct built_order other = *order;
    char *messages = NULL;
    char **solution = labs_student_files(order->lab, order->home, "solutions", &messages);
    free(messages);
    messages = NULL;
    if (solution == NULL)
        return true;
    other.files = solution;
    other.place = NULL;
    struct worker *worker = make_worker(&other, &result, &messages);
    bool is_sound = worker != NULL;
    worker_close(worker);
    free(messages);
    labs_free_list(solution);
    return is_sound;
}

/* No program came of the student's files. */
static void judge_unbuilt(const struct built_order *order, enum build_result result,
                          struct built *built)
{
    built->result = BUILT_REFUSED;
    built->may_be_mishap = true;
    built->is_no_c = result == BUILD_FAILED;
    built->sentence =
        result == BUILD_OK ? "the program cannot be loaded" : build_result_sentence(result);
    if (build_is_mishap(result) || folder_is_full(order->folder) || built->messages == NULL ||
        mishap_reason() != NULL || !is_house_sound(order))
        built->result = BUILT_UNGRADED;
    if (result == BUILD_TIMEOUT) { /* the compiler's driver asks for a report of its bug */
        free(built->messages);
        built->messages = NULL;
    }
}

/* What the compiler refused to a first look it refuses again, with better words. */
static void judge_unseen(const struct built_order *order, enum build_result result,
                         struct built *built)
{
    if (result == BUILD_FAILED) {
        free(built->messages);
        result = build(order, &built->messages);
    }
    if (result != BUILD_OK) {
        judge_unbuilt(order, result, built);
        return;
    }
    built->result = BUILT_REFUSED;
    built->may_be_mishap = true;
    built->sentence = "it can be compiled as it stands, but not once it is preprocessed";
}

static struct built make(const struct built_order *order)
{
    enum build_result compiled;
    struct built built = {.result = BUILT_DONE};
    enum hygiene_result look = hygiene_check(&(struct hygiene_order){.lab = order->lab,
                                                                     .home = order->home,
                                                                     .files = order->files,
                                                                     .place = order->place,
                                                                     .folder = order->folder},
                                             &compiled, &built.messages);
    if (look == HYGIENE_REFUSED && built.messages != NULL) {
        built.result = BUILT_REFUSED;
        built.sentence = "your code does not fit into the lab";
    } else if (look != HYGIENE_CLEAN) {
        judge_unseen(order, look == HYGIENE_REFUSED ? BUILD_SYSTEM : compiled, &built);
    } else {
        free(built.messages);
        built.worker = make_of_parts(order, &compiled, &built.messages);
        if (built.worker == NULL)
            judge_unbuilt(order, compiled, &built);
    }
    return built;
}

/* Some of what happens to a compiler, or to a tool behind it, looks as if it had refused the file: it
 * would have to happen twice. */
struct built built_make(const struct built_order *order)
{
    struct built built = make(order);
    if (built.result != BUILT_REFUSED || !built.may_be_mishap)
        return built;
    built_close(&built);
    return make(order);
}

void built_close(struct built *built)
{
    worker_close(built->worker);
    free(built->messages);
}
