/* test_orphans.c: nothing outlives orphans_end(), however it detached itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "skipping.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program/host/orphans.h"

enum { DEPTH = 4 };

/* A daemon below each: every second one stays, in a session of its own, and hears nothing but SIGKILL;
 * the parents of these have ended. Each says when it is there. */
static void detach(int ready)
{
    int depth = DEPTH;
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    setsid();
    for (; depth > 0 && fork() == 0; depth--)
        setsid();
    if (depth % 2 == 1 || write(ready, "", 1) != 1)
        _exit(0);
    for (;;)
        pause();
}

static void test_none_is_left(void **state)
{
    (void)state;
    int ready[2], count = 0;
    char byte;
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0 && errno == EINVAL)
        SKIP_AS("this kernel gives nobody the orphans, as qemu-user");
    assert_int_equal(pipe(ready), 0);
    if (fork() == 0)
        detach(ready[1]);
    close(ready[1]);
    while (count < DEPTH / 2 + 1 && read(ready[0], &byte, 1) == 1)
        count++;
    assert_int_equal(count, DEPTH / 2 + 1);
    orphans_end();
    assert_int_equal(waitpid(-1, NULL, 0), -1);
    assert_int_equal(errno, ECHILD);
    assert_int_equal(read(ready[0], &byte, 1), 0); /* nobody holds the other end */
    close(ready[0]);
}

static void test_without_children(void **state)
{
    (void)state;
    orphans_end();
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_children),
        cmocka_unit_test(test_none_is_left),
    };
    return cmocka_run_group_tests_name("orphans", tests, NULL, NULL);
}
