#include "repl/mems/loading.h"

#include "program/image/image.h"
#include "program/text.h"
#include "repl/lab.h"
#include "repl/mems/mems.h"
#include "repl/mems/trace.h"

#include <stddef.h>

char *loading_path(const struct repl_options *settings, enum placement placement, char **error)
{
    *error = NULL;
    if (settings->lab != 0)
        return lab_build(settings, "mems", error);
    return text_format("%s/build/mems%s%s.so", settings->home, placement == 0 ? "" : "-",
                       placement == 0 ? "" : placement_names[placement]);
}

bool loading_find(struct mems_program *program, const struct image *image, char **error)
{
#define NAME(name)            \
    {                         \
#name, &program->name \
    }
    const struct {
        const char *name;
        uint64_t *address;
    } names[] = {
        NAME(mems_init),
        NAME(mems_finish),
        NAME(mems_malloc),
        NAME(mems_free),
        NAME(mems_get),
        NAME(stepped_malloc),
        NAME(stepped_replay_begin),
        NAME(stepped_replay),
        NAME(trace_peak),
        NAME(trace_refused),
        NAME(blocks),
        NAME(requests),
        NAME(mems_check),
    };
#undef NAME
    struct symbol symbol;
    for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
        if (image_symbol(image, names[index].name, &symbol))
            *names[index].address = symbol.address;
        else if (names[index].address != &program->mems_check) {
            *error =
                text_format("the program has no \"%s\", which the prompt needs", names[index].name);
            return false;
        }
    }
    if (image_symbol(image, "blocks", &symbol))
        program->blocks_count = symbol.size / sizeof(uint64_t);
    if (image_symbol(image, "requests", &symbol))
        program->requests_count = symbol.size / sizeof(struct trace_request);
    return true;
}
