/* Unit tests of documents that are checked and blessed. The mode behind the prompt is a small one
 * of our own, linked in the place of repl/mem. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "repl/mem/mem.h"
#include "repl/mem/settings.h"
#include "repl/transcript/transcript.h"

/* ---- A mode that counts and says ------------------------------------------------------------- */

struct fake {
    struct repl_options options;
    int count;
    struct mode mode;
};

static enum outcome run_say(void *context, struct console *console, int count, char **arguments)
{
    (void)context;
    for (const char *c = count > 0 ? arguments[0] : ""; *c != '\0'; c++)
        fputc(*c == '/' ? '\n' : *c, console->out);
    fputc('\n', console->out);
    return OUTCOME_OK;
}

static enum outcome run_count(void *context, struct console *console, int count, char **arguments)
{
    struct fake *fake = context;
    (void)count, (void)arguments;
    fprintf(console->out, "%d of seed %u\n", ++fake->count, fake->options.seed);
    return OUTCOME_OK;
}

static const struct command rows[] = {
    {.name = "say",
     .arguments = "TEXT",
     .help = "says it, / as new lines",
     .example = "say a/b",
     .most = -1,
     .run = run_say},
    {.name = "count", .arguments = "", .help = "counts on", .example = "count", .run = run_count},
    {.name = NULL},
};
static const struct command *const tables[] = {rows, NULL};

struct mem *mem_open(const struct repl_options *options, struct console *console, char **error)
{
    struct fake *fake = calloc(1, sizeof *fake);
    (void)console, (void)error;
    assert_non_null(fake);
    fake->options = *options;
    fake->mode = (struct mode){.name = "mem", .prompt = "mem> ", .context = fake, .tables = tables};
    return (struct mem *)fake;
}

void mem_close(struct mem *mem)
{
    free(mem);
}

const struct mode *mem_mode(struct mem *mem)
{
    return &((struct fake *)mem)->mode;
}

const struct command *const *mem_tables(void)
{
    return tables;
}

void mem_greet(struct mem *mem, struct console *console)
{
    fprintf(console->out, "welcome, %d threads\n", ((struct fake *)mem)->options.threads);
}

enum outcome settings_lab(struct mem *mem, struct console *console, int lab, const char *place)
{
    (void)mem, (void)place;
    fprintf(console->out, "lab %d\n", lab);
    return OUTCOME_OK;
}

/* ---- Documents ------------------------------------------------------------------------------- */

struct papers {
    char folder[32];
    char markdown[64], asciidoc[64];
};

static int make_papers(void **state)
{
    struct papers *papers = calloc(1, sizeof *papers);
    assert_non_null(papers);
    strcpy(papers->folder, "/tmp/memrepl-unit-XXXXXX");
    assert_non_null(mkdtemp(papers->folder));
    snprintf(papers->markdown, sizeof papers->markdown, "%s/x.md", papers->folder);
    snprintf(papers->asciidoc, sizeof papers->asciidoc, "%s/x.adoc", papers->folder);
    *state = papers;
    return 0;
}

