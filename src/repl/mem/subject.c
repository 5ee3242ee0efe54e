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

/* Builds the program with the student's files in the place of the lab's solution. */
static enum build_result build_sources(struct subject *subject, const char *home,
                                       const struct lab *lab, char *const *files, char **messages)
{
    enum build_result result = BUILD_SYSTEM;
    char *script = text_format("%s/src/program/build-subject.sh", home);
    char **includes = labs_includes(lab, home), **sources = labs_sources(lab, home, files);
    if (script != NULL && includes != NULL && sources != NULL)
        result = build_subject(&(struct build_order){.script = script,
                                                     .output = subject->path,
                                                     .includes = (const char *const *)includes,
                                                     .sources = (const char *const *)sources},
                               messages);
    labs_free_list(sources);
    labs_free_list(includes);
    free(script);
    return result;
}

static bool build(struct subject *subject, const struct repl_options *options,
                  const struct lab *lab, char **error)
{
    char *messages = NULL;
    char **files = labs_student_files(lab, options->home, options->lab_from, error);
    if (files == NULL)
        return false;
    enum build_result result = build_sources(subject, options->home, lab, files, &messages);
    subject->is_ours = result == BUILD_OK;
    if (result != BUILD_OK)
        *error = text_format(
            "lab %d cannot be built: %s%s%s", lab->number, build_result_sentence(result),
            messages != NULL && messages[0] != '\0' ? "\n" : "", messages != NULL ? messages : "");
    free(messages);
    labs_free_list(files);
    return result == BUILD_OK;
}

/* The lab's program; false with *error. */
static bool make_lab(struct subject *subject, const struct repl_options *options, char **error)
{
    char folder[16];
    struct lab *lab = labs_open(options->home, options->lab, error);
    if (lab == NULL)
        return false;
    snprintf(folder, sizeof folder, "lab%d", lab->number);
    subject->path = leftovers_path(options->home, folder, "server");
    bool is_server = strcmp(lab->program, "server") == 0;
    if (!is_server)
        *error = text_format("lab %d is not about the memory server", lab->number);
    bool is_made = is_server && subject->path != NULL && build(subject, options, lab, error);
    labs_close(lab);
    return is_made;
}

bool subject_make(struct subject *subject, const struct repl_options *options, char **error)
{
    *subject = (struct subject){0};
    *error = NULL;
    if (options->lab == 0)
        subject->path = text_format("%s/build/server.so", options->home);
    bool is_made = options->lab == 0 ? subject->path != NULL : make_lab(subject, options, error);
    if (is_made)
        return true;
    if (*error == NULL)
        *error = text_format("no memory left");
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
