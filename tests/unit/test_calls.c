/* test_calls.c: a subject's libc does what libc does.
 *
 * TEST_CALLS names the program of subjects/calls as built by build-subject.sh, TEST_CALLS_NATIVE the
 * same as a program of its own. Each section has to print the same in both; wrong use has to be told
 * at the line that carries its mark. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "program/image/image.h"
#include "program/image/lines.h"
#include "stepper/stepper.h"

enum { OUTPUT_BYTES = 1 << 16 };

static const char input[] = "12 thirteen\nline two\nabcdef\nx\n\nlast";

struct bench {
    struct image *image;
    struct lines *lines;
    struct stepper *stepper;
    char folder[32]; /* has a file "given" */
    char output[OUTPUT_BYTES], expected[OUTPUT_BYTES];
};

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    char *error = NULL;
    const char *path = getenv("TEST_CALLS");
    strcpy(bench->folder, "/tmp/memrepl-calls-XXXXXX");
    if (path == NULL || mkdtemp(bench->folder) == NULL ||
        image_open(path, &bench->image) != IMAGE_OK ||
        lines_open(bench->image, &bench->lines) != IMAGE_OK)
        return -1;
    write_file(bench->folder, "given", "first line\nsecond\nno end");
    write_file(bench->folder, "input", input);
    bench->stepper = stepper_open(bench->image, &error);
    if (bench->stepper == NULL)
        fprintf(stderr, "%s\n", error);
    *state = bench;
    return bench->stepper == NULL ? -1 : 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", bench->folder);
    stepper_close(bench->stepper);
    lines_close(bench->lines);
    image_close(bench->image);
    int status = system(command);
    free(bench);
    return status;
}

/* ---- Running --------------------------------------------------------------------------------- */

static void listen(struct bench *bench)
{
    struct output output;
    while (stepper_next_output(bench->stepper, &output))
        if (!output.is_error)
            strncat(bench->output, output.bytes, output.size);
}

static struct stop run(struct bench *bench, const char *section)
{
    const char *const arguments[] = {"calls", section, bench->folder, NULL};
    struct symbol symbol;
    assert_true(image_symbol(bench->image, "main", &symbol));
    stepper_start_main(bench->stepper, symbol.address, arguments, input, strlen(input));
    bench->output[0] = '\0';
    struct stop stop = stepper_run(bench->stepper, 1000);
    listen(bench);
    return stop;
}

static void run_native(struct bench *bench, const char *section)
{
    char command[256];
    snprintf(command, sizeof command, "ulimit -n 100; %s %s %s <%s/input 2>/dev/null",
             getenv("TEST_CALLS_NATIVE"), section, bench->folder, bench->folder);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t size = fread(bench->expected, 1, OUTPUT_BYTES - 1, pipe);
    bench->expected[size] = '\0';
    assert_int_equal(pclose(pipe), 0);
}

static void check_same_lines(const struct bench *bench, const char *section)
{
    const char *got = bench->output, *expected = bench->expected;
    while (*got != '\0' || *expected != '\0') {
        int got_length = (int)strcspn(got, "\n"), length = (int)strcspn(expected, "\n");
        if (got_length != length || strncmp(got, expected, (size_t)length) != 0)
            fail_msg("%s:\nexpected: %.*s\ngot:      %.*s", section, length, expected, got_length,
                     got);
        got += got_length + (got[got_length] == '\n');
        expected += length + (expected[length] == '\n');
    }
}

static void test_same_as_libc(void **state)
{
    static const char *const sections[] = {
        "memory",      "strings", "numbers", "characters", "mathematics", "sorting",
        "print",       "scan",    "input",   "files",      "dates",       "surroundings",
        "descriptors", "signals", "jumps",   "threads",    "limits"};
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    for (size_t index = 0; index < sizeof sections / sizeof *sections; index++) {
        run_native(bench, sections[index]);
        struct stop stop = run(bench, sections[index]);
        check_same_lines(bench, sections[index]);
        assert_int_equal(stop.reason, STOP_EVENT);
        if (machine->event.kind != EVENT_EXIT)
            fail_msg("%s: %s", sections[index], event_name(machine->event.kind));
        assert_int_equal(machine->event.value, 0);
        stepper_goto(bench->stepper, 0);
    }
}

