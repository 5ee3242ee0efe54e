/* test_matches.c: files are found in a folder of any name. */
#include "program/host/matches.h"

#include <setjmp.h> /* cmocka.h wants these before it */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char top[] = "/tmp/test-matches-XXXXXX";

static int enter_top(void **state)
{
    (void)state;
    return mkdtemp(top) != NULL && chdir(top) == 0 ? 0 : -1;
}

static int leave_top(void **state)
{
    (void)state;
    return chdir("/") == 0 ? rmdir(top) : -1;
}

static void folders_mean_themselves(void **state)
{
    static const char *const folders[] = {"plain", "lab 7 [late]", "[x]", "a*",
                                          "?",     "back\\slash",  "[",   "{a,b}"};
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[NAME_MAX];
        struct matches found;
        snprintf(path, sizeof path, "%s/b.c", folders[i]);
        assert_int_equal(mkdir(folders[i], 0700), 0);
        assert_int_equal(matches_find(folders[i], "*.c", &found), MATCHES_READ);
        assert_int_equal(found.count, 0);
        matches_free(&found);
        FILE *file = fopen(path, "we");
        assert_non_null(file);
        fclose(file);
        assert_int_equal(matches_find(folders[i], "*.c", &found), MATCHES_READ);
        assert_int_equal(found.count, 1);
        assert_string_equal(found.paths[0], path);
        matches_free(&found);
        unlink(path);
        rmdir(folders[i]);
    }
}

static void what_cannot_be_looked_at_is_told(void **state)
{
    struct matches found;
    char long_name[PATH_MAX + 1];
    (void)state;
    assert_int_equal(matches_find("nowhere", "*.c", &found), MATCHES_ABSENT);
    assert_int_equal(found.count, 0);
    matches_free(&found);
    memset(long_name, 'x', PATH_MAX);
    long_name[PATH_MAX] = '\0';
    assert_int_equal(matches_find(long_name, "*.c", &found), MATCHES_UNREADABLE);
    matches_free(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_mean_themselves),
        cmocka_unit_test(what_cannot_be_looked_at_is_told),
    };
    return cmocka_run_group_tests(tests, enter_top, leave_top);
}
