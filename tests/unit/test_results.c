/* What makes text clean, the stream that passes it on, and results that can be no file; tests/results.sh
 * has the rest. */
#include "results/clean.h"
#include "results/reading.h"
#include "results/tape.h"
#include "results/writing.h"

#include <setjmp.h> /* cmocka.h wants these before it */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* ---- Results that can be no file ------------------------------------------------------------- */

static struct result begun(void)
{
    struct result result;
    result_begin(&result, 1, 1);
    return result;
}

/* Refused with that sentence, and nothing is written. */
static void refuses(struct result *result, const char *path, const char *sentence)
{
    const char *error = NULL;
    assert_false(result_write(result, path, &error));
    assert_string_equal(error, sentence);
    assert_int_equal(access(path, F_OK), -1);
    result_free(result);
}

static void what_cannot_be_written(void **state)
{
    static const char path[] = "/tmp/memrepl-unit-result";
    char name[] = "name", text[] = "text", odd[] = "\xFF", longest[PATH_MAX];
    const struct result_check checks[] = {
        {.number = 1, .name = name, .kind = name, .text = odd},
        {.number = 1, .name = name, .kind = name, .text = text, .session = odd},
    };
    (void)state;
    for (size_t index = 0; index < sizeof checks / sizeof *checks; index++) {
        struct result result = begun();
        result_add_check(&result, &checks[index]);
        refuses(&result, path, "a part of it is not UTF-8");
    }
    struct result session = begun(), large = begun(), far = begun();
    result_add_session(&session, name, odd);
    refuses(&session, path, "a part of it is not UTF-8");
    char *much = calloc(1, RESULT_BYTES_MOST + 1);
    memset(much, 'x', RESULT_BYTES_MOST);
    result_set(&large, &large.head, much);
    refuses(&large, path, "it is longer than 8 MiB");
    free(much);
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    refuses(&far, longest, "File name too long");
}

static void what_cannot_be_read(void **state)
{
    char path[] = "/tmp/memrepl-unit-XXXXXX";
    const char *error;
    struct result written = begun(), read = {.lab = 0};
    (void)state;
    close(mkstemp(path));
    written.lab = 1000;
    assert_true(result_write(&written, path, &error));
    char *problem = NULL;
    assert_false(result_read(&read, path, &problem));
    result_free(&written);
    result_free(&read);
    assert_non_null(strstr(problem, "lab: "));
    free(problem);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_written),
        cmocka_unit_test(what_cannot_be_read),
        cmocka_unit_test(text_is_cleaned),
        cmocka_unit_test(tape_takes_pieces),
        cmocka_unit_test(tape_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