/* Where the kit goes a way of its own: its limits, and what libc leaves open. */
static void test_own_way(void **state)
{
    struct bench *bench = *state;
    char path[64];
    snprintf(path, sizeof path, "%s/large", bench->folder);
    write_file(bench->folder, "large", "");
    assert_int_equal(truncate(path, 8 << 20), 0);
    run(bench, "own");
    strcpy(bench->expected, "aligned_alloc(3, 96) == NULL && errno == EINVAL = 1\n"
                            "sysconf(_SC_THREAD_THREADS_MAX) = 1024\n"
                            "sem_close(first) = 0\n"
                            "sem_close(last) = 0\n"
                            "sem_getvalue(&never, &value) == -1 && errno == EINVAL = 1\n"
                            "fseek(file, 8 << 20, SEEK_SET) = 0\n"
                            "fputc('x', file) == EOF && errno == ENOSPC = 1\n"
                            "file == NULL && errno == ENOMEM = 1\n"
                            "read = 8\n"
                            "fopen(folder, \"r\") == NULL && errno == EISDIR = 1\n");
    check_same_lines(bench, "own");
    assert_int_equal(stepper_machine(bench->stepper)->event.kind, EVENT_EXIT);
}

/* ---- Wrong use ------------------------------------------------------------------------------- */

static const struct trouble {
    const char *what;
    enum event_kind event;
} misuses[] = {
    {"strcmp-null", EVENT_NULL_ACCESS},
    {"strcat-overrun", EVENT_OVERRUN},
    {"strncat-overrun", EVENT_OVERRUN},
    {"strchr-end", EVENT_OVERRUN},
    {"strtok-constant", EVENT_READ_ONLY},
    {"strtol-wild", EVENT_WILD_ACCESS},
    {"mempcpy-overrun", EVENT_OVERRUN},
    {"asctime-small", EVENT_OVERRUN},
    {"isalpha-index", EVENT_INDEX},
    {"div-zero", EVENT_DIVISION},
    {"frexp-null", EVENT_NULL_ACCESS},
    {"qsort-huge", EVENT_OVERRUN},
    {"qsort-overrun", EVENT_OVERRUN},
    {"scanf-null", EVENT_NULL_ACCESS},
    {"scanf-small", EVENT_OVERRUN},
    {"scanf-long", EVENT_OVERRUN},
    {"fgets-small", EVENT_OVERRUN},
    {"fread-small", EVENT_OVERRUN},
    {"read-small", EVENT_OVERRUN},
    {"getline-local", EVENT_BAD_FREE},
    {"fclose-twice", EVENT_USE_AFTER_FREE},
    {"fputs-closed", EVENT_USE_AFTER_FREE},
    {"fgetc-null", EVENT_NULL_ACCESS},
    {"fprintf-garbage", EVENT_WILD_ACCESS},
    {"look-into-file", EVENT_OVERRUN},
    {"write-overrun", EVENT_OVERRUN},
    {"snprintf-small", EVENT_OVERRUN},
    {"getchar-closed", EVENT_WILD_ACCESS},
    {"getc-loop", EVENT_ENDLESS_LOOP},
    {"longjmp-unset", EVENT_NOT_INITIALISED},
    {"longjmp-returned", EVENT_WILD_ACCESS},
    {"raise", EVENT_ILLEGAL},
    {"raise-abort", EVENT_ABORT},
    {"syscall", EVENT_ILLEGAL},
    {"time-wild", EVENT_WILD_ACCESS},
    {"rand_r-null", EVENT_NULL_ACCESS},
    {"free-aligned", EVENT_BAD_FREE},
    {"getenv-null", EVENT_NULL_ACCESS},
    {"index-long", EVENT_INDEX},
    {"behind-heap", EVENT_WILD_ACCESS},
    {"read-code", EVENT_WILD_ACCESS},
    {"destroy-twice", EVENT_DESTROYED},
    {"wait-unlocked", EVENT_WAIT_NOT_OWNER},
};

static int marked_line(const char *source, const char *what)
{
    char path[64], line[256], mark[64];
    int number = 0, found = 0;
    snprintf(path, sizeof path, "tests/unit/subjects/calls/%s", source);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    snprintf(mark, sizeof mark, "/* here: %s */", what);
    while (found == 0 && fgets(line, sizeof line, file) != NULL) {
        number++;
        if (strstr(line, mark) != NULL)
            found = number;
    }
    fclose(file);
    return found;
}

static void check_trouble(struct bench *bench, const struct trouble *trouble, const char *source)
{
    const struct machine *machine = stepper_machine(bench->stepper);
    struct place place = {0};
    struct stop stop = run(bench, trouble->what);
    if (stop.reason != STOP_EVENT || machine->event.kind != trouble->event)
        fail_msg("%s: stop %d, event %s; expected %s", trouble->what, (int)stop.reason,
                 event_name(machine->event.kind), event_name(trouble->event));
    lines_place(bench->lines, machine->event.pc, &place);
    if (place.line != marked_line(source, trouble->what))
        fail_msg("%s: told at line %d, expected %d", trouble->what, place.line,
                 marked_line(source, trouble->what));
}

static void test_wrong_use(void **state)
{
    struct bench *bench = *state;
    for (size_t index = 0; index < sizeof misuses / sizeof *misuses; index++) {
        check_trouble(bench, &misuses[index], "misuse.c");
        stepper_goto(bench->stepper, 0);
    }
}

