/* What makes text clean, and the stream that passes it on; tests/results.sh has the rest. */
#include "results/clean.h"
#include "results/tape.h"

#include <setjmp.h> /* cmocka.h wants these before it */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text, *clean;
} texts[] = {
    {"", ""},
    {"a line\nand\ta tab", "a line\nand\ta tab"},
    {"\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80", "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"},
    {"\033[2J\a\r\x7F", "?[2J???"},
    {"\xC2\x9B"
     "31m",
     "?31m"},                             /* a control sequence in one character */
    {"\xE2\x80\xAE\xE2\x81\xA6x", "??x"}, /* turn the line round */
    {"\xEF\xBF\xBF\xEF\xBB\xBF", "??"},   /* forbidden in XML */
    {"\xFF\xFEx\x80", "??x?"},
    {"\xC0\xAF\xE0\x80\xAF", "?\?\?\?\?"}, /* longer than need be */
    {"\xED\xA0\x80", "?"},                 /* half of a pair of UTF-16 */
    {"\xF4\x90\x80\x80", "?"},             /* beyond the last */
    {"\xE2\x82", "??"},                    /* cut */
    {"\xE2\x82x\xE2(\xC3", "??x?(?"},
};
enum { TEXTS = sizeof texts / sizeof *texts };

static void text_is_cleaned(void **state)
{
    (void)state;
    for (size_t index = 0; index < TEXTS; index++) {
        char *copy = strdup(texts[index].text);
        assert_int_equal(clean_is(copy), strcmp(texts[index].text, texts[index].clean) == 0);
        clean_text(copy);
        assert_string_equal(copy, texts[index].clean);
        assert_true(clean_is(copy));
        free(copy);
    }
}

/* However it comes in pieces, the same is passed on and kept. */
static void tape_takes_pieces(void **state)
{
    (void)state;
    for (size_t index = 0; index < TEXTS; index++)
        for (size_t piece = 1; piece <= 5; piece++) {
            struct tape tape;
            char *passed = NULL;
            size_t size, length = strlen(texts[index].text);
            FILE *to = open_memstream(&passed, &size);
            assert_true(tape_open(&tape, to));
            for (size_t at = 0; at < length; at += piece) {
                fwrite(texts[index].text + at, 1, at + piece < length ? piece : length - at,
                       tape.out);
                fflush(tape.out);
            }
            char *kept = tape_cut(&tape);
            tape_close(&tape);
            fclose(to);
            assert_string_equal(kept, texts[index].clean);
            assert_string_equal(passed, texts[index].clean);
            free(kept);
            free(passed);
        }
}

static void tape_is_cut(void **state)
{
    struct tape tape;
    char *passed = NULL;
    size_t size;
    FILE *to = open_memstream(&passed, &size);
    (void)state;
    assert_true(tape_open(&tape, to));
    fprintf(tape.out, "one");
    char *first = tape_cut(&tape);
    assert_string_equal(passed, "one"); /* passed on at once */
    fprintf(tape.out, "two\n");
    char *second = tape_cut(&tape), *third = tape_cut(&tape);
    fprintf(tape.out, "%*d", 100000, 3);
    tape_close(&tape);
    fclose(to);
    assert_string_equal(first, "one");
    assert_string_equal(second, "two\n");
    assert_string_equal(third, "");
    assert_int_equal(size, 3 + 4 + 100000);
    free(first);
    free(second);
    free(third);
    free(passed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_cleaned),
        cmocka_unit_test(tape_takes_pieces),
        cmocka_unit_test(tape_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
