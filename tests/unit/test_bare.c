/* Unit tests of names in an object without debug information: types come from declarations. */
#include "subjects/fixture.c"

static const struct variable *find(const struct subject *subject, const char *name)
{
    const struct variable *variable = names_find(subject->names, name);
    if (variable == NULL)
        fail_msg("no variable %s", name);
    return variable;
}

static void expect(const struct subject *subject, uint64_t address, const char *expected)
{
    char text[64];
    assert_true(names_describe(subject->names, address, 1, text, sizeof text, NULL));
    assert_string_equal(text, expected);
}

static void declared_variables_have_types(void **state)
{
    const struct subject *subject = *state;
    char type[64];
    type_describe(find(subject, "shelf")->type, type, sizeof type);
    assert_string_equal(type, "struct book [3]");
    type_describe(find(subject, "first")->type, type, sizeof type);
    assert_string_equal(type, "struct book *");
    expect(subject, find(subject, "shelf")->address + 24, "shelf[1].next");
    expect(subject, find(subject, "places")->address + 2 * 32, "places[2]");
    assert_true(find(subject, "shelf")->is_global);
    assert_false(find(subject, "shelf")->is_shared_name);
}

static void undeclared_ones_are_symbols(void **state)
{
    const struct subject *subject = *state;
    struct symbol symbol;
    assert_null(names_find(subject->names, "count"));
    assert_true(image_symbol(subject->image, "count", &symbol));
    expect(subject, symbol.address, "count");
}

/* Whoever knows the size of what is there learns which element it is. */
static void undeclared_arrays_have_elements(void **state)
{
    const struct subject *subject = *state;
    struct symbol symbol;
    char text[64];
    assert_true(image_symbol(subject->image, "readers", &symbol));
    assert_true(names_describe(subject->names, symbol.address + 8, 4, text, sizeof text, NULL));
    assert_string_equal(text, "readers[2]");
    assert_true(names_describe(subject->names, symbol.address + 9, 4, text, sizeof text, NULL));
    assert_string_equal(text, "readers+9");
    assert_true(names_describe(subject->names, symbol.address, 24, text, sizeof text, NULL));
    assert_string_equal(text, "readers");
    expect(subject, symbol.address + 8, "readers+8");
}

static void statics_are_gone(void **state)
{
    const struct subject *subject = *state;
    struct symbol symbol;
    assert_string_equal(find(subject, "hidden")->scope, "window.c");
    assert_false(find(subject, "hidden")->is_shared_name);
    assert_false(image_symbol(subject->image, "more", &symbol));
    assert_true(image_symbol(subject->image, "shelf_pages", &symbol));
    for (size_t i = 0; names_variable(subject->names, i); i++)
        assert_true(names_variable(subject->names, i)->name[0] != '.');
}

static void functions_have_no_lines(void **state)
{
    const struct subject *subject = *state;
    struct symbol symbol;
    struct place place;
    assert_true(image_symbol(subject->image, "shelf_pages", &symbol));
    assert_true(lines_place(subject->lines, symbol.address + 1, &place));
    assert_string_equal(place.function, "shelf_pages");
    assert_int_equal(place.line, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(declared_variables_have_types),
        cmocka_unit_test(undeclared_ones_are_symbols),
        cmocka_unit_test(undeclared_arrays_have_elements),
        cmocka_unit_test(statics_are_gone),
        cmocka_unit_test(functions_have_no_lines),
    };
    setenv("TEST_SUBJECT", getenv("TEST_BARE") ? getenv("TEST_BARE") : "build/tests/bare.so", 1);
    return cmocka_run_group_tests_name("bare", tests, set_up, tear_down);
}