/* Of 16 bytes of the heap, of a global and of a local variable; what begins before a variable may be
 * told as an overrun of its neighbour. */
static void check_overrun(struct bench *bench, const char *place, const char *name)
{
    const struct event *event = &stepper_machine(bench->stepper)->event;
    const char *const arguments[] = {"calls", place, name, NULL};
    static const char line[] = "a line of more than sixteen bytes\n";
    bool is_before = strstr(name, "before") != NULL, is_heap = strcmp(place, "heap") == 0;
    struct symbol symbol;
    assert_true(image_symbol(bench->image, "main", &symbol));
    stepper_start_main(bench->stepper, symbol.address, arguments, line, strlen(line));
    struct stop stop = stepper_run(bench->stepper, 1000);
    if (stop.reason != STOP_EVENT || event->kind != EVENT_OVERRUN)
        fail_msg("%s of a %s: stop %d, event %s", name, place, (int)stop.reason,
                 event_name(event->kind));
    uint64_t expected = is_before ? event->block - 1 : event->block + 16;
    if ((is_heap || !is_before) && (event->block_bytes != 16 || event->address != expected))
        fail_msg("%s of a %s: %d bytes, at %d", name, place, (int)event->block_bytes,
                 (int)(event->address - event->block));
    stepper_goto(bench->stepper, 0);
}

static void test_overruns(void **state)
{
    static const char *const places[] = {"heap", "global", "local"};
    static const char *const names[] = {
        "strcpy_past",   "strcpy_far",          "strcpy_before",   "strncpy_past",
        "strncpy_minus", "strcat_past",         "strncat_past",    "memcpy_past",
        "memcpy_before", "memcpy_from_past",    "memcpy_from_far", "memcpy_from_minus",
        "memmove_far",   "memmove_from_before", "memset_past",     "memset_before",
        "memset_minus",  "memcmp_past",         "memchr_past",     "memchr_minus",
        "sprintf_past",  "sprintf_far",         "snprintf_past",   "snprintf_minus",
        "fgets_past",    "fread_past",          "fread_minus",     "read_past",
        "read_minus",    "scanf_past",          "write_past",      "write_minus",
        "fwrite_far",    "qsort_past",          "qsort_minus",     "strlen_past",
        "strcmp_past",   "strchr_past",         "strspn_past",     "strdup_past",
        "strtol_past",   "printf_past",         "puts_past",
    };
    for (size_t place = 0; place < sizeof places / sizeof *places; place++)
        for (size_t index = 0; index < sizeof names / sizeof *names; index++)
            check_overrun(*state, places[place], names[index]);
}

/* ---- No more of it --------------------------------------------------------------------------- */

static const struct trouble exhaustions[] = {
    {"full-qsort", EVENT_TOO_MANY},    {"full-fopen", EVENT_TOO_MANY},
    {"full-strerror", EVENT_TOO_MANY}, {"full-sem_open", EVENT_ABORT},
    {"objects", EVENT_TOO_MANY},
};

/* Each in a process of its own: to go back from a full heap takes long. */
static void test_exhaustion(void **state)
{
    struct bench *bench = *state;
    for (size_t index = 0; index < sizeof exhaustions / sizeof *exhaustions; index++) {
        char *error = NULL;
        stepper_close(bench->stepper);
        bench->stepper = stepper_open(bench->image, &error);
        assert_non_null(bench->stepper);
        check_trouble(bench, &exhaustions[index], "limits.c");
    }
}

/* ---- Time travel ----------------------------------------------------------------------------- */

/* What is read stays read the same way when the past is repeated, whatever became of the file. */
static void test_back_and_forth(void **state)
{
    struct bench *bench = *state;
    uint64_t length;
    run(bench, "files");
    length = stepper_length(bench->stepper);
    strcpy(bench->expected, bench->output);
    write_file(bench->folder, "given", "changed");
    stepper_goto(bench->stepper, 0);
    stepper_goto(bench->stepper, length);
    assert_int_equal(stepper_machine(bench->stepper)->event.kind, EVENT_EXIT);
    stepper_goto(bench->stepper, 1);
    bench->output[0] = '\0';
    stepper_run(bench->stepper, 1000);
    listen(bench);
    check_same_lines(bench, "files");
}

static void test_nothing_reaches_the_disk(void **state)
{
    struct bench *bench = *state;
    char path[64];
    run(bench, "descriptors");
    snprintf(path, sizeof path, "%s/created", bench->folder);
    assert_int_equal(access(path, F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_as_libc, setup, teardown),
        cmocka_unit_test_setup_teardown(test_own_way, setup, teardown),
        cmocka_unit_test_setup_teardown(test_wrong_use, setup, teardown),
        cmocka_unit_test_setup_teardown(test_overruns, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exhaustion, setup, teardown),
        cmocka_unit_test_setup_teardown(test_back_and_forth, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_reaches_the_disk, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
