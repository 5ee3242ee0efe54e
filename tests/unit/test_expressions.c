/* Unit tests of expressions against a compiler: what C says of them, evaluated on a subject's memory, and
 * what is refused. */
#define SUBJECT_FILES "tests/unit/subjects/numbers.c"
#define SUBJECT_VARIABLE "TEST_NUMBERS"
#include "subjects/fixture.c"

#include "subjects/examples.c"
#include "program/values/show.h"

enum { REAL_TYPE_CLASS = 8 }; /* of __builtin_classify_type() */

struct answer {
    const char *typed;
    size_t size;
    bool is_fraction;
    int64_t whole;
    double fraction;
};

#define IS_FRACTION(e) (__builtin_classify_type(e) == REAL_TYPE_CLASS)
#define ANSWER(e)                                                 \
    check(*state, &(struct answer){#e, sizeof(e), IS_FRACTION(e), \
                                   (int64_t)(IS_FRACTION(e) ? 0 : (e)), (double)(e)});

static void check(struct subject *subject, const struct answer *answer)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    struct value value;
    int64_t whole = 0;
    double fraction = 0;
    if (!expression_evaluate(subject->names, &subject->view, answer->typed, &value, problem,
                             sizeof problem))
        fail_msg("print %s\n  expected: %lld or %g\n  got:      %s", answer->typed,
                 (long long)answer->whole, answer->fraction, problem);
    bool is_read = answer->is_fraction ? value_as_double(&subject->view, &value, &fraction)
                                       : value_as_integer(&subject->view, &value, &whole);
    bool is_same = is_read && whole == answer->whole && value.type->size == answer->size &&
                   (!answer->is_fraction || memcmp(&fraction, &answer->fraction, 8) == 0 ||
                    (fraction != fraction && answer->fraction != answer->fraction));
    if (!is_same)
        fail_msg("print %s\n  expected: %lld or %g in %zu bytes\n  got:      %lld or %g in %zu",
                 answer->typed, (long long)answer->whole, answer->fraction, answer->size,
                 (long long)whole, fraction, (size_t)value.type->size);
}

