/* Unit tests of variables by name, and of addresses by source name. */
#include "subjects/fixture.c"

#include "program/expressions/complete.h"

static uint64_t address_of(const struct subject *subject, const char *name)
{
    const struct variable *variable = names_find(subject->names, name);
    if (variable == NULL)
        fail_msg("no variable %s", name);
    return variable->address;
}

static void expect(const struct subject *subject, const char *variable, uint64_t offset,
                   uint64_t size, const char *expected)
{
    char text[128];
    uint64_t address = address_of(subject, variable) + offset;
    assert_true(names_describe(subject->names, address, size, text, sizeof text, NULL));
    assert_string_equal(text, expected);
}

static void addresses_have_source_names(void **state)
{
    const struct subject *subject = *state;
    expect(subject, "thread_message", 12, 4, "thread_message[3]");
    expect(subject, "queue", 0, 8, "queue.head");
    expect(subject, "queue", 8, 1, "queue.tail");
    expect(subject, "grid", 20, 4, "grid[1][2]");
    expect(subject, "requests", 40, 4, "requests[2].next");
    expect(subject, "requests", 36 - 16, 4, "requests[1].size");
    expect(subject, "mark", 0, 0, "mark");
    expect(subject, "flags", 4, 4, "flags.as_int");
    expect(subject, "desk.c::counter", 0, 4, "desk.c::counter");
    expect(subject, "add::calls", 0, 4, "add::calls");
}

static void whole_objects_and_parts(void **state)
{
    const struct subject *subject = *state;
    uint64_t size = names_find(subject->names, "queue")->type->size;
    expect(subject, "queue", 0, size, "queue");
    expect(subject, "requests", 16, 16, "requests[1]");
    expect(subject, "memory", 0, 150, "memory");
    expect(subject, "memory", 3, 10, "memory[3..12]");
    expect(subject, "memory", 3, 147, "memory[3..149]");
    expect(subject, "memory", 149, 1, "memory[149]");
    expect(subject, "thread_message", 14, 1, "thread_message[3]+2");
    expect(subject, "queue", 0, UINT64_MAX, "queue");
    expect(subject, "memory", 3, UINT64_MAX, "memory+3");
}

static void system_types_have_no_insides(void **state)
{
    const struct subject *subject = *state;
    struct member lock, items;
    const struct type *type = names_find(subject->names, "queue")->type, *found;
    char text[64];
    assert_true(type_member(type, "lock", &lock) && type_member(type, "items", &items));
    expect(subject, "queue", lock.offset, 0, "queue.lock");
    expect(subject, "queue", lock.offset + 5, 0, "queue.lock+5");
    expect(subject, "queue", items.offset + items.type->target->size, 0, "queue.items[1]");
    assert_true(names_describe(subject->names, address_of(subject, "queue") + lock.offset, 0, text,
                               sizeof text, &found));
    assert_int_equal(found->kind, TYPE_OPAQUE);
    assert_string_equal(found->name, "pthread_mutex_t");
}

static void functions_and_nothing(void **state)
{
    const struct subject *subject = *state;
    struct symbol symbol;
    char text[64], tiny[4];
    const struct type *type;
    assert_true(image_symbol(subject->image, "choose", &symbol));
    assert_true(names_describe(subject->names, symbol.address, 0, text, sizeof text, &type));
    assert_string_equal(text, "choose");
    assert_null(type);
    assert_false(names_describe(subject->names, 0, 0, text, sizeof text, &type));
    assert_string_equal(text, "");
    assert_false(names_describe(subject->names, UINT64_MAX, 8, text, sizeof text, &type));
    assert_true(names_describe(subject->names, symbol.address, 0, tiny, sizeof tiny, &type));
    assert_string_equal(tiny, "cho");
}

static void variables_by_name(void **state)
{
    const struct subject *subject = *state;
    assert_null(names_find(subject->names, "quue"));
    assert_null(names_find(subject->names, ""));
    assert_null(names_find(subject->names, "add::counter"));
    const struct variable *mine = names_find(subject->names, "mine");
    assert_non_null(mine);
    assert_true(mine->is_thread_local);
    assert_true(names_find(subject->names, "counter")->is_shared_name);
    assert_string_equal(names_find(subject->names, "open_drawer::calls")->scope, "open_drawer");
    assert_string_equal(names_find(subject->names, "drawer.c::counter")->scope, "drawer.c");
    assert_string_equal(names_suggest(subject->names, "quue"), "queue");
    assert_string_equal(names_suggest(subject->names, "thread_mesage"), "thread_message");
    assert_null(names_suggest(subject->names, "xyzzyx"));
}

static void variables_are_sorted(void **state)
{
    const struct subject *subject = *state;
    const struct variable *variable, *last = NULL;
    size_t count = 0;
    for (; (variable = names_variable(subject->names, count)); count++, last = variable)
        assert_true(last == NULL || strcmp(last->name, variable->name) <= 0);
    assert_true(count > 30);
}

static void types_read_like_c(void **state)
{
    const struct subject *subject = *state;
    static const char *const cases[][2] = {
        {"queue", "struct queue"},     {"list", "struct request *"}, {"grid", "int [2][3]"},
        {"table", "int (*[2])(int)"},  {"handler", "int (*)(int)"},  {"greeting", "const char *"},
        {"stream", "FILE *"},          {"huge", "uint64_t"},         {"anything", "void *"},
        {"drawer", "struct drawer *"}, {"fixed", "const int [2]"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        type_describe(names_find(subject->names, cases[i][0])->type, text, sizeof text);
        assert_string_equal(text, cases[i][1]);
    }
}

static void completed(const struct subject *subject, const char *text, const char *expected)
{
    char all[256] = "", one[64];
    for (size_t i = 0; complete_expression(subject->names, NULL, text, i, one, sizeof one); i++) {
        strncat(all, i ? " " : "", sizeof all - strlen(all) - 1);
        strncat(all, one, sizeof all - strlen(all) - 1);
    }
    assert_string_equal(all, expected);
}

static void completion(void **state)
{
    const struct subject *subject = *state;
    completed(subject, "que", "queue");
    completed(subject, "&ne", "");
    completed(subject, "queue.", "queue.head queue.tail queue.lock queue.items queue.state");
    completed(subject, "queue.head->", "queue.head->id queue.head->size queue.head->next");
    completed(subject, "list->next->next->s", "list->next->next->size");
    completed(subject, "grid[requests[1].i", "grid[requests[1].id");
    completed(subject, "thread_message[flags.as_b", "thread_message[flags.as_bytes");
    completed(subject, "co", "counter");
    completed(subject, "word.", "");
    completed(subject, ".", "");
    completed(subject, "].", "");
    completed(subject, "nothing->n", "nothing->next");
    completed(subject, "1 + gr\303\266", "1 + gr\303\266\303\237e");
    completed(subject, "$", "$price");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_have_source_names),
        cmocka_unit_test(whole_objects_and_parts),
        cmocka_unit_test(system_types_have_no_insides),
        cmocka_unit_test(functions_and_nothing),
        cmocka_unit_test(variables_by_name),
        cmocka_unit_test(variables_are_sorted),
        cmocka_unit_test(types_read_like_c),
        cmocka_unit_test(completion),
    };
    return cmocka_run_group_tests_name("names", tests, set_up, tear_down);
}
