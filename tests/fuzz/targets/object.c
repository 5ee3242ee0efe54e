/* An object file of a hand-in, as the grader looks at it before it is linked. */
#include "../fuzz.h"

#include "grade/hygiene/objects.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct object object;
    bool is_open = object_open(&object, fuzz_file("x.o", data, size));
    fuzz_promise(!is_open || !object_has(&object, NAME_USED, ""), "names are no empty strings");
    object_close(&object);
    return 0;
}
