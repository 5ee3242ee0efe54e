/*
 * Unit tests of the request queue, against a model that cannot be wrong: an array of what was
 * pushed, and two positions in it. Any request_queue.c can be linked in; the build takes the
 * solution.
 *
 * Link with -Wl,--wrap=malloc: one test makes malloc fail.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "request_queue.h"

enum { OPERATIONS = 20000, SEEDS = 10 };

static bool malloc_fails;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
    return malloc_fails ? NULL : __real_malloc(size);
}

/* The invariants of request_queue.h. */
static void check(const struct request_queue *queue)
{
    const struct request *last = NULL;
    int length = 0;
    for (const struct request *request = queue->head; request != NULL; request = request->next) {
        last = request;
        length++;
        assert_true(length <= queue->length);
    }
    assert_int_equal(queue->length, length);
    assert_ptr_equal(queue->tail, last);
    assert_int_equal(queue_is_empty(queue), length == 0);
}

static void push(struct request_queue *queue, int id, int size)
{
    assert_true(queue_push(queue, id, size));
    check(queue);
}

static void pop_expecting(struct request_queue *queue, int id, int size)
{
    int got_id = -7, got_size = -7;
    assert_true(queue_pop(queue, &got_id, &got_size));
    assert_int_equal(got_id, id);
    assert_int_equal(got_size, size);
    check(queue);
}

static void pop_expecting_none(struct request_queue *queue)
{
    int id = -7, size = -8;
    assert_false(queue_pop(queue, &id, &size));
    assert_int_equal(id, -7);
    assert_int_equal(size, -8);
    check(queue);
}

static void new_queue_is_empty(void **state)
{
    (void)state;
    struct request garbage = {1, 2, NULL};
    struct request_queue queue = {&garbage, &garbage, 99};
    queue_init(&queue);
    check(&queue);
    assert_true(queue_is_empty(&queue));
    pop_expecting_none(&queue);
    queue_destroy(&queue);
}

static void oldest_comes_first(void **state)
{
    (void)state;
    struct request_queue queue;
    queue_init(&queue);
    push(&queue, 1, 40);
    push(&queue, 0, 10);
    push(&queue, 2, 70);
    pop_expecting(&queue, 1, 40);
    pop_expecting(&queue, 0, 10);
    pop_expecting(&queue, 2, 70);
    pop_expecting_none(&queue);
    queue_destroy(&queue);
}

static void emptied_queue_takes_more(void **state)
{
    (void)state;
    struct request_queue queue;
    queue_init(&queue);
    for (int id = 0; id < 3; id++) {
        push(&queue, id, 10 + id);
        pop_expecting(&queue, id, 10 + id);
        pop_expecting_none(&queue);
    }
    push(&queue, 8, 1);
    push(&queue, 9, 2);
    pop_expecting(&queue, 8, 1);
    pop_expecting(&queue, 9, 2);
    queue_destroy(&queue);
}

static void destroyed_queue_is_empty_and_usable(void **state)
{
    (void)state;
    struct request_queue queue;
    queue_init(&queue);
    for (int id = 0; id < 100; id++)
        push(&queue, id, 1);
    queue_destroy(&queue);
    check(&queue);
    pop_expecting_none(&queue);
    push(&queue, 5, 6);
    pop_expecting(&queue, 5, 6);
    queue_destroy(&queue);
    queue_destroy(&queue);
}

static void equal_and_odd_requests_are_kept(void **state)
{
    (void)state;
    struct request_queue queue;
    queue_init(&queue);
    push(&queue, 3, 3);
    push(&queue, 3, 3);
    push(&queue, -1, INT32_MAX);
    push(&queue, INT32_MIN, 0);
    pop_expecting(&queue, 3, 3);
    pop_expecting(&queue, 3, 3);
    pop_expecting(&queue, -1, INT32_MAX);
    pop_expecting(&queue, INT32_MIN, 0);
    queue_destroy(&queue);
}

static void two_queues_share_nothing(void **state)
{
    (void)state;
    struct request_queue left, right;
    queue_init(&left);
    queue_init(&right);
    push(&left, 1, 10);
    push(&right, 2, 20);
    push(&left, 3, 30);
    pop_expecting(&right, 2, 20);
    pop_expecting_none(&right);
    pop_expecting(&left, 1, 10);
    queue_destroy(&right);
    pop_expecting(&left, 3, 30);
    queue_destroy(&left);
}

static void failed_push_changes_nothing(void **state)
{
    (void)state;
    for (int length = 0; length < 3; length++) {
        struct request_queue queue;
        queue_init(&queue);
        for (int id = 0; id < length; id++)
            push(&queue, id, 10 + id);

        malloc_fails = true;
        bool pushed = queue_push(&queue, 9, 99);
        malloc_fails = false;
        assert_false(pushed);
        check(&queue);
        assert_int_equal(queue.length, length);

        push(&queue, 7, 77);
        for (int id = 0; id < length; id++)
            pop_expecting(&queue, id, 10 + id);
        pop_expecting(&queue, 7, 77);
        queue_destroy(&queue);
    }
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16;
}

/* Phases of mostly pushing and mostly popping, so the queue grows long and runs empty often. */
static void random_operations_follow_the_model(void **state)
{
    (void)state;
    static struct {
        int id, size;
    } model[OPERATIONS];
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct request_queue queue;
        unsigned random = seed;
        int oldest = 0, end = 0;
        queue_init(&queue);
        for (int i = 0; i < OPERATIONS; i++) {
            unsigned percent_push = i / 50 % 2 == 0 ? 65 : 35;
            if (next_random(&random) % 100 < percent_push) {
                model[end].id = (int)(next_random(&random) % 60);
                model[end].size = 1 + (int)(next_random(&random) % 150);
                push(&queue, model[end].id, model[end].size);
                end++;
            } else if (oldest == end) {
                pop_expecting_none(&queue);
            } else {
                pop_expecting(&queue, model[oldest].id, model[oldest].size);
                oldest++;
            }
            assert_int_equal(queue.length, end - oldest);
        }
        queue_destroy(&queue);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_queue_is_empty),
        cmocka_unit_test(oldest_comes_first),
        cmocka_unit_test(emptied_queue_takes_more),
        cmocka_unit_test(destroyed_queue_is_empty_and_usable),
        cmocka_unit_test(equal_and_odd_requests_are_kept),
        cmocka_unit_test(two_queues_share_nothing),
        cmocka_unit_test(failed_push_changes_nothing),
        cmocka_unit_test(random_operations_follow_the_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
