/* What the mode mems> refuses, and with which words: one row each, in one session, so that each
 * refusal also shows that it changed nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "repl/repl.h"

static const struct row {
    const char *line, *answer; /* the answer begins like this, after "error: " */
} rows[] = {
    {"malloc", "malloc: an argument is missing; usage: malloc SIZE [as NAME]"},
    {"malloc x", "a size is a number of bytes, 0 or more, not \"x\""},
    {"malloc -1", "a size is a number of bytes, 0 or more, not \"-1\""},
    {"malloc 1.5", "a size is a number of bytes, 0 or more, not \"1.5\""},
    {"malloc 99999999999999999999", "a size is a number of bytes, 0 or more, not \"9999"},
    {"malloc 5 as", "malloc SIZE, or malloc SIZE as NAME; not \"as\""},
    {"malloc 5 is b", "malloc SIZE, or malloc SIZE as NAME; not \"is\""},
    {"malloc 5 as 5b", "\"5b\" is no name for a block: a letter, then letters, digits or _"},
    {"malloc 5 as b+1", "\"b+1\" is no name for a block"},
    {"malloc 5 as abcdefghijklmnopqrstuvwxyz", "\"abcdefghijklmnopqrstuvwxyz\" is no name"},
    {"free", "free: an argument is missing; usage: free ADDR"},
    {"free b", "no block is called \"b\"; malloc SIZE as b names one"},
    {"free a+", "\"a+\" is no address: behind + stands a number of bytes"},
    {"free a+x", "\"a+x\" is no address: behind + stands a number of bytes"},
    {"free 1e3", "\"1e3\" is no address: a number, a block's name, or NAME+BYTES"},
    {"free -1000", "\"-1000\" is no address"},
    {"free ''", "\"\" is no address"},
    {"get", "get: an argument is missing"},
    {"get b", "no block is called \"b\""},
    {"read a 0", "read takes a number of bytes, 1 to 4096, not \"0\""},
    {"read a 5000", "read takes a number of bytes, 1 to 4096, not \"5000\""},
    {"read a+90 11", "1090-1100 leaves the block 1000-1099 (a); what lies behind"},
    {"read 1100", "1100 lies in the hole 1100-5095; mems_get() answers NULL"},
    {"read 999", "999 lies below 1000, the first address; mems_get() answers NULL"},
    {"read 5096", "5096 lies behind 5095, the last address mapped; mems_get() answers NULL"},
    {"write a", "write: an argument is missing"},
    {"write a 256", "a byte is a number from 0 to 255, not 256"},
    {"write a -1", "a byte is a number from 0 to 255, not -1"},
    {"write a ''", "there is nothing to write"},
    {"write a+99 1 2", "1099-1100 leaves the block 1000-1099 (a)"},
    {"write 1100 1", "1100 lies in the hole 1100-5095"},
    {"replay", "replay: an argument is missing; usage: replay [-t] TRACE [N]"},
    {"replay -t", "replay takes a trace, and perhaps a number of operations"},
    {"replay nowhere.rep", "cannot read nowhere.rep: No such file"},
    {"replay tests/sessions", "tests/sessions:1: no trace"},
    {"replay tests/sessions/mems.mem", "tests/sessions/mems.mem:1: no trace: it begins with four"},
    {"replay tests/sessions/mems-small.rep 0", "replay takes a number of operations, 1 or more"},
    {"replay tests/sessions/mems-wrong.rep", "tests/sessions/mems-wrong.rep:7: this block was"},
    {"placement fast", "no placement \"fast\"; first, best, worst or next"},
    {"init now", "init: takes no argument"},
    {"goto 99", "step 99 was never reached; this is step"},
    {"expect", "expect: an argument is missing"},
    {"expect pages", "cannot expect \"pages\"; help expect lists what can be"},
    {"expect pages x", "cannot expect \"pages x\""},
    {"expect address a", "cannot expect \"address a\""},
    {"expect address b == 1", "expect address b == 1: no block is called \"b\""},
    {"expect address a = 1", "cannot expect \"address a = 1\""},
    {"expect get b valid", "expect get b valid: no block is called \"b\""},
    {"expect get a maybe", "cannot expect \"get a maybe\""},
    {"expect block a size", "cannot expect \"block a size\""},
    {"expect hole 1100 size 0", "cannot expect \"hole 1100 size 0\""},
    {"enqueue 1", "unknown command \"enqueue\""},
};

