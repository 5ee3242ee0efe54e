/* Unit tests of traces of allocations (.rep): what they are refused for, and at which line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "repl/mems/trace.h"

static bool read_text(struct trace *trace, const char *text, char **error)
{
    char path[] = "/tmp/memrepl-unit-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    bool is_read = trace_read(trace, path, error);
    unlink(path);
    return is_read;
}

static void what_is_no_trace_is_refused(void **state)
{
    static const struct {
        const char *text, *error;
    } refused[] = {
        {"", ":1: no trace: it begins with four lines of a number each"},
        {"1\n2\nthree\n1\n", ":3: no trace: it begins"},
        {"1\n99999999999999999999\n1\n1\n", ":2: no trace: it begins"},
        {"1\n2\n1048577\n1\n", ":4: a trace has at most 1048576 operations"},
        {"1\n1048577\n2\n1\n", ":4: a trace has at most 1048576 operations"},
        {"1\n1\n2\n1\na 0 8\n", ":6: the trace ends before its last operation"},
        {"1\n1\n1\n1\nx 0 8\n", ":5: no operation: a ID SIZE, r ID SIZE or f ID"},
        {"1\n1\n1\n1\n\n", ":5: no operation"},
        {"1\n1\n1\n1\na 0\n", ":5: no operation"},
        {"1\n1\n1\n1\na 0 8 8\n", ":5: no operation"},
        {"1\n1\n1\n1\na 0 -8\n", ":5: no operation"},
        {"1\n1\n1\n1\na 1 8\n", ":5: an ID is less than the number of ids in the second line"},
        {"1\n1\n1\n1\na 0 0\n", ":5: a size is 1 to 268435456 bytes"},
        {"1\n1\n1\n1\na 0 268435457\n", ":5: a size is 1 to 268435456 bytes"},
        {"1\n1\n1\n1\nf 0\n", ":5: this block is not allocated here"},
        {"1\n1\n2\n1\na 0 8\na 0 8\n", ":6: this block was allocated before"},
        {"1\n1\n3\n1\na 0 8\nf 0\nr 0 9\n", ":7: this block is not allocated here"},
    };
    struct trace trace;
    char *error;
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_false(read_text(&trace, refused[i].text, &error));
        if (strstr(error, refused[i].error) == NULL)
            fail_msg("expected \"%s\" in \"%s\"", refused[i].error, error);
        free(error);
    }
}

static void a_file_that_cannot_be_read(void **state)
{
    struct trace trace;
    char *error;
    (void)state;
    assert_false(trace_read(&trace, "/nowhere.rep", &error));
    assert_string_equal(error, "cannot read /nowhere.rep: No such file or directory");
    free(error);
    assert_false(trace_read(&trace, "/", &error));
    assert_string_equal(error, "cannot read /: Is a directory");
    free(error);
}

static void a_trace_is_read(void **state)
{
    struct trace trace;
    char *error;
    (void)state;
    assert_true(read_text(&trace, "100\n2\n4\n1\na 0 8\na 1 9\nr 0 7\nf 1\n", &error));
    assert_int_equal(trace.ids, 2);
    assert_int_equal(trace.count, 4);
    assert_int_equal(trace.requests[0].size, 8);
    assert_int_equal(trace.requests[2].size, -7);
    assert_int_equal(trace.requests[3].id, 1);
    assert_int_equal(trace.requests[3].size, 0);
    trace_close(&trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_trace_is_refused),
        cmocka_unit_test(a_file_that_cannot_be_read),
        cmocka_unit_test(a_trace_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
