/* test_text.c: texts that are put together, where there is room for them and where there is not. */
#include "program/text.h"

#include <setjmp.h> /* cmocka.h wants these before it */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void heap_has_all(void **state)
{
    (void)state;
    char *text = text_format("%s:%d", "file", 12);
    assert_string_equal(text, "file:12");
    free(text);
}

/* In each size of place there is as much of it as fits, and never a byte more. */
static void place_has_what_fits(void **state)
{
    static const char whole[] = "one 2 three";
    char bytes[32];
    (void)state;
    for (size_t size = 1; size <= sizeof whole + 1; size++) {
        memset(bytes, '#', sizeof bytes);
        struct text text = text_begin(bytes, size);
        assert_string_equal(bytes, "");
        text_add(&text, "one");
        text_add(&text, " %d ", 2);
        text_add(&text, "%s", "three");
        size_t expected = size < sizeof whole ? size - 1 : strlen(whole);
        assert_int_equal(text.used, expected);
        assert_int_equal(strlen(bytes), expected);
        assert_memory_equal(bytes, whole, expected);
        assert_int_equal(text.is_cut, size < sizeof whole);
        assert_int_equal(bytes[size], '#');
    }
}

static void stream_is_taken(void **state)
{
    struct text_stream text;
    (void)state;
    assert_true(text_stream_open(&text));
    fprintf(text.out, "%d", 1);
    fputs(" and 2", text.out);
    char *bytes = text_stream_close(&text);
    assert_string_equal(bytes, "1 and 2");
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heap_has_all),
        cmocka_unit_test(place_has_what_fits),
        cmocka_unit_test(stream_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
