/* Unit tests of expressions and of how values are shown: a table of what is typed and what comes. */
#include "subjects/fixture.c"

#include "subjects/examples.c"
#include "program/values/show.h"

static const struct example shown[] = {
    {"queue.state", "BUSY"},
    {"queue.head->id", "2"},
    {"queue.head->next->size", "40"},
    {"(*queue.head).next->id", "1"},
    {"*list", "{id = 2, size = 10, next = &first}"},
    {"&queue", "&queue"},
    {"&queue.lock", "&queue.lock"},
    {"&thread_message[3]", "&thread_message[3]"},
    {"queue.lock", "pthread_mutex_t"},
    {"thread_message", "{-1 (7 times), 7, 8, 9}"},
    {" thread_message [ 7 ] ", "7"},
    {"thread_message[first.id]", "-1"},
    {"thread_message[requests[0].id]", "9"},
    {"*thread_message", "-1"},
    {"grid", "{{1, 2, 3}, {4, 5, 6}}"},
    {"grid[1][2]", "6"},
    {"word", "\"a\\\"b\\n\""},
    {"memory", "\"\""},
    {"stale", "\"ab\\0\", '\\376' (17 times), \" --------c\""},
    {"raw", "'\\376' (8 times)"},
    {"few", "\"\\376\\376\\376\\376\\376\\376\\376\""},
    {"bytes", "{1, 200, 255}"},
    {"bytes[1]", "200"},
    {"greeting", "\"hello\\tdesk\""},
    {"into_word", "&word[2] \"b\\n\""},
    {"far_text", "0x10 (not readable)"},
    {"anything", "&queue"},
    {"is_open", "true"},
    {"mark", "'X' 88"},
    {"memory[0]", "'\\0' 0"},
    {"small", "-3"},
    {"huge", "18446744073709551615"},
    {"half", "0.5"},
    {"tenth", "0.1"},
    {"flags.ready", "1"},
    {"flags.level", "-2"},
    {"flags.count", "77"},
    {"flags.as_int", "1094861636"},
    {"flags", "{ready = 1, level = -2, count = 77, {as_int = 1094861636, as_bytes = \"DCBA\"}}"},
    {"nothing", "NULL"},
    {"handler", "open_drawer"},
    {"*handler", "open_drawer"},
    {"choose", "choose"},
    {"table", "{NULL, NULL}"},
    {"fixed[1]", "22"},
    {"counter", "4"},
    {"desk.c::counter", "4"},
    {"drawer.c::counter", "40"},
    {"open_drawer::calls", "17"},
    {"drawer->number", "1"},
    {"drawer->under", "NULL"},
    {"BROKEN", "BROKEN"},
    {"FAR", "FAR"},
    {"DRAWERS", "DRAWERS"},
    {"-5", "-5"},
    {"0x10", "16"},
    {"'X'", "'X' 88"},
    {"'\\n'", "'\\n' 10"},
    {"sizeof 'X'", "4"},
    {"none", "{}"},
    {"!nothing", "1"},
    {"requests", "{{id = 9, size = 9, next = NULL}, {id = 0, size = 0, next = NULL} (5 times)}"},
};

static const struct example refused[] = {
    {"quue", "no variable 'quue'; did you mean queue?"},
    {"xyzzyx", "no variable 'xyzzyx'"},
    {"nothing->next", "nothing is NULL: it cannot be followed"},
    {"first.next->id", "first.next is NULL: it cannot be followed"},
    {"*nothing", "nothing is NULL: it cannot be followed"},
    {"queue->head", "queue is no pointer: write queue.head"},
    {"list.id", "list is a pointer: write list->id"},
    {"queue.hed", "struct queue has no member 'hed'; did you mean head?"},
    {"mark.x", "mark is a char: it has no members"},
    {"*mark", "mark is no pointer"},
    {"*anything", "anything is a void *: it does not say what it points to"},
    {"thread_message[10]", "thread_message has elements 0 to 9: there is no [10]"},
    {"thread_message[-1]", "thread_message has elements 0 to 9: there is no [-1]"},
    {"mark[0]", "mark is neither array nor pointer: it has no elements"},
    {"thread_message[queue]", "the index of thread_message is no whole number, or cannot be read"},
    {"thread_message[1", "a ']' is missing behind 'thread_message['"},
    {"(queue", "a ')' is missing at the end"},
    {"", "the expression ends too early: a name or a number is missing"},
    {"&", "the expression ends too early: a name or a number is missing"},
    {"queue.", "a member's name is missing behind 'queue'"},
    {"queue queue", "cannot use 'queue' behind 'queue '"},
    {"$", "no variable '$'"},
    {"12x", "'12x' is no number"},
    {"'ab'", "a character looks like 'X', '\\n' or '\\xff'"},
    {"'\\q'", "a character looks like 'X', '\\n' or '\\xff'"},
    {"'\\x'", "a character looks like 'X', '\\n' or '\\xff'"},
    {"'", "a character looks like 'X', '\\n' or '\\xff'"},
    {"&5", "& needs a variable: this has no address"},
    {"&flags.ready", "& needs a variable: this has no address"},
    {"-queue", "-queue: - needs a number"},
    {"fork", "no variable 'fork'"},
};

static void values_are_shown(void **state)
{
    compare_all(*state, shown, sizeof shown / sizeof *shown, true);
}

static void problems_name_the_input_and_the_mend(void **state)
{
    compare_all(*state, refused, sizeof refused / sizeof *refused, false);
}

static struct value evaluate(struct subject *subject, const char *text)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    struct value value;
    if (!expression_evaluate(subject->names, &subject->view, text, &value, problem, sizeof problem))
        fail_msg("%s: %s", text, problem);
    return value;
}