/* Fails when a test has left more than its document behind: no temporary file may stay. */
static int remove_papers(void **state)
{
    struct papers *papers = *state;
    unlink(papers->markdown);
    unlink(papers->asciidoc);
    int result = rmdir(papers->folder);
    free(papers);
    return result;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void check_file(const char *path, const char *text)
{
    char got[4096];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    got[fread(got, 1, sizeof got - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(got, text);
}

/* Writes the document, checks or blesses it; compares the outcome and what is reported, tally
 * included. FILE in the report stands for the path. */
static void try(const char *path, const char *text, bool bless, enum outcome outcome,
                const char *report)
{
    char *got, expected[2048], *to = expected;
    size_t size;
    struct repl_options options;
    struct transcript_tally tally = {0};
    FILE *out = open_memstream(&got, &size);
    write_file(path, text);
    repl_options_init(&options, ".");
    enum outcome result = transcript_check(&options, path, bless, out, &tally);
    transcript_print_tally(&tally, bless, out);
    fclose(out);

    for (const char *from = report; *from != '\0';) {
        bool is_file = strncmp(from, "FILE", 4) == 0;
        to += sprintf(to, is_file ? "%s" : "%.1s", is_file ? path : from);
        from += is_file ? 4 : 1;
    }
    assert_string_equal(got, expected);
    assert_int_equal(result, outcome);
    free(got);
}

static void test_as_written(void **state)
{
    const struct papers *papers = *state;
    try(papers->markdown,
        "# Title\n"
        "```memrepl seed=7\n"
        "mem> count\n"
        "1 of seed 7\n"
        "mem> say a/b/c\n"
        "...\n"
        "c\n"
        "mem>\n"
        "mem> # a comment\n"
        "```\n"
        "1. In a list\n"
        "   ~~~ memrepl continue\n"
        "   mem> count\n"
        "   2 of s* (glob)\n"
        "   mem> say\n"
        "\n"
        "   mem> say   x  \n"
        "   [xyz] (re)\n"
        "   ~~~\n"
        "```memrepl\n"
        "$ ./memrepl --threads 3 --seed=8\n"
        "welcome, 3 threads\n"
        "mem> count\n"
        "1 of seed 8\n"
        "mem> nonsense\n"
        "error: unknown command \"nonsense\"; help lists the commands\n"
        "```",
        false, OUTCOME_OK, "1 file, 3 blocks, 9 inputs: all as written\n");
}

static void test_other_blocks_are_left_alone(void **state)
{
    const struct papers *papers = *state;
    try(papers->markdown,
        "Text with ```memrepl``` in it\n"
        "```c\n"
        "```memrepl\n"
        "```\n"
        "````markdown\n"
        "```memrepl\n"
        "mem> count\n"
        "```\n"
        "````\n"
        "```memreplica\n"
        "mem> count\n"
        "```\n"
        "~~~\n"
        "never closed\n",
        false, OUTCOME_OK, "1 file, 0 blocks, 0 inputs: all as written\n");
}

static const char asciidoc[] = "= Title\n"
                               "[source,memrepl,seed=7]\n"
                               ".A listing\n"
                               "----\n"
                               "mem> count\n"
                               "1 of seed 7\n"
                               "----\n"
                               "\n"
                               "[memrepl,continue]\n"
                               "----\n"
                               "mem> count\n"
                               "2 of seed %s\n"
                               "----\n"
                               "\n"
                               "[source,asciidoc]\n"
                               "----\n"
                               "[memrepl]\n"
                               "----\n"
                               "[memrepl]\n"
                               "\n"
                               "----\n"
                               "mem> out of reach\n"
                               "----\n";

static void test_asciidoc(void **state)
{
    const struct papers *papers = *state;
    char wrong[sizeof asciidoc], right[sizeof asciidoc];
    snprintf(wrong, sizeof wrong, asciidoc, "8");
    snprintf(right, sizeof right, asciidoc, "7");
    const char *report = "FILE:11: differs\n"
                         "  input: count\n"
                         "  expected:\n"
                         "    2 of seed 8\n"
                         "  got:\n"
                         "    2 of seed 7\n"
                         "  repeat: ./memrepl --seed 7 -e count -e count\n"
                         "1 file, 2 blocks, 2 inputs: 1 block %s\n";
    char full[1024];
    snprintf(full, sizeof full, report, "not as written");
    try(papers->asciidoc, wrong, false, OUTCOME_FAILED, full);
    snprintf(full, sizeof full, report, "rewritten");
    try(papers->asciidoc, wrong, true, OUTCOME_OK, full);
    check_file(papers->asciidoc, right);
}

static void test_the_first_difference_of_each_block(void **state)
{
    const struct papers *papers = *state;
    try(papers->markdown,
        "```memrepl\n"
        "mem> say it's # so\n"
        "mem> count\n"
        "7\n"
        "```\n"
        "```memrepl\n"
        "mem> count\n"
        "1 of seed 1\n"
        "and more\n"
        "```\n",
        false, OUTCOME_FAILED,
        "FILE:2: differs\n"
        "  input: say it's # so\n"
        "  expected: nothing\n"
        "  got:\n"
        "    it's\n"
        "  repeat: ./memrepl -e 'say it'\\''s # so'\n"
        "FILE:7: differs\n"
        "  input: count\n"
        "  expected:\n"
        "    1 of seed 1\n"
        "    and more\n"
        "  got:\n"
        "    1 of seed 1\n"
        "  repeat: ./memrepl -e count\n"
        "1 file, 2 blocks, 3 inputs: 2 blocks not as written\n");
}

static void test_what_cannot_be_run(void **state)
{
    static const struct {
        const char *text, *report;
    } cases[] = {
        {"```memrepl\nmem> count\n", "FILE:1: this block is never closed\n"},
        {"\n```memrepl loud\n```\n",
         "FILE:2: unknown tag \"loud\"; there are continue and seed=, threads=, memory=, lab=\n"},
        {"```memrepl threads=61\n```\n",
         "FILE:1: threads takes a number of request threads from 1 to 60, not \"61\"\n"},
        {"```memrepl colour=1\n```\n", "FILE:1: there is no option \"colour\"\n"},
        {"```memrepl continue\nmem> count\n```\n",
         "FILE:2: there is no block before that this one could continue\n"},
        {"```memrepl\ncount\n```\n", "FILE:2: a block begins with a prompt or with $ ./memrepl\n"},
        {"```memrepl\n$ ./memrepl -x tour.mem\n```\n",
         "FILE:2: a transcript takes options with their values only, not \"-x\"\n"},
    };
    const struct papers *papers = *state;
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        char report[512];
        const char *text = cases[i / 2].text;
        int blocks = strstr(cases[i / 2].report, "FILE:2: ") != NULL && text[0] != '\n';
        snprintf(report, sizeof report, "%s1 file, %s, 0 inputs: 1 file not checked to the end\n",
                 cases[i / 2].report, blocks == 1 ? "1 block" : "0 blocks");
        try(papers->markdown, text, i % 2 == 1, OUTCOME_ERROR, report);
        check_file(papers->markdown, text);
    }
}

static void test_a_beginning_in_the_middle(void **state)
{
    const struct papers *papers = *state;
    try(papers->markdown,
        "```memrepl\nmem> count\n1 of seed 1\n```\n"
        "```memrepl continue\n$ ./memrepl --seed 3\nmem> count\n```\n",
        false, OUTCOME_ERROR,
        "FILE:6: a block that continues cannot start anew\n"
        "1 file, 2 blocks, 1 input: 1 file not checked to the end\n");
}

static void test_files_that_are_none(void **state)
{
    struct papers *papers = *state;
    struct transcript_tally tally = {0};
    struct repl_options options;
    FILE *out = fopen("/dev/null", "w");
    repl_options_init(&options, ".");
    for (int bless = 0; bless <= 1; bless++) {
        assert_int_equal(transcript_check(&options, papers->markdown, bless, out, &tally),
                         OUTCOME_ERROR);
        assert_int_equal(transcript_check(&options, papers->folder, bless, out, &tally),
                         OUTCOME_ERROR);
    }
    fclose(out);
}

static void test_bless_keeps_what_matches(void **state)
{
    const struct papers *papers = *state;
    write_file(papers->markdown, "");
    chmod(papers->markdown, 0640);
    try(papers->markdown,
        "* item\n"
        "  ```memrepl\n"
        "  mem> say one/two/three/four\n"
        "  o* (glob)\n"
        "  ...\n"
        "  fuor\n"
        "  mem> say five\n"
        "  ```\n"
        "end",
        true, OUTCOME_OK,
        "FILE:3: differs\n"
        "  input: say one/two/three/four\n"
        "  expected:\n"
        "    o* (glob)\n"
        "    ...\n"
        "    fuor\n"
        "  got:\n"
        "    one\n"
        "    two\n"
        "    three\n"
        "    four\n"
        "  repeat: ./memrepl -e 'say one/two/three/four'\n"
        "1 file, 1 block, 2 inputs: 1 block rewritten\n");
    check_file(papers->markdown, "* item\n"
                                 "  ```memrepl\n"
                                 "  mem> say one/two/three/four\n"
                                 "  o* (glob)\n"
                                 "  ...\n"
                                 "  four\n"
                                 "  mem> say five\n"
                                 "  five\n"
                                 "  ```\n"
                                 "end\n");
    struct stat status;
    assert_int_equal(stat(papers->markdown, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
}

static void test_bless_refuses_what_would_read_otherwise(void **state)
{
    const struct papers *papers = *state;
    const char *text = "```memrepl\n"
                       "mem> say mem> count\n"
                       "```\n";
    try(papers->markdown, text, true, OUTCOME_ERROR,
        "FILE:2: differs\n"
        "  input: say mem> count\n"
        "  expected: nothing\n"
        "  got:\n"
        "    mem> count\n"
        "  repeat: ./memrepl -e 'say mem> count'\n"
        "FILE:2: cannot bless an output line like a prompt or a fence: mem> count\n"
        "1 file, 1 block, 1 input: 1 file not checked to the end\n");
    check_file(papers->markdown, text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_as_written, make_papers, remove_papers),
        cmocka_unit_test_setup_teardown(test_other_blocks_are_left_alone, make_papers,
                                        remove_papers),
        cmocka_unit_test_setup_teardown(test_asciidoc, make_papers, remove_papers),
        cmocka_unit_test_setup_teardown(test_the_first_difference_of_each_block, make_papers,
                                        remove_papers),
        cmocka_unit_test_setup_teardown(test_what_cannot_be_run, make_papers, remove_papers),
        cmocka_unit_test_setup_teardown(test_a_beginning_in_the_middle, make_papers, remove_papers),
        cmocka_unit_test_setup_teardown(test_files_that_are_none, make_papers, remove_papers),
        cmocka_unit_test_setup_teardown(test_bless_keeps_what_matches, make_papers, remove_papers),
        cmocka_unit_test_setup_teardown(test_bless_refuses_what_would_read_otherwise, make_papers,
                                        remove_papers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