struct bench {
    struct repl_options options;
    struct console console;
    struct repl *repl;
    char *text;
    size_t size;
};

/* Does a line; the answer is all that it printed, good until the next. */
static const char *say(struct bench *bench, const char *line, enum outcome *outcome)
{
    rewind(bench->console.out);
    *outcome = repl_line(bench->repl, line);
    fputc('\0', bench->console.out);
    fflush(bench->console.out);
    return bench->text;
}

static int set_up(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    char *error = NULL;
    enum outcome outcome;
    repl_options_init(&bench->options, ".");
    bench->console = (struct console){.out = open_memstream(&bench->text, &bench->size),
                                      .width = CONSOLE_WIDTH_PLAIN};
    bench->repl = repl_open(&bench->options, &bench->console, &error);
    assert_non_null(bench->repl);
    say(bench, "mems", &outcome);
    assert_int_equal(outcome, OUTCOME_OK);
    say(bench, "malloc 100 as a", &outcome);
    *state = bench;
    return outcome == OUTCOME_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    repl_close(bench->repl);
    fclose(bench->console.out);
    free(bench->text);
    free(bench);
    return 0;
}

static void wrong_inputs_are_refused_and_change_nothing(void **state)
{
    struct bench *bench = *state;
    enum outcome outcome;
    for (size_t index = 0; index < sizeof rows / sizeof rows[0]; index++) {
        const char *answer = say(bench, rows[index].line, &outcome);
        assert_int_equal(outcome, OUTCOME_ERROR);
        assert_memory_equal(answer, "error: ", 7);
        if (strncmp(answer + 7, rows[index].answer, strlen(rows[index].answer)) != 0)
            assert_string_equal(answer + 7, rows[index].answer);
        say(bench, "expect block a size 100", &outcome);
        assert_int_equal(outcome, OUTCOME_OK);
        say(bench, "expect step 1", &outcome);
        assert_int_equal(outcome, OUTCOME_OK);
    }
}

static void what_is_not_as_expected_is_said(void **state)
{
    static const struct row failures[] = {
        {"expect pages 2", "expect: expected pages 2, got 1"},
        {"expect unused 1", "expect: expected unused 1, got 3996"},
        {"expect chain 0", "expect: expected chain 0, got 1"},
        {"expect address a == 1001", "expect: expected address a == 1001, got 1000"},
        {"expect get a invalid", "expect: expected get a invalid, got 1000 lies in the block 1000"},
        {"expect get 1100 valid", "expect: expected get 1100 valid, got 1100 lies in the hole"},
        {"expect block a size 99", "expect: expected block a size 99, got block 1000 size 100"},
        {"expect hole a size 100", "expect: expected hole a size 100, got block 1000 size 100"},
        {"expect hole 1101 size 3995", "expect: expected hole 1101 size 3995, got hole 1100 size"},
        {"expect block 9999 size 1", "expect: expected block 9999 size 1, got nothing at 9999"},
    };
    struct bench *bench = *state;
    enum outcome outcome;
    for (size_t index = 0; index < sizeof failures / sizeof failures[0]; index++) {
        const char *answer = say(bench, failures[index].line, &outcome);
        assert_int_equal(outcome, OUTCOME_FAILED);
        assert_memory_equal(answer, failures[index].answer, strlen(failures[index].answer));
    }
}

int main(void)
{
    if (access("build/mems.so", R_OK) != 0) {
        printf("1..1\nok 1 # SKIP make builds build/mems.so\n");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(wrong_inputs_are_refused_and_change_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_as_expected_is_said, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
