/* Unit tests of the command tables: splitting, look-up, suggestions, arity and help, on a small
 * mode. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "repl/command.h"

/* ---- A mode whose commands print what they were given ---------------------------------------- */

static enum outcome show(void *context, struct console *console, int count, char **arguments)
{
    fprintf(console->out, "%s:", (const char *)context);
    for (int i = 0; i < count; i++)
        fprintf(console->out, "<%s>", arguments[i]);
    fprintf(console->out, "\n");
    return OUTCOME_OK;
}

static enum outcome run_fail(void *context, struct console *console, int count, char **arguments)
{
    (void)context, (void)console, (void)count, (void)arguments;
    return OUTCOME_FAILED;
}

static const struct command first_rows[] = {
    {.name = "serve",
     .arguments = "[N]",
     .help = "handles N requests",
     .most = 1,
     .run = show,
     .example = "serve 2 -- handles two",
     .group = GROUP_FIRST},
    {.name = "step",
     .arguments = "",
     .help = "does one step",
     .run = show,
     .letter = 's',
     .example = "step",
     .group = GROUP_FIRST},
    {.name = NULL},
};

static const struct command more_rows[] = {
    {.name = "stats",
     .arguments = "",
     .help = "counts",
     .run = show,
     .example = "stats",
     .group = GROUP_MORE},
    {.name = "free",
     .arguments = "ID",
     .help = "gives back",
     .least = 1,
     .most = 1,
     .run = show,
     .example = "free 1",
     .group = GROUP_MORE},
    {.name = "expect",
     .arguments = "EXPR",
     .help = "checks",
     .least = 1,
     .most = -1,
     .run = show,
     .example = "expect holes 1",
     .group = GROUP_MORE},
    {.name = "fail",
     .arguments = "",
     .help = "fails",
     .run = run_fail,
     .example = "fail",
     .group = GROUP_MORE},
    {.name = NULL},
};

static const struct command common_rows[] = {
    {.name = "quit",
     .arguments = "",
     .help = "leaves",
     .run = show,
     .example = "quit",
     .group = GROUP_MORE},
    {.name = NULL},
};

static bool topic(void *context, struct console *console, const char *name)
{
    (void)context;
    if (strcmp(name, "strokes") != 0)
        return false;
    fprintf(console->out, "a table\n");
    return true;
}

static const struct command *const tables[] = {first_rows, more_rows, NULL};
static const char *const topics[] = {"strokes", NULL};
static char own[] = "own", common[] = "common";
static const struct mode mode = {.name = "test",
                                 .prompt = "test> ",
                                 .context = own,
                                 .tables = tables,
                                 .topic = topic,
                                 .topics = topics,
                                 .common = common_rows,
                                 .common_context = common};

/* ---- What a line prints ---------------------------------------------------------------------- */

struct example {
    const char *line, *printed;
    enum outcome outcome;
};

static void check(const struct example *example, struct console console)
{
    char *printed;
    size_t size;
    console.out = open_memstream(&printed, &size);
    enum outcome outcome = command_run(&mode, &console, example->line);
    fclose(console.out);
    assert_string_equal(printed, example->printed);
    assert_int_equal(outcome, example->outcome);
    free(printed);
}

static const struct console plain = {.width = 80};

static const struct example lines[] = {
    {"", "", OUTCOME_OK},
    {"   # a comment", "", OUTCOME_OK},
    {"step", "own:\n", OUTCOME_OK},
    {"\tstep \r", "own:\n", OUTCOME_OK},
    {"s", "own:\n", OUTCOME_OK},
    {"sta", "own:\n", OUTCOME_OK},
    {"quit", "common:\n", OUTCOME_OK},
    {"free 1", "own:<1>\n", OUTCOME_OK},
    {"free 1#2 # not more", "own:<1#2>\n", OUTCOME_OK},
    {"free 'a b'", "own:<a b>\n", OUTCOME_OK},
    {"free \"a # 'b'\"c", "own:<a # 'b'c>\n", OUTCOME_OK},
    {"free ''", "own:<>\n", OUTCOME_OK},
    {"expect  memory 0..3  is '#' # as said", "own:<memory 0..3  is '#'>\n", OUTCOME_OK},
    {"expect it's", "own:<it's>\n", OUTCOME_OK},
    {"fail", "", OUTCOME_FAILED},

    {"st", "error: \"st\" could be step or stats\n", OUTCOME_ERROR},
    {"stpe", "error: unknown command \"stpe\"; did you mean step?\n", OUTCOME_ERROR},
    {"sevre 1", "error: unknown command \"sevre\"; did you mean serve?\n", OUTCOME_ERROR},
    {"freed", "error: unknown command \"freed\"; did you mean free?\n", OUTCOME_ERROR},
    {"xyzzy", "error: unknown command \"xyzzy\"; help lists the commands\n", OUTCOME_ERROR},
    {"\"", "error: unknown command \"\"\"; help lists the commands\n", OUTCOME_ERROR},
    {"a\x01\x1b[31m", "error: unknown command \"a??[31m\"; help lists the commands\n",
     OUTCOME_ERROR},
    {"free", "error: free: an argument is missing; usage: free ID; example: free 1\n",
     OUTCOME_ERROR},
    {"expect # it",
     "error: expect: an argument is missing; usage: expect EXPR; example: expect holes\n    1\n",
     OUTCOME_ERROR},
    {"free 1 2", "error: free: too many arguments; usage: free ID; example: free 1\n",
     OUTCOME_ERROR},
    {"step 1", "error: step: takes no argument; usage: step\n", OUTCOME_ERROR},
    {"free \"1", "error: free: a \" is not closed; usage: free ID; example: free 1\n",
     OUTCOME_ERROR},
    {"free '1", "error: free: a ' is not closed; usage: free ID; example: free 1\n", OUTCOME_ERROR},
};

