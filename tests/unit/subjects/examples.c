/* examples.c: what print answers to lines about the fixture's subject, included behind fixture.c. */
#include "program/expressions/expression.h"

struct example {
    const char *typed, *shown; /* or the problem that is told */
};

/* Fails unless each is shown so, or else is refused so. */
static void compare_all(struct subject *subject, const struct example *examples, size_t count,
                        bool works)
{
    char text[512];
    for (const struct example *example = examples; example < examples + count; example++) {
        bool result =
            expression_print(subject->names, &subject->view, example->typed, text, sizeof text);
        if (result != works || strcmp(text, example->shown) != 0)
            fail_msg("print %s\n  expected: %s\n  got:      %s", example->typed, example->shown,
                     text);
    }
}
