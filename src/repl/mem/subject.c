#include "repl/mem/subject.h"

#include "program/build.h"
#include "program/image.h"
#include "program/labs.h"
#include "program/leftovers.h"
#include "program/text.h"
#include "repl/study/study.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Building -------------------------------------------------------------------------------- */

/* Builds the program with the student's file in the place of the lab's solution. */
static enum build_result build_sources(struct subject *subject, const struct repl_options *options,
                                       const struct lab *lab, const char *file, char **messages)
{
    enum build_result result = BUILD_SYSTEM;
    char *script = text_format("%s/src/program/build-subject.sh", options->home);
    char *headers = text_format("%s/src/server", options->home);
    char **sources = labs_sources(lab, options->home, file);
    if (script != NULL && headers != NULL && sources != NULL) {
        const char *const includes[] = {headers, NULL};
        result = build_subject(&(struct build_order){.script = script,
                                                     .output = subject->path,
                                                     .includes = includes,
                                                     .sources = (const char *const *)sources},
                               messages);
    }
    labs_free_sources(sources);
    free(headers);
    free(script);
    return result;
}

static bool build(struct subject *subject, const struct repl_options *options,
                  const struct lab *lab, char **error)
{
    char *messages = NULL;
    char *file = labs_student_file(lab, options->home, options->lab_from);
    if (file == NULL) {
        *error = text_format("%s: no %s there: %s",
                             options->lab_from != NULL ? options->lab_from : "labs", lab->file,
                             strerror(errno));
        return false;
    }
    enum build_result result = build_sources(subject, options, lab, file, &messages);
    subject->is_ours = result == BUILD_OK;
    if (result != BUILD_OK)
        *error = text_format(
            "lab %d cannot be built: %s%s%s", lab->number, build_result_sentence(result),
            messages != NULL && messages[0] != '\0' ? "\n" : "", messages != NULL ? messages : "");
    free(messages);
    free(file);
    return result == BUILD_OK;
}

static char *lab_path(const struct repl_options *options, const struct lab *lab)
{
    char folder[16];
    snprintf(folder, sizeof folder, "lab%d", lab->number);
    return leftovers_path(options->home, folder, "server");
}

bool subject_make(struct subject *subject, const struct repl_options *options, char **error)
{
    const struct lab *lab = labs_find(options->lab);
    *subject = (struct subject){0};
    if (options->lab != 0 && lab == NULL) {
        *error = text_format("there is no lab %d of the memory server", options->lab);
        return false;
    }
    subject->path =
        lab == NULL ? text_format("%s/build/server.so", options->home) : lab_path(options, lab);
    if (subject->path == NULL) {
        *error = text_format("no memory left");
        return false;
    }
    if (lab == NULL || build(subject, options, lab, error))
        return true;
    subject_remove(subject);
    return false;
}

void subject_remove(struct subject *subject)
{
    if (subject->is_ours)
        unlink(subject->path);
    free(subject->path);
    *subject = (struct subject){0};
}

/* ---- Names ----------------------------------------------------------------------------------- */

bool subject_find(struct subject *subject, const struct image *image, char **error)
{
#define NAME(name)                            \
    {                                         \
#name, offsetof(struct subject, name) \
    }
    static const struct {
        const char *name;
        size_t offset;
    } names[] = {
        NAME(memory),
        NAME(memory_size),
        NAME(segments),
        NAME(placement),
        NAME(queue),
        NAME(thread_message),
        NAME(requested_size),
        NAME(items),
        NAME(queue_lock),
        NAME(list_lock),
        NAME(answered),
        NAME(released),
        NAME(memory_server_start),
        NAME(workload_start),
        NAME(server_function),
        NAME(thread_function),
        NAME(release_memory),
    };
#undef NAME
    for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
        struct symbol symbol;
        if (!image_symbol(image, names[index].name, &symbol)) {
            *error = text_format("the program has no \"%s\", which the memory server needs",
                                 names[index].name);
            return false;
        }
        memcpy((char *)subject + names[index].offset, &symbol.address, sizeof symbol.address);
    }
    return true;
}
