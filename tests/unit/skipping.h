/* skipping.h: tests that cannot be done here, or not in full; to be included after cmocka.h. */
#ifndef TESTS_UNIT_SKIPPING_H
#define TESTS_UNIT_SKIPPING_H

#include <stdio.h>
#include <stdlib.h>

/* Ends the test; `why`, a string constant, is shown by tests/unit.sh. */
#define SKIP_AS(why)        \
    do {                    \
        puts("skip: " why); \
        skip();             \
    } while (0)

/* Whether each step takes many times as long as in the build of a user, on a machine of silicon. */
#ifdef __SANITIZE_ADDRESS__
#define IS_SLOW true
#else
#define IS_SLOW (getenv("TEST_SLOW") != NULL)
#endif

#endif
