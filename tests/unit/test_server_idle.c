/* The server sleeps while there is nothing to do: a server that spins would burn the time that this
 * test waits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "memory_server.h"

enum {
    WAIT_MS = 300,
    CPU_US_MOST = 3000, /* to start and to fall asleep; a spinning server takes 300,000 */
};

static void *serve(void *unused)
{
    (void)unused;
    server_function();
    return NULL;
}

static void wait_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

static void waiting_server_uses_no_cpu(void **state)
{
    (void)state;
    assert_true(memory_server_start(THREADS_DEFAULT, MEMORY_DEFAULT));
    pthread_t server;
    assert_int_equal(pthread_create(&server, NULL, serve, NULL), 0);
    wait_ms(WAIT_MS);

    clockid_t clock;
    struct timespec used;
    assert_int_equal(pthread_getcpuclockid(server, &clock), 0);
    assert_int_equal(clock_gettime(clock, &used), 0);
    assert_in_range(used.tv_sec * 1000000 + used.tv_nsec / 1000, 0, CPU_US_MOST);

    memory_server_stop();
    pthread_join(server, NULL);
    memory_server_clear();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waiting_server_uses_no_cpu),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
