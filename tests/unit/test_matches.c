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
        glob_t found;
        snprintf(path, sizeof path, "%s/b.c", folders[i]);
        assert_int_equal(mkdir(folders[i], 0700), 0);
        assert_int_equal(matches_find(folders[i], "*.c", &found), GLOB_NOMATCH);
        globfree(&found);
        FILE *file = fopen(path, "we");
        assert_non_null(file);
        fclose(file);
        assert_int_equal(matches_find(folders[i], "*.c", &found), 0);
        assert_int_equal(found.gl_pathc, 1);
        assert_string_equal(found.gl_pathv[0], path);
        globfree(&found);
        unlink(path);
        rmdir(folders[i]);
    }
}

static void what_cannot_be_looked_at_is_told(void **state)
{
    glob_t found;
    char long_name[PATH_MAX + 1];
    (void)state;
    assert_int_equal(matches_find("nowhere", "*.c", &found), GLOB_ABORTED);
    assert_int_equal(found.gl_pathc, 0);
    globfree(&found);
    memset(long_name, 'x', PATH_MAX);
    long_name[PATH_MAX] = '\0';
    assert_int_not_equal(matches_find(long_name, "*.c", &found), 0);
    globfree(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_mean_themselves),
        cmocka_unit_test(what_cannot_be_looked_at_is_told),
    };
    return cmocka_run_group_tests(tests, enter_top, leave_top);
}