static void values_as_integers(void **state)
{
    static const struct {
        const char *typed;
        int64_t number;
    } cases[] = {{"queue.state", 5}, {"FAR", 200},        {"BROKEN", -1}, {"mark", 'X'},
                 {"small", -3},      {"flags.level", -2}, {"nothing", 0}, {"thread_message[0]", -1},
                 {"bytes[2]", 255},  {"huge", -1},        {"is_open", 1}};
    struct subject *subject = *state;
    int64_t number;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct value value = evaluate(subject, cases[i].typed);
        assert_true(value_as_integer(&subject->view, &value, &number));
        assert_int_equal(number, cases[i].number);
    }
    struct value whole = evaluate(subject, "queue"), half = evaluate(subject, "half");
    assert_false(value_as_integer(&subject->view, &whole, &number));
    assert_false(value_as_integer(&subject->view, &half, &number));
}

static void assigning(void **state)
{
    struct subject *subject = *state;
    static const struct example cases[] = {
        {"mark", "300 does not fit into a char"},
        {"bytes[0]", "300 does not fit into an unsigned char"},
        {"is_open", "300 does not fit into a _Bool"},
        {"queue", "a number cannot be assigned to a struct queue"},
        {"7", "this is a value, not a variable: nothing to assign to"},
        {"flags.level", "300 does not fit into an int of 3 bits"},
    };
    unsigned char bytes[8];
    char problem[128];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct value value = evaluate(*state, cases[i].typed);
        assert_int_equal(value_encode(&subject->view, &value, 300, bytes, problem, sizeof problem),
                         0);
        assert_string_equal(problem, cases[i].shown);
    }
    struct value level = evaluate(subject, "flags.level"), ready = evaluate(subject, "flags.ready");
    assert_int_equal(ready.address, level.address); /* and what stands beside them is kept */
    assert_int_equal(value_encode(&subject->view, &level, 3, bytes, problem, sizeof problem), 1);
    assert_int_equal(bytes[0], 1 | 3 << 1 | (77 & 15) << 4);
    assert_int_equal(value_encode(&subject->view, &ready, 0, bytes, problem, sizeof problem), 1);
    assert_int_equal(bytes[0], 6 << 1 | (77 & 15) << 4);
    struct value value = evaluate(*state, "thread_message[2]");
    assert_int_equal(value_encode(&subject->view, &value, -2, bytes, problem, sizeof problem), 4);
    assert_int_equal(value_decode(value.type, bytes), -2);
}

static void text_is_cut_to_any_size(void **state)
{
    struct subject *subject = *state;
    for (size_t size = 1; size < 100; size++) {
        char *text = malloc(size);
        assert_non_null(text);
        expression_print(subject->names, &subject->view, "flags", text, size);
        assert_true(strlen(text) < size);
        expression_print(subject->names, &subject->view, "nothing->next", text, size);
        assert_true(strlen(text) < size);
        free(text);
    }
}

static bool read_nothing(void *context, uint64_t address, void *buffer, size_t size)
{
    (void)context, (void)address, (void)buffer, (void)size;
    return false;
}

static void unreadable_memory_is_an_answer(void **state)
{
    struct subject *subject = *state;
    struct memory_view blind = {.read = read_nothing};
    char text[128];
    assert_true(expression_print(subject->names, &blind, "counter", text, sizeof text));
    assert_string_equal(text, "(not readable)");
    assert_true(expression_print(subject->names, &blind, "word", text, sizeof text));
    assert_string_equal(text, "(not readable)");
    assert_false(expression_print(subject->names, &blind, "list->id", text, sizeof text));
    assert_string_equal(text, "list cannot be read");
}

static void thread_local_variables(void **state)
{
    struct subject *subject = *state;
    struct memory_view blind = {.read = read_nothing};
    char text[128];
    assert_true(expression_print(subject->names, &subject->view, "mine", text, sizeof text));
    assert_string_equal(text, "3");
    assert_false(expression_print(subject->names, &blind, "mine", text, sizeof text));
    assert_string_equal(text, "each thread has its own 'mine': choose a thread that runs");
}

/* Any string is answered: random ones over the characters that the grammar knows. */
static void no_input_breaks_it(void **state)
{
    static const char *const pieces[] = {"queue", "list", "->", ".",    "[", "]",    "(",
                                         ")",     "*",    "&",  "-",    "!", "1",    "'",
                                         "\\",    "next", "::", "grid", " ", "head", "flags"};
    struct subject *subject = *state;
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        char text[256] = "", answer[64];
        for (int i = 0; i < 1 + round % 12; i++) {
            seed = seed * 1664525 + 1013904223;
            strcat(text, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        expression_print(subject->names, &subject->view, text, answer, sizeof answer);
        assert_true(strlen(answer) < sizeof answer);
    }
    char deep[4096];
    memset(deep, '(', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    char answer[64];
    assert_false(expression_print(subject->names, &subject->view, deep, answer, sizeof answer));
    assert_string_equal(answer, "the expression is nested too deeply");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_shown),
        cmocka_unit_test(problems_name_the_input_and_the_mend),
        cmocka_unit_test(values_as_integers),
        cmocka_unit_test(assigning),
        cmocka_unit_test(text_is_cut_to_any_size),
        cmocka_unit_test(unreadable_memory_is_an_answer),
        cmocka_unit_test(thread_local_variables),
        cmocka_unit_test(no_input_breaks_it),
    };
    return cmocka_run_group_tests_name("value", tests, set_up, tear_down);
}
