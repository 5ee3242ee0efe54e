#include "repl/mem/subject.h"

#include "program/image/image.h"
#include "program/text.h"
#include "repl/lab.h"
#include "repl/study/study.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Building -------------------------------------------------------------------------------- */

bool subject_make(struct subject *subject, const struct repl_options *options, char **error)
{
    *subject = (struct subject){.is_ours = !lab_is_ready(options)};
    *error = NULL;
    if (options->lab == 0)
        subject->path = text_format("%s/build/server.so", options->home);
    else
        subject->path = lab_build(options, "server", error);
    if (subject->path != NULL)
        return true;
    if (*error == NULL)
        *error = text_format("no memory left");
    return false;
}

void subject_remove(struct subject *subject)
{
    if (subject->is_ours && subject->path != NULL)
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
        NAME(memory),          NAME(memory_size),
        NAME(segments),        NAME(bitmap),
        NAME(placement),       NAME(queue),
        NAME(thread_message),  NAME(requested_size),
        NAME(released),        NAME(memory_server_start),
        NAME(workload_start),  NAME(server_function),
        NAME(thread_function), NAME(release_memory),
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
