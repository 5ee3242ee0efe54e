/* Unit tests of a lab's checks: what a seed of the grading changes, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "grade/checks.h"

enum { PAGE = 4096 }; /* an exact request takes a hole whole: at most a page of small blocks */

static bool read_text(struct checks *checks, const char *text, char **error)
{
    char path[] = "/tmp/memrepl-unit-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    bool is_read = checks_read(checks, path, error);
    unlink(path);
    return is_read;
}

static bool read_tasks(struct checks *checks, unsigned seed, const char *tasks, char **error)
{
    char text[128];
    snprintf(text, sizeof text, "check: many\npoints: 1\nkind: any\n%s\n", tasks);
    *checks = (struct checks){.seed = seed};
    assert_true(checks_use(checks, "mems"));
    return read_text(checks, text, error);
}

static void a_seed_changes_no_sizes(void **state)
{
    static const unsigned seeds[] = {1, 2, 77, 2147484, 4000000000};
    struct checks checks;
    char *error;
    (void)state;
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        assert_true(read_tasks(&checks, seeds[i], "churn 300 40 51", &error));
        for (size_t n = 0; n < checks.checks[0].task_count; n++) {
            const struct task *task = &checks.checks[0].tasks[n];
            if (strcmp(task->row->name, "malloc") == 0)
                assert_in_range(task->arguments[0], 1, PAGE);
        }
        checks_free(&checks);
    }
}

static void a_seed_changes_the_order(void **state)
{
    struct checks one, other;
    char *error;
    (void)state;
    assert_true(read_tasks(&one, 1, "churn 300 40 51", &error));
    assert_true(read_tasks(&other, 2, "churn 300 40 51", &error));
    size_t count = one.checks[0].task_count, differing = other.checks[0].task_count != count;
    for (size_t n = 0; differing == 0 && n < count; n++)
        differing += one.checks[0].tasks[n].row != other.checks[0].tasks[n].row;
    assert_true(differing > 0);
    checks_free(&one);
    checks_free(&other);
}

static void sizes_of_generators_have_limits(void **state)
{
    static const char *const tasks[] = {"churn 9 0 1", "churn 9 -1 1", "churn 9 65537 1",
                                        "churn 0 9 1"};
    struct checks checks;
    char *error;
    (void)state;
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        assert_false(read_tasks(&checks, 1, tasks[i], &error));
        assert_non_null(strstr(error, ":4: churn"));
        free(error);
        checks_free(&checks);
    }
}

#define HEAD "check: one\npoints: 1\nkind: any\n"

static const struct {
    const char *text, *error;
} refused[] = {
    {"check: one\ncheck: two\n", ":2: an empty line is missing before this check"},
    {"check: one\n\n", ":2: the check that ends here has no points, name or kind"},
    {HEAD "\n", ":4: the check that ends here does nothing"},
    {HEAD "serve\n\npoints: 1\n", ":6: a check begins with a line \"check: NAME\""},
    {"check: one\npoints: many\n", ":2: points are a number from 1 to "},
    {"check: one\npoints: 0\n", "not \"0\""},
    {HEAD "looks at: fields, nothing\n", ":4: a check looks at fields, memory and origin, not at "},
    {HEAD "visibility: none\n", ":4: visibility is public or hidden, not \"none\""},
    {HEAD "enqueue 1\n", ":4: enqueue takes 2 numbers, not 1"},
    {HEAD "enqueue 1 x\n", ":4: enqueue: \"x\" is not one of its 2 numbers"},
    {HEAD "enqueue 1 2 3\n", ":4: enqueue: \"3\" is not one of its 2 numbers"},
    {HEAD "enqueue 100 1\n", ":4: enqueue: request threads are 0 to "},
    {HEAD "other serve\n", ":4: serve is about one thing alone: no other"},
    {HEAD "other\n", ":4: a task is missing"},
    {HEAD "serve again\n", ":4: serve: \"again\" is not one of its 0 numbers"},
    {HEAD "serve; dance\n", ":4: there is no task \"dance\""},
    {HEAD "see count\n", ":4: see takes more behind it: something with \" = \""},
};

static void mistakes_are_told_at_their_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct checks checks = {.seed = 1};
        char *error;
        assert_true(checks_use(&checks, "server") && checks_use(&checks, "calls"));
        assert_false(read_text(&checks, refused[i].text, &error));
        if (strstr(error, refused[i].error) == NULL)
            fail_msg("expected \"%s\" in \"%s\"", refused[i].error, error);
        free(error);
        checks_free(&checks);
    }
}

static void a_file_that_is_not_there(void **state)
{
    struct checks checks = {.seed = 1};
    char *error;
    (void)state;
    assert_false(checks_read(&checks, "/nowhere/checks", &error));
    assert_string_equal(error, "/nowhere/checks: No such file or directory");
    free(error);
    assert_false(checks_read(&checks, "/", &error));
    assert_string_equal(error, "/: Is a directory");
    free(error);
    checks_free(&checks);
}

static void a_check_has_so_many_tasks(void **state)
{
    static char text[1 << 20] = HEAD;
    struct checks checks = {.seed = 1};
    char *error;
    (void)state;
    size_t used = strlen(text);
    while (used + sizeof "serve;" < sizeof text)
        used += (size_t)snprintf(text + used, sizeof text - used, "serve;");
    assert_true(checks_use(&checks, "server"));
    assert_false(read_text(&checks, text, &error));
    assert_non_null(strstr(error, ":4: more than "));
    free(error);
    checks_free(&checks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_changes_no_sizes),
        cmocka_unit_test(a_seed_changes_the_order),
        cmocka_unit_test(sizes_of_generators_have_limits),
        cmocka_unit_test(mistakes_are_told_at_their_line),
        cmocka_unit_test(a_file_that_is_not_there),
        cmocka_unit_test(a_check_has_so_many_tasks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
