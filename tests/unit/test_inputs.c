/* What the modes mem> and mems> refuse, and with which words: one row each, in one session, so that
 * each refusal also shows that it changed nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "repl/repl.h"

struct row {
    const char *line, *answer; /* the answer begins like this, after "error: " */
};

static const struct row mem_rows[] = {
    {"frob", "unknown command \"frob\"; did you mean free?"},
    {"se", "\"se\" could be serve or set"},
    {"enqueue 1 40", "T1 is holding the bytes of its last request; free 1 first"},
    {"enqueue 2 5", "T2 is blocked: its last request is not done; one at a time"},
    {"enqueue 10 4", "no request thread \"10\"; they are 0 to 9"},
    {"enqueue -1 4", "no request thread \"-1\"; they are 0 to 9"},
    {"enqueue x", "no request thread \"x\"; they are 0 to 9"},
    {"enqueue 3 -4", "a size is a number of bytes, 1 to 2147483647, not \"-4\""},
    {"enqueue 3 0", "a size is a number of bytes, 1 to 2147483647, not \"0\""},
    {"enqueue 3 x", "a size is a number of bytes, 1 to 2147483647, not \"x\""},
    {"enqueue 3 99999999999999999999",
     "a size is a number of bytes, 1 to 2147483647, not \"99999999999"},
    {"enqueue 3 4 5", "enqueue: too many arguments; usage: enqueue [ID] [SIZE] | all"},
    {"serve 0", "serve takes a number of requests, 1 or more, not \"0\""},
    {"serve -1", "serve takes a number of requests, 1 or more, not \"-1\""},
    {"serve 2", "serve 2: there is only 1 to serve"},
    {"serve x", "serve takes a number of requests, 1 or more, not \"x\""},
    {"serve 1 1", "serve: too many arguments; usage: serve [N]"},
    {"free", "free: an argument is missing; usage: free ID"},
    {"free 3", "T3 is new: it holds nothing to give back"},
    {"free 2", "T2 still waits for its answer and holds nothing; serve answers"},
    {"free 99", "no request thread \"99\"; they are 0 to 9"},
    {"free x", "no request thread \"x\"; they are 0 to 9"},
    {"step T99", "no thread \"T99\"; there are T0-T9, the server and the prompt"},
    {"step 0", "\"0\" is no number of steps: one, 1 or more"},
    {"step -m x", "no thread \"x\"; there are T0-T9, the server and the prompt"},
    {"step T1 T2", "one thread steps at a time: \"T2\" is too many"},
    {"next nobody", "no thread \"nobody\"; there are T0-T9, the server and the prompt"},
    {"back 0", "back takes a number of steps, 1 or more, or to and what has changed"},
    {"back -1", "back takes a number of steps, 1 or more, or to and what has changed"},
    {"back 999999999999999999999",
     "back takes a number of steps, 1 or more, or to and what has changed"},
    {"goto", "goto: an argument is missing; usage: goto STEP"},
    {"goto -1", "goto takes a step number, 0 or more, not \"-1\""},
    {"goto 500", "step 500 was never reached; this is step 15"},
    {"goto x", "goto takes a step number, 0 or more, not \"x\""},
    {"undo x", "undo takes a number of commands, 1 or more, not \"x\""},
    {"break nowhere.c:3", "cannot break at \"nowhere.c:3\": the program has no source file "},
    {"break memory_server.c:99999",
     "cannot break at \"memory_server.c:99999\": the program cannot st"},
    {"break no_such_function", "cannot break at \"no_such_function\": the program has no functio"},
    {"watch no_such_variable", "no variable 'no_such_variable'"},
    {"watch *segments->next->next->next->next",
     "segments->next->next is NULL: it cannot be followed"},
    {"display serve", "a display only looks: this command would change the program"},
    {"delete 7", "no stop \"7\"; break, watch and display list what is set"},
    {"delete x", "no stop \"x\"; break, watch and display list what is set"},
    {"print no_such_variable", "no variable 'no_such_variable'; info locals lists"},
    {"print queue.nothing", "struct request_queue has no member 'nothing'"},
    {"print segments->", "a member's name is missing behind 'segments'"},
    {"call no_such_function", "the program has no function \"no_such_function\""},
    {"call queue_push &queue 1", "queue_push takes 3 arguments, not 2"},
    {"scheduler chess", "no scheduler \"chess\"; manual, round-robin, random or laggard"},
    {"scheduler random x", "a seed is a number, 0 to 4294967295, not \"x\""},
    {"placement sideways", "no placement \"sideways\"; first, next, best or worst"},
    {"lab 9", "there is no lab 9: no folder labs/lab9-..."},
    {"lab x", "lab takes the number of a lab, or 0 for the complete program, "},
    {"set", "set: an argument is missing; usage: set NAME VALUE ..."},
    {"set colour", "set takes names with values: set threads 5 memory 100"},
    {"set threads 0", "threads takes a number of request threads from 1 to 60, not \"0"},
    {"set nothing 1", "nothing called \"nothing\" can be set; show lists the settings"},
    {"source no-such-file.mem", "no-such-file.mem: No such file or directory"},
    {"source src", "src is a directory, not a session"},
    {"source build/server.so", "build/server.so is not a text file"},
    {"save src", "src is there already, and no session that save wrote; give ano"},
    {"expect", "expect: an argument is missing; usage: expect EXPECTATION"},
    {"expect nonsense", "cannot expect \"nonsense\"; help expect lists what can be"},
    {"expect thread 1 asleep", "expect thread 1 asleep: no state \"asleep\" of a thread"},
    {"expect memory 5..900 is 1", "expect memory 5..900 is 1: no bytes 5..900: memory has 0..149"},
    {"message 3", "messages: takes no argument; usage: messages"},
    {"help nonsense", "no help on \"nonsense\"; help all lists what there is"},
    {NULL, NULL},
};

