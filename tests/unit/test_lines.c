/* Unit tests of places, stop sites and breakpoints. Lines are found by their comments. */
#include "subjects/fixture.c"

/* The line of `file` that has the comment "here: WORD". */
static int here(struct lines *lines, const char *file, const char *word)
{
    char text[256], comment[64];
    snprintf(comment, sizeof comment, "/* here: %s */", word);
    for (int line = 1; line < 1000; line++)
        if (lines_source_text(lines, file, line, text, sizeof text) && strstr(text, comment))
            return line;
    fail_msg("%s has no comment %s", file, comment);
    return 0;
}

static void every_stop_site_has_its_place(void **state)
{
    const struct subject *subject = *state;
    size_t count, calls = 0;
    const struct stop_site *sites = lines_stop_sites(subject->lines, &count);
    assert_true(count > 50);
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || sites[i - 1].pc < sites[i].pc);
        assert_ptr_equal(lines_stop_site(subject->lines, sites[i].pc), &sites[i]);
        calls += strncmp(sites[i].callee, "memrepl_", 8) == 0;
    }
    assert_true(calls >= 7);
    assert_null(lines_stop_site(subject->lines, sites[0].pc + 1));
    assert_null(lines_stop_site(subject->lines, 0));
}

static void a_library_call_is_where_it_is_written(void **state)
{
    const struct subject *subject = *state;
    size_t count, found = 0;
    const struct stop_site *sites = lines_stop_sites(subject->lines, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(sites[i].callee, "memrepl_pthread_mutex_lock") == 0) {
            assert_int_equal(sites[i].place.line, here(subject->lines, "desk.c", "lock"));
            assert_string_equal(sites[i].place.file, "desk.c");
            assert_string_equal(sites[i].place.function, "main");
            found++;
        }
    assert_int_equal(found, 1);
}

static void break_at(struct subject *subject, const char *file, const char *word, const char *taken,
                     const char *function)
{
    struct break_sites sites;
    int line = here(subject->lines, file, word);
    assert_int_equal(lines_break_at(subject->lines, file, line, &sites), LINES_OK);
    assert_int_equal(sites.place.line, here(subject->lines, file, taken));
    assert_string_equal(sites.place.function, function);
    assert_true(sites.count > 0);
    for (size_t i = 0; i < sites.count; i++)
        assert_int_equal(lines_stop_site(subject->lines, sites.pcs[i])->place.line,
                         sites.place.line);
}

static void breakpoints_at_lines(void **state)
{
    break_at(*state, "desk.c", "then", "then", "choose");
    break_at(*state, "desk.c", "else", "else", "choose");
    break_at(*state, "desk.c", "comment", "message", "choose");
    break_at(*state, "desk.c", "calls", "calls", "add");
    break_at(*state, "desk.c", "fork", "fork", "main");
    break_at(*state, "desk.c", "loop", "loop", "main");
    break_at(*state, "drawer.c", "counter", "counter", "open_drawer");
    break_at(*state, "subjects/drawer.c", "nice", "nice", "open_drawer");
}

static void breakpoints_that_cannot_be(void **state)
{
    const struct subject *subject = *state;
    struct break_sites sites;
    assert_int_equal(lines_break_at(subject->lines, "chair.c", 1, &sites), LINES_NO_FILE);
    assert_int_equal(lines_break_at(subject->lines, "esk.c", 1, &sites), LINES_NO_FILE);
    assert_int_equal(lines_break_at(subject->lines, "", 1, &sites), LINES_NO_FILE);
    assert_int_equal(lines_break_at(subject->lines, "desk.c", 100000, &sites), LINES_NO_LINE);
    assert_int_equal(lines_break_at(subject->lines, "desk.c", -1, &sites), LINES_OK);
}

static void breakpoints_at_functions(void **state)
{
    const struct subject *subject = *state;
    struct break_sites sites;
    assert_int_equal(lines_break_function(subject->lines, "choose", 0, &sites), LINES_OK);
    assert_string_equal(sites.place.function, "choose");
    assert_string_equal(lines_stop_site(subject->lines, sites.pcs[0])->callee, "__tsan_func_entry");
    assert_int_equal(lines_break_function(subject->lines, "choose", 1, &sites), LINES_NO_FUNCTION);
    assert_int_equal(lines_break_function(subject->lines, "chose", 0, &sites), LINES_NO_FUNCTION);
    assert_int_equal(lines_break_function(subject->lines, "queue", 0, &sites), LINES_NO_FUNCTION);
}

static void functions_and_files_are_listed(void **state)
{
    const struct subject *subject = *state;
    const char *name;
    int seen = 0;
    for (size_t i = 0; (name = lines_function(subject->lines, i)); i++)
        seen += strcmp(name, "open_drawer") == 0 || strcmp(name, "add") == 0;
    assert_int_equal(seen, 2);
    for (size_t i = 0; (name = lines_file(subject->lines, i)); i++)
        seen += strcmp(name, "drawer.c") == 0;
    assert_int_equal(seen, 3);
    assert_int_equal(lines_source_path(subject->lines, "desk.c")[0], '/');
    assert_null(lines_source_path(subject->lines, "chair.c"));
}

static void source_text(void **state)
{
    const struct subject *subject = *state;
    char text[256], little[4];
    int line = here(subject->lines, "desk.c", "calls");
    assert_true(lines_source_text(subject->lines, "desk.c", line, text, sizeof text));
    assert_memory_equal(text, "    calls++;", 12);
    assert_true(lines_source_text(subject->lines, "desk.c", line, little, sizeof little));
    assert_string_equal(little, "   ");
    assert_false(lines_source_text(subject->lines, "desk.c", 0, text, sizeof text));
    assert_false(lines_source_text(subject->lines, "desk.c", 100000, text, sizeof text));
    assert_false(lines_source_text(subject->lines, "chair.c", 1, text, sizeof text));
    assert_string_equal(text, "");
}

static void places_outside_the_text(void **state)
{
    const struct subject *subject = *state;
    struct place place;
    struct range text = image_text(subject->image);
    assert_false(lines_place(subject->lines, 0, &place));
    assert_false(lines_place(subject->lines, text.low, &place));
    assert_false(lines_place(subject->lines, text.high + 1, &place));
    for (uint64_t pc = text.low + 1; pc <= text.high; pc++)
        assert_true(lines_place(subject->lines, pc, &place));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_stop_site_has_its_place),
        cmocka_unit_test(a_library_call_is_where_it_is_written),
        cmocka_unit_test(breakpoints_at_lines),
        cmocka_unit_test(breakpoints_that_cannot_be),
        cmocka_unit_test(breakpoints_at_functions),
        cmocka_unit_test(functions_and_files_are_listed),
        cmocka_unit_test(source_text),
        cmocka_unit_test(places_outside_the_text),
    };
    return cmocka_run_group_tests_name("lines", tests, set_up, tear_down);
}
