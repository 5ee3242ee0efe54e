/* Unit tests of expected text that matches loosely. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "repl/transcript/loose.h"

enum { LINES_MOST = 16 };

/* Cuts "a/b/c" into its lines. */
static struct lines lines_of(char *text, char **room)
{
    struct lines lines = {.line = room};
    char *rest;
    for (char *line = strtok_r(text, "/", &rest); line != NULL; line = strtok_r(NULL, "/", &rest))
        room[lines.count++] = line;
    return lines;
}

/* What was expected, what came, what to expect from now on; NULL there: it matched. */
static const struct {
    const char *expected, *got, *merged;
} loose[] = {
    {"", "", NULL},
    {"a", "a", NULL},
    {"", "a", "a"},
    {"a", "", ""},
    {"a/b", "a", "a"},
    {"...", "", NULL},
    {"...", "a/b", NULL},
    {"a/.../c", "a/c", NULL},
    {"a/.../c", "a/b/b/c", NULL},
    {"a/.../c", "a/c/c/c", NULL},
    {".../b/.../d/...", "a/b/c/b/d", NULL},
    {".../b/c", "b/b/c/b/c", NULL},
    {".../.../a", "x/a", NULL},
    {"a/.../c", "a/b/d", "a/.../d"},
    {"a/.../b/c", "a/x/y/B/C", "a/.../B/C"},
    {"...", "...", NULL},
    {"a* (glob)", "abc", NULL},
    {"a* (glob)", "a* (glob)", NULL},
    {"a?c (glob)/x", "abc/y", "a?c (glob)/y"},
    {"step [0-9]+ (re)", "step 12", NULL},
    {"step [0-9]+ (re)", "step 12.", "step 12."},
    {"a|b (re)", "ab", "ab"},
    {"( (re)", "(", "("},
    {"(a{2}b){3} (re)", "aabaabaab", NULL},
    {"\\\\1+ (re)", "\\1", NULL},
    {"((a{100}){100}){100} (re)", "a", "a"}, /* would take gigabytes */
    {"((((((((((((a+)+)+)+)+)+)+)+)+)+)+)+)+ (re)", "a", "a"},
    {"(a)\\1 (re)", "aa", "aa"},
    {"a/b/c", "b/c/d", "b/c/d"},
    {"a* (glob)/b* (glob)", "bb", "b* (glob)"},
    {"x/a* (glob)", "y/z/ab", "y/z/a* (glob)"},
};

static void test_loose_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof loose / sizeof *loose; i++) {
        char expected[64], got[64], *rooms[2][LINES_MOST], merged[64] = "";
        struct lines old = lines_of(strcpy(expected, loose[i].expected), rooms[0]);
        struct lines new = lines_of(strcpy(got, loose[i].got), rooms[1]);
        assert_int_equal(loose_match(old, new), loose[i].merged == NULL);

        struct lines kept = loose_merge(old, new);
        for (size_t line = 0; line < kept.count; line++)
            sprintf(merged + strlen(merged), "%s%s", line > 0 ? "/" : "", kept.line[line]);
        const char *wanted = loose[i].merged != NULL ? loose[i].merged : loose[i].expected;
        assert_string_equal(merged, wanted);
        assert_true(loose_match(kept, new));
        free(kept.line);
    }
}

/* Whatever was expected and whatever came: what is merged matches, and a match is merged to
 * itself. */
static void test_merged_lines_match(void **state)
{
    static char *const some[] = {"a", "b", "...", "[ab] (glob)", "a|b (re)"};
    (void)state;
    srand(1);
    for (int round = 0; round < 20000; round++) {
        char *rooms[2][LINES_MOST];
        struct lines old = {rooms[0], (size_t)(rand() % 7)}, new = {rooms[1], (size_t)(rand() % 7)};
        for (size_t i = 0; i < old.count; i++)
            old.line[i] = some[rand() % 5];
        for (size_t i = 0; i < new.count; i++)
            new.line[i] = some[rand() % 2];
        struct lines kept = loose_merge(old, new);
        assert_true(loose_match(kept, new));
        if (loose_match(old, new)) {
            assert_int_equal(kept.count, old.count);
            assert_memory_equal(kept.line, old.line, old.count * sizeof *old.line);
        }
        free(kept.line);
    }
}

/* Of many thousand lines that do not match, what came is taken as it is. */
static void test_too_many_lines(void **state)
{
    enum { MANY = 2100 };
    static char *old_lines[MANY], *new_lines[MANY];
    (void)state;
    for (int line = 0; line < MANY; line++) {
        old_lines[line] = "a* (glob)";
        new_lines[line] = "ab";
    }
    new_lines[MANY / 2] = "b";
    struct lines kept =
        loose_merge((struct lines){old_lines, MANY}, (struct lines){new_lines, MANY});
    assert_int_equal(kept.count, MANY);
    assert_string_equal(kept.line[0], "ab");
    free(kept.line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loose_lines),
        cmocka_unit_test(test_merged_lines_match),
        cmocka_unit_test(test_too_many_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