static const struct row mems_rows[] = {
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
    {"replay tests/sessions", "cannot read tests/sessions: Is a directory"},
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
    {"enqueue 1", "enqueue is a command of the prompt mem>; type mem to go there"},
    {NULL, NULL},
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
    const char *house = getenv("TEST_HOUSE"); /* with the subjects of this architecture */
    repl_options_init(&bench->options, house != NULL ? house : ".");
    bench->console = (struct console){.out = open_memstream(&bench->text, &bench->size),
                                      .width = CONSOLE_WIDTH_PLAIN};
    bench->repl = repl_open(&bench->options, &bench->console, &error);
    assert_non_null(bench->repl);
    *state = bench;
    return 0;
}

/* Does lines that must succeed; NULL ends the list. */
static void say_all(struct bench *bench, const char *const *lines)
{
    enum outcome outcome;
    for (; *lines != NULL; lines++) {
        const char *answer = say(bench, *lines, &outcome);
        if (outcome != OUTCOME_OK)
            fail_msg("%s: %s", *lines, answer);
    }
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

/* `unchanged` is what holds before and after each row. */
static void refuse_all(struct bench *bench, const struct row *rows, const char *const *unchanged)
{
    enum outcome outcome;
    for (const struct row *row = rows; row->line != NULL; row++) {
        const char *answer = say(bench, row->line, &outcome);
        assert_int_equal(outcome, OUTCOME_ERROR);
        assert_memory_equal(answer, "error: ", 7);
        if (strncmp(answer + 7, row->answer, strlen(row->answer)) != 0)
            assert_string_equal(answer + 7, row->answer);
        say_all(bench, unchanged);
    }
}

static void wrong_inputs_of_mem_change_nothing(void **state)
{
    static const char *const before[] = {"enqueue 1 40", "serve", "enqueue 2 30", NULL};
    static const char *const unchanged[] = {"expect step 15",           "expect queue 2:30",
                                            "expect memory 0..39 is 1", "expect thread 1 holding",
                                            "expect thread 2 blocked",  NULL};
    say_all(*state, before);
    refuse_all(*state, mem_rows, unchanged);
}

static const char *const mems_before[] = {"mems", "malloc 100 as a", NULL};

static void wrong_inputs_of_mems_change_nothing(void **state)
{
    static const char *const unchanged[] = {"expect block a size 100", "expect step 1", NULL};
    say_all(*state, mems_before);
    refuse_all(*state, mems_rows, unchanged);
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
    say_all(bench, mems_before);
    for (size_t index = 0; index < sizeof failures / sizeof failures[0]; index++) {
        const char *answer = say(bench, failures[index].line, &outcome);
        assert_int_equal(outcome, OUTCOME_FAILED);
        assert_memory_equal(answer, failures[index].answer, strlen(failures[index].answer));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(wrong_inputs_of_mem_change_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wrong_inputs_of_mems_change_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_as_expected_is_said, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
