/* Unit tests of a lab's checks: what a seed of the grading changes, and what generators refuse. */
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

static bool read_tasks(struct checks *checks, unsigned seed, const char *tasks, char **error)
{
    char path[] = "/tmp/memrepl-unit-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    assert_non_null(file);
    fprintf(file, "check: many\npoints: 1\nkind: any\n%s\n", tasks);
    fclose(file);
    *checks = (struct checks){.seed = seed};
    assert_true(checks_use(checks, "mems"));
    bool is_read = checks_read(checks, path, error);
    unlink(path);
    return is_read;
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_changes_no_sizes),
        cmocka_unit_test(a_seed_changes_the_order),
        cmocka_unit_test(sizes_of_generators_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