static void test_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        check(&lines[i], plain);
}

static void test_a_session_file_gives_its_place(void **state)
{
    (void)state;
    const struct console console = {.width = 80, .file = "tour.mem", .line = 7};
    check(
        &(struct example){
            "free", "tour.mem:7: free: an argument is missing; usage: free ID; example: free 1\n",
            OUTCOME_ERROR},
        console);
}

static void test_words_without_end(void **state)
{
    (void)state;
    char line[4096], name[4096];
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    snprintf(name, sizeof name, "error: unknown command \"%.40s\"; help lists\n    the commands\n",
             line);
    check(&(struct example){line, name, OUTCOME_ERROR}, plain);

    memcpy(line, "free", 4);
    for (size_t i = 4; i < sizeof line - 1; i++)
        line[i] = i % 2 == 0 ? ' ' : '1';
    check(&(struct example){line, "error: free: too many words; usage: free ID; example: free 1\n",
                            OUTCOME_ERROR},
          plain);
}

static void test_messages_break_between_words(void **state)
{
    (void)state;
    static const char *const message = "error: unknown command \"xyzzy\"; help\n"
                                       "    lists the commands\n";
    check(&(struct example){"xyzzy", message, OUTCOME_ERROR}, (struct console){.width = 40});
    const struct console in_file = {.width = 40, .file = "tour.mem", .line = 7};
    check(&(struct example){"xyzzy",
                            "tour.mem:7: unknown command \"xyzzy\"; help lists the commands\n",
                            OUTCOME_ERROR},
          in_file);
}

static void test_split(void **state)
{
    (void)state;
    char line[] = "  one 'two three'\tfo\"u\"r  # five", *words[8];
    const char *error = NULL;
    assert_int_equal(command_split(line, words, 8, &error), 3);
    assert_string_equal(words[0], "one");
    assert_string_equal(words[1], "two three");
    assert_string_equal(words[2], "four");
    char escapes[] = "$'a\\n\\x1bb\\'\\\\'$'# ' $x x$ \"$'\" # none";
    assert_int_equal(command_split(escapes, words, 8, &error), 4);
    assert_string_equal(words[0], "a\n\x1b"
                                  "b'\\# ");
    assert_string_equal(words[1], "$x");
    assert_string_equal(words[2], "x$");
    assert_string_equal(words[3], "$'");
    char two[] = "one two";
    assert_int_equal(command_split(two, words, 1, &error), -1);
    assert_string_equal(error, "too many words");
}

static void test_rows_in_their_order(void **state)
{
    (void)state;
    static const char *const names[] = {"serve", "step", "stats", "free", "expect", "fail", "quit"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(command_at(&mode, i)->name, names[i]);
    assert_null(command_at(&mode, sizeof names / sizeof *names));
    assert_string_equal(command_of_line(&mode, " sta # which")->name, "stats");
    assert_null(command_of_line(&mode, "st"));
    assert_null(command_of_line(&mode, ""));
}

/* ---- Help ------------------------------------------------------------------------------------ */

static void check_help(const char *word, int width, enum outcome outcome, const char *printed)
{
    char *text;
    size_t size;
    struct console console = {.out = open_memstream(&text, &size), .width = width};
    assert_int_equal(command_help(&mode, &console, word), outcome);
    fclose(console.out);
    assert_string_equal(text, printed);
    free(text);
}

static void test_help(void **state)
{
    (void)state;
    check_help("serve", 80, OUTCOME_OK,
               "usage:   serve [N]\n"
               "         handles N requests\n"
               "example: serve 2\n"
               "         handles two\n");
    check_help("s", 80, OUTCOME_OK,
               "usage:   step   (short: s)\n"
               "         does one step\n"
               "example: step\n");
    check_help("strokes", 80, OUTCOME_OK, "a table\n");
    check_help("sevre", 80, OUTCOME_ERROR, "error: no help on \"sevre\"; did you mean serve?\n");
    check_help("xyzzy", 80, OUTCOME_ERROR,
               "error: no help on \"xyzzy\"; help all lists what there is\n");
}

static void test_help_lists(void **state)
{
    (void)state;
    check_help(NULL, 80, OUTCOME_OK,
               "  serve [N]  handles N requests\n"
               "  step       does one step\n"
               "help COMMAND explains one, with an example; help all lists the rest. A command\n"
               "may be shortened as long as it is clear which is meant.\n");
    check_help("all", 30, OUTCOME_OK,
               "  serve [N]\n"
               "      handles N requests\n"
               "  step\n"
               "      does one step\n"
               "\n"
               "  stats\n"
               "      counts\n"
               "  free ID\n"
               "      gives back\n"
               "  expect EXPR\n"
               "      checks\n"
               "  fail\n"
               "      fails\n"
               "  quit\n"
               "      leaves\n"
               "Topics of help: strokes\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_a_session_file_gives_its_place),
        cmocka_unit_test(test_words_without_end),
        cmocka_unit_test(test_messages_break_between_words),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_rows_in_their_order),
        cmocka_unit_test(test_help),
        cmocka_unit_test(test_help_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