/* Random expressions are what compilers warn of; not all know all of these warnings. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wunknown-warning-option"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wbool-compare"
#pragma GCC diagnostic ignored "-Wbool-operation"
#pragma GCC diagnostic ignored "-Wconstant-conversion"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wdouble-promotion"
#pragma GCC diagnostic ignored "-Wfloat-conversion"
#pragma GCC diagnostic ignored "-Wfloat-equal"
#pragma GCC diagnostic ignored "-Wint-in-bool-context"
#pragma GCC diagnostic ignored "-Wparentheses"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wtautological-compare"
#pragma GCC diagnostic ignored "-Wtype-limits"
#pragma GCC diagnostic ignored "-Wunused-variable"
static void answers_are_the_compilers(void **state)
{
#include "subjects/numbers.c"

#include "subjects/answers.h"
}
#pragma GCC diagnostic pop

static void typed_results_are_shown(void **state)
{
    static const struct example cases[] = {
        {"&a[1]", "&a[1]"},
        {"p + 1", "&a[1]"},
        {"1 + p", "&a[1]"},
        {"q - 1", "&a[3]"},
        {"a + 2", "&a[2]"},
        {"*(p + 5)", "9"},
        {"(char)120", "'x' 120"},
        {"(enum colour)7", "GREEN"},
        {"(struct node *)anything", "&a"},
        {"*(node_t *)&first", "{id = 1, letter = 'a' 97, next = &second, {inner = {-1, -2, -3}}}"},
        {"*list->next", "{id = 2, letter = 'b' 98, next = NULL, {inner = {7, 8, 9}}}"},
        {"sizeof list", "8"},
        {"1 / 4.0", "0.25"},
        {"f * 2", "3"},
        {"e", "-10000000000"},
        {"yes ? &a[0] : 0", "&a[0]"},
        {"(void *)0 == nothing", "1"},
        {"nothing != 0 && nothing->next->next->id > 3", "0"},
        {"sizeof nothing->next->inner", "6"},
        {"ul", "18000000000000000000"},
        {"-1 < 1u", "0"},
        {"FAR - 1", "4294967295"},
        {"-(BEYOND)", "2147483648"},
        {"~(enum colour)7", "4294967288"},
        {"~GREEN", "-8"},
        {"~MINUS", "3"},
        {"'\\x41'", "'A' 65"},
        {"'\\101'", "'A' 65"},
        {"(char)255 == '\\xff'", "1"},
        {"0.25L", "0.25"},
        {"$dollar", "3"},
        {"h\303\266he", "4"},
        {"a[1] @ 3", "{1, 4, 1}"},
        {"rows[0][2] + rows[0][3]", "5"},
        {"rows + 0 == rows", "1"},
        {"*p @ 1 + 1", "{3, 1}"},
        {"sizeof (a[0] @ 3)", "12"},
        {"(a[1] @ 3)[1]", "4"},
        {"i < 0 || a[0] @ i", "1"},
        {"wide", "-170141183460469231731687303715884105728"},
        {"unsigned_wide", "340282366920938463463374607431768211455"},
        {"turned", "0.5 - 2 * I"},
        {"half_turned", "-1.25 + 3 * I"},
        {"far_turned", "0.125 - 0 * I"},
    };
    compare_all(*state, cases, sizeof cases / sizeof *cases, true);
}

static void problems_name_the_token_and_the_mend(void **state)
{
    static const struct example cases[] = {
        {"i / zero", "i / zero: division by zero"},
        {"i % (j - 12)", "i % (j - 12): division by zero"},
        {"1 << 32", "1 << 32: a shift by 32 is undefined: the int has 32 bits"},
        {"1 << -1", "1 << -1: a shift by -1 is undefined: the int has 32 bits"},
        {"f % 2", "f % 2: % needs whole numbers"},
        {"~d", "~d: ~ needs a whole number"},
        {"-first", "-first: - needs a number"},
        {"first + 1", "first + 1: + does not take a struct node"},
        {"p * 2", "p * 2: * does not take a pointer"},
        {"p + q", "p + q: + does not take a pointer"},
        {"i = 3", "= would change the program; == compares, set NAME = EXPRESSION changes"},
        {"i += 3", "+= would change the program; == compares, set NAME = EXPRESSION changes"},
        {"i <<= 3", "<<= would change the program; == compares, set NAME = EXPRESSION changes"},
        {"i++", "++ would change the program; set NAME = EXPRESSION does"},
        {"--i", "-- would change the program; set NAME = EXPRESSION does"},
        {"check(3)", "no variable 'check'"},
        {"i ? 1", "a ':' is missing at the end"},
        {"first && 1", "&&: a struct node is neither true nor false"},
        {"(struct nod *)0", "the program defines no struct nod"},
        {"(unsigned float)1", "'unsigned float' is no type of C"},
        {"(int)first", "(int)first: struct node cannot become int"},
        {"(struct node)1", "(struct node)1: int cannot become struct node"},
        {"(int", "a ')' is missing at the end"},
        {"sizeof bits.low", "sizeof does not take a bit-field"},
        {"first.lettr", "struct node has no member 'lettr'; did you mean letter?"},
        {"first.iner", "struct node has no member 'iner'; did you mean inner?"},
        {"text == \"text\"", "a text in quotes has no place here: compare single characters, 'X'"},
        {"1.5.2", "'1.5.2' is no number"},
        {"0x1g", "'0x1g' is no number"},
        {"99999999999999999999", "'99999999999999999999' does not fit 64 bits"},
        {"(int)1e30", "(int)1e30: 1e+30 does not fit into an int"},
        {"*(int *)16 + 1", "*(int *)16 + 1: its memory cannot be read, at 0x10"},
        {"3 @ 2", "@ needs an element before it: p[0]@4 are 4 from p[0] on"},
        {"bits.low @ 2", "@ needs an element before it: p[0]@4 are 4 from p[0] on"},
        {"a[0] @ d", "@ needs a number of elements behind it: p[0]@4"},
        {"a[0] @ 0", "@ takes 1 to 1000000 elements, not 0"},
        {"a[0] @ i", "@ takes 1 to 1000000 elements, not -7"},
        {"rows[1]",
         "only the program knows how long rows[0] is, and so where [1] begins; go by what is "
         "in it: rows[0][0]@4"},
        {"rows + 1", "rows + 1: only the program knows how long an element is"},
        {"*rows @ 2", "@: only the program knows how long an element is; go by what is in it: "
                      "p[0][0]@4"},
        {"sizeof *rows", "sizeof: only the program knows how long this is"},
        {"a[0] @", "the expression ends too early: a name or a number is missing"},
        {"wide + 1", "wide + 1: + does not take a __int128"},
        {"j -", "the expression ends too early: a name or a number is missing"},
    };
    compare_all(*state, cases, sizeof cases / sizeof *cases, false);
}

/* Any string is answered. */
static void no_input_breaks_it(void **state)
{
    static const char *const pieces[] = {"i",      "list",    "->",   "+",  "[",   "]",  "(",
                                         ")",      "*",       "&",    "&&", "||",  "?",  ":",
                                         "1",      "zero",    "/",    "%",  "<<",  "==", "(int)",
                                         "sizeof", "struct ", "node", ".",  "next"};
    struct subject *subject = *state;
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        char typed[256] = "", answer[64];
        for (int n = 0; n < 1 + round % 14; n++) {
            seed = seed * 1664525 + 1013904223;
            strcat(typed, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        expression_print(subject->names, &subject->view, typed, answer, sizeof answer);
        assert_true(strlen(answer) < sizeof answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_the_compilers),
        cmocka_unit_test(typed_results_are_shown),
        cmocka_unit_test(problems_name_the_token_and_the_mend),
        cmocka_unit_test(no_input_breaks_it),
    };
    return cmocka_run_group_tests_name("expressions", tests, set_up, tear_down);
}
