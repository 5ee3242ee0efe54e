/* A program's file, and all that is read from it: segments, symbols, relocations, places, variables,
 * types, local variables. */
#include "../fuzz.h"

#include "program/expressions/expression.h"
#include "program/frames/locals.h"
#include "program/image/fingerprint.h"
#include "program/image/lines.h"
#include "program/image/missing.h"
#include "program/values/show.h"

enum { SHOWN_BYTES = 300, LOCALS_MOST = 20, EACH_MOST = 40 };

static struct image *image;

static bool read_memory(void *context, uint64_t address, void *buffer, size_t size)
{
    (void)context;
    return image_read(image, address, buffer, size);
}

static const struct memory_view memory = {.read = read_memory};

static bool is_offered(const char *name)
{
    return name[0] != 'm';
}

static void look_at_file(void)
{
    struct missing missing[4];
    struct symbol symbol;
    char byte;
    missing_list(image, is_offered, missing, 4);
    image_symbol(image, "main", &symbol);
    image_symbol_at(image, image_text(image).low, &symbol);
    image_read(image, image_extent(image).low, &byte, 1);
    image_is_readonly(image, image_writable(image).low);
    fingerprint_add_image(FINGERPRINT_NOTHING, image);
}

static void look_at_variable(const struct names *names, const struct variable *variable)
{
    char text[SHOWN_BYTES];
    struct value value = {.type = variable->type, .is_lvalue = true, .address = variable->address};
    value_print(names, &memory, &value, text, sizeof text);
    type_declare(variable->type, variable->name, text, sizeof text);
    names_describe(names, variable->address, 1, text, sizeof text, NULL);
    expression_print(names, &memory, variable->name, text, sizeof text);
}

static void look_at_places(struct lines *lines, const struct names *names)
{
    size_t count;
    struct local locals[LOCALS_MOST];
    const struct stop_site *sites = lines_stop_sites(lines, &count);
    for (size_t i = 0; i < count && i < EACH_MOST; i++) {
        struct break_sites points;
        struct call_frame frame = {.pc = sites[i].pc};
        locals_list(names, &memory, &frame, locals, LOCALS_MOST);
        lines_break_at(lines, sites[i].place.file, sites[i].place.line, &points);
        lines_break_function(lines, sites[i].place.function, 0, &points);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lines *lines = NULL;
    struct names *names = NULL;
    if (image_open(fuzz_file("x.so", data, size), &image) != IMAGE_OK)
        return 0;
    look_at_file();
    lines_open(image, &lines);
    names_open(image, &names);
    for (size_t i = 0; names != NULL && i < EACH_MOST && names_variable(names, i) != NULL; i++)
        look_at_variable(names, names_variable(names, i));
    if (lines != NULL && names != NULL)
        look_at_places(lines, names);
    names_close(names);
    lines_close(lines);
    image_close(image);
    return 0;
}
