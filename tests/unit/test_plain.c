/* test_plain.c: of what somebody put in a folder only plain files are read, and no more than allowed. */
#include "program/host/plain.h"

#include <setjmp.h> /* cmocka.h wants these before it */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SIZE = 300000 }; /* more than is read at a time */

static char folder[] = "/tmp/test-plain-XXXXXX";

static int enter_folder(void **state)
{
    (void)state;
    char *bytes = malloc(SIZE);
    if (bytes == NULL || mkdtemp(folder) == NULL || chdir(folder) != 0)
        return -1;
    memset(bytes, 'a', SIZE);
    FILE *file = fopen("file", "we");
    bool is_made = file != NULL && fwrite(bytes, 1, SIZE, file) == SIZE && fclose(file) == 0;
    free(bytes);
    file = fopen("empty", "we");
    is_made = is_made && file != NULL && fclose(file) == 0 && symlink("file", "link") == 0;
    return is_made && mkfifo("pipe", 0600) == 0 && mkdir("folder", 0700) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    (void)state;
    static const char *const entries[] = {"file", "empty", "link", "pipe"};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        unlink(entries[i]);
    rmdir("folder");
    return chdir("/") == 0 ? rmdir(folder) : -1;
}

static void as_much_is_read_as_allowed(void **state)
{
    static const size_t mosts[] = {1, 2, 65535, 65536, SIZE - 1, SIZE, SIZE + 1};
    size_t size;
    (void)state;
    for (size_t i = 0; i < sizeof mosts / sizeof *mosts; i++) {
        char *bytes = plain_read("file", mosts[i], &size);
        assert_non_null(bytes);
        assert_int_equal(size, mosts[i] < SIZE ? mosts[i] : SIZE);
        assert_int_equal(strlen(bytes), size);
        free(bytes);
    }
    char *nothing = plain_read("empty", SIZE, &size);
    assert_string_equal(nothing, "");
    free(nothing);
}

static void nothing_else_is_opened(void **state)
{
    static const struct {
        const char *name;
        int error;
    } others[] = {
        {"link", ELOOP},       {"pipe", EINVAL}, {"folder", EINVAL},
        {"/dev/zero", EINVAL}, {"none", ENOENT},
    };
    size_t size;
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        errno = 0;
        assert_null(plain_read(others[i].name, SIZE, &size));
        assert_int_equal(errno, others[i].error);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_much_is_read_as_allowed),
        cmocka_unit_test(nothing_else_is_opened),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
