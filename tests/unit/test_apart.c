/* test_apart.c: a child that is started apart has nothing of its parent's memory: searched for from
 * outside, where a child that is a plain fork has it. TEST_MISBEHAVING names a program to step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "program/arena.h"
#include "program/image/image.h"
#include "stepper/child/child.h"
#include "stepper/stepper.h"

#define CHUNK_BYTES ((size_t)1 << 20)
#define SHADOW_BYTES ((uint64_t)1 << 36) /* of a sanitizer, which copies nothing there */

/* Never as one string in the program's own file. */
static char *make_secret(void)
{
    char *secret = malloc(64);
    assert_non_null(secret);
    snprintf(secret, 64, "%s %d %s", "hidden check", 4711, "of the grader");
    return secret;
}

static long find_child(void)
{
    char path[64];
    long child = 0;
    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    FILE *children = fopen(path, "r");
    assert_non_null(children);
    assert_int_equal(fscanf(children, "%ld", &child), 1);
    fclose(children);
    return child;
}

static bool has_in(int memory, uint64_t low, uint64_t high, const char *secret)
{
    char *chunk = malloc(CHUNK_BYTES);
    bool has = false;
    for (uint64_t at = low; at < high && !has; at += CHUNK_BYTES - 64) {
        size_t wanted = high - at < CHUNK_BYTES ? (size_t)(high - at) : CHUNK_BYTES;
        ssize_t got = pread(memory, chunk, wanted, (off_t)at);
        has = got > 0 && memmem(chunk, (size_t)got, secret, strlen(secret)) != NULL;
    }
    free(chunk);
    return has;
}

/* All that the child can read, but for the sparse arena that it shares. */
static bool child_has(const char *secret)
{
    char path[64], line[4400], rights[8];
    unsigned long low, high;
    bool has = false;
    long child = find_child();
    snprintf(path, sizeof path, "/proc/%ld/maps", child);
    FILE *maps = fopen(path, "r");
    snprintf(path, sizeof path, "/proc/%ld/mem", child);
    int memory = open(path, O_RDONLY | O_CLOEXEC);
    assert_non_null(maps);
    assert_true(memory >= 0);
    while (!has && fgets(line, sizeof line, maps) != NULL)
        has = sscanf(line, "%lx-%lx %7s", &low, &high, rights) == 3 && rights[0] == 'r' &&
              strstr(line, "memrepl-subject") == NULL && high - low < SHADOW_BYTES &&
              has_in(memory, low, high, secret);
    close(memory);
    fclose(maps);
    return has;
}

static void a_secret_is_not_inherited(void **state)
{
    (void)state;
    struct image *image;
    char *error, *secret = make_secret();
    assert_int_equal(image_open(getenv("TEST_MISBEHAVING"), &image), IMAGE_OK);

    struct stepper *stepper = stepper_open(image, &error);
    assert_non_null(stepper);
    assert_true(child_has(secret));
    stepper_close(stepper);

    stepper = stepper_open_apart(image, &error);
    assert_non_null(stepper);
    assert_false(child_has(secret));
    stepper_close(stepper);

    image_close(image);
    free(secret);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_secret_is_not_inherited)};
    if (argc == 3 && strcmp(argv[1], CHILD_OPTION) == 0)
        child_arrive(argv[2]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
