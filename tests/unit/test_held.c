/* Unit tests of signals that are held: noted meanwhile, and what they did before afterwards. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "program/host/held.h"

static volatile sig_atomic_t heard;

static void hear(int number)
{
    heard = number;
}

static void test_held_within_held(void **state)
{
    (void)state;
    signal(SIGTERM, hear);
    signal(SIGHUP, SIG_IGN);
    held_begin();
    held_begin();
    raise(SIGHUP);
    assert_int_equal(*held_signal(), 0);
    raise(SIGTERM);
    assert_int_equal(held_end(), SIGTERM);
    raise(SIGTERM);
    assert_int_equal(heard, 0);
    assert_int_equal(held_end(), SIGTERM);
    raise(SIGTERM);
    assert_int_equal(heard, SIGTERM);
    held_begin();
    assert_int_equal(held_end(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_held_within_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
