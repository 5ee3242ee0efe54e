/* Unit tests of the subject as a file: segments, symbols, what it needs from outside, constants. */
#include "subjects/fixture.c"

#include "program/image/missing.h"

static void segments_are_where_the_linker_was_told(void **state)
{
    const struct subject *subject = *state;
    struct range extent = image_extent(subject->image), text = image_text(subject->image);
    struct range data = image_writable(subject->image);
    assert_int_equal(extent.low, 0x200000000000);
    assert_true(extent.low <= text.low && text.high <= data.low && data.low < data.high);
    assert_int_equal(data.low % (uint64_t)sysconf(_SC_PAGESIZE), 0);
    assert_int_equal(data.high % (uint64_t)sysconf(_SC_PAGESIZE), 0);
    struct range sealed = image_sealed(subject->image);
    assert_true(text.high <= sealed.low && sealed.low < sealed.high && sealed.high == data.low);
    assert_true(image_is_readonly(subject->image, text.low));
    assert_true(image_is_readonly(subject->image, sealed.high - 1));
    assert_false(image_is_readonly(subject->image, data.low));
    assert_false(image_is_readonly(subject->image, data.high));
}

static void every_variable_lies_in_the_writable_range(void **state)
{
    const struct subject *subject = *state;
    struct range data = image_writable(subject->image);
    const struct variable *variable;
    for (size_t i = 0; (variable = names_variable(subject->names, i)); i++)
        if (!variable->is_thread_local && strcmp(variable->name, "fixed") != 0 &&
            (variable->address < data.low || variable->address + variable->type->size > data.high))
            fail_msg("%s is outside", variable->name);
    assert_true(image_is_readonly(subject->image, names_find(subject->names, "fixed")->address));
}

static void symbols_by_name_and_address(void **state)
{
    const struct subject *subject = *state;
    struct symbol symbol;
    assert_true(image_symbol(subject->image, "add", &symbol));
    assert_true(symbol.is_function && symbol.is_static && symbol.size > 0);
    uint64_t inside = symbol.address + symbol.size - 1;
    assert_true(image_symbol_at(subject->image, inside, &symbol));
    assert_string_equal(symbol.name, "add");
    assert_true(image_symbol(subject->image, "queue", &symbol));
    assert_false(symbol.is_function || symbol.is_static);
    assert_false(image_symbol(subject->image, "memrepl_fork", &symbol));
    assert_false(image_symbol_at(subject->image, 0, &symbol));
    assert_false(image_symbol_at(subject->image, UINT64_MAX, &symbol));
}

static bool offers_all_but_fork_and_nice(const char *name)
{
    return strcmp(name, "memrepl_fork") != 0 && strcmp(name, "memrepl_nice") != 0;
}

static void missing_names_come_once_with_their_place(void **state)
{
    const struct subject *subject = *state;
    struct missing missing[4];
    struct place place;
    assert_int_equal(missing_list(subject->image, offers_all_but_fork_and_nice, missing, 4), 2);
    assert_string_equal(missing[0].name, "fork");
    assert_true(lines_place(subject->lines, missing[0].used_at, &place));
    assert_string_equal(place.file, "desk.c");
    assert_string_equal(place.function, "main");
    assert_string_equal(missing[1].name, "nice");
    assert_true(lines_place(subject->lines, missing[1].used_at, &place));
    assert_string_equal(place.file, "drawer.c");
    assert_int_equal(missing_list(subject->image, offers_all_but_fork_and_nice, missing, 1), 2);
}

static void only_constant_bytes_are_read(void **state)
{
    const struct subject *subject = *state;
    int fixed[2];
    uint64_t address = names_find(subject->names, "fixed")->address;
    assert_true(image_read(subject->image, address, fixed, sizeof fixed));
    assert_int_equal(fixed[1], 22);
    address = names_find(subject->names, "thread_message")->address;
    assert_false(image_read(subject->image, address, fixed, sizeof fixed));
    assert_false(image_read(subject->image, 0, fixed, sizeof fixed));
    assert_false(image_read(subject->image, UINT64_MAX - 3, fixed, sizeof fixed));
}

static void thread_local_template(void **state)
{
    const struct subject *subject = *state;
    struct thread_template thread = image_thread_template(subject->image);
    assert_int_equal(thread.size, sizeof(int));
    assert_int_equal(thread.file_size, sizeof(int));
}

static void other_files_are_refused(void **state)
{
    (void)state;
    struct image *image;
    assert_int_equal(image_open("/nowhere/there.so", &image), IMAGE_NO_FILE);
    assert_int_equal(image_open("/dev/null", &image), IMAGE_NOT_SUBJECT);
    assert_int_equal(image_open("/proc/self/exe", &image), IMAGE_NOT_SUBJECT);
    assert_int_equal(image_open("tests/unit/subjects/desk.c", &image), IMAGE_NOT_SUBJECT);
    assert_null(image);
}

static void build_says_what_the_compiler_said(void **state)
{
    (void)state;
    char *messages;
    const char *none[] = {"tests/unit/subjects/none.c", NULL};
    struct build_order order = {.script = "src/program/build-subject.sh",
                                .output = "/tmp/memrepl-unit.so",
                                .sources = none};
    assert_int_equal(build_subject(&order, &messages), BUILD_FAILED);
    assert_non_null(strstr(messages, "none.c"));
    free(messages);
    order.compiler = "no-such-cc";
    assert_int_equal(build_subject(&order, &messages), BUILD_NO_COMPILER);
    assert_non_null(strstr(messages, "no-such-cc"));
    free(messages);
    order.sources = NULL;
    assert_int_equal(build_subject(&order, &messages), BUILD_USAGE);
    free(messages);
}

static void an_endless_compilation_is_stopped(void **state)
{
    (void)state;
    char *messages, path[64];
    snprintf(path, sizeof path, "/tmp/memrepl-unit-%ld.c", (long)getpid());
    FILE *source = fopen(path, "w");
    assert_non_null(source);
    fputs("#include \"/dev/zero\"\n", source);
    fclose(source);
    const char *sources[] = {path, NULL};
    struct build_order order = {.script = "src/program/build-subject.sh",
                                .output = "/tmp/memrepl-unit.so",
                                .sources = sources,
                                .time_limit_ms = 300};
    assert_int_equal(build_subject(&order, &messages), BUILD_TIMEOUT);
    free(messages);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segments_are_where_the_linker_was_told),
        cmocka_unit_test(every_variable_lies_in_the_writable_range),
        cmocka_unit_test(symbols_by_name_and_address),
        cmocka_unit_test(missing_names_come_once_with_their_place),
        cmocka_unit_test(only_constant_bytes_are_read),
        cmocka_unit_test(thread_local_template),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(build_says_what_the_compiler_said),
        cmocka_unit_test(an_endless_compilation_is_stopped),
    };
    return cmocka_run_group_tests_name("image", tests, set_up, tear_down);
}
