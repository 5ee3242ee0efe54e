#include "options-table.h"

#include "repl/explore/options.h"
#include "repl/limits.h"
#include "results/formats/formats.h"

#include <assert.h>

static const struct option_row rows[] = {
    [OPTION_SESSION] = {"session", 'x', "FILE", "do the commands of a session file"},
    [OPTION_COMMAND] = {"command", 'e', "CMD", "do one command; with -x, in the order given"},
    [OPTION_BATCH] = {"batch", 0, NULL, "leave after these"},
    [OPTION_CONFINED] = {"confined", 0, NULL, "refuse what reaches files or other programs"},
    [OPTION_ECHO] = {"echo", 0, NULL, "show each command before it is done"},
    [OPTION_SEED] = {"seed", 0, "N", "of all random choices"},
    [OPTION_THREADS] = {"threads", 0, "N", "request threads"},
    [OPTION_MEMORY] = {"memory", 0, "BYTES", "of the memory server"},
    [OPTION_NATIVE] = {"native", 0, NULL, "the memory server on real threads, memory up to 1 GiB"},
    [OPTION_CHECK] = {"check", 0, NULL, "run the memrepl blocks of Markdown or AsciiDoc FILEs"},
    [OPTION_BLESS] = {"bless", 0, NULL, "with --check: rewrite what differs"},
    [OPTION_LAB] = {"lab", 0, "N", "use the student's file of lab N; with FILE.c, around it"},
    [OPTION_FROM] = {"from", 0, "DIR", "with --lab or --grade: the student's files are in DIR"},
    [OPTION_SUSPECT] = {"suspect", 0, "NAME", "the same as --lab 7 --from NAME"},
    [OPTION_GRADE] = {"grade", 0, "N", "grade lab N"},
    [OPTION_RESULT] = {"result", 0, "FILE", "with --grade: write the result as JSON, too"},
    [OPTION_AS] = {"as", 0, "FORMAT", "RESULT.json as " FORMAT_NAMES},
    [OPTION_CLASS] = {"class", 0, "DIR", "with --lab N: grade all submissions in a folder"},
    [OPTION_OUT] = {"out", 0, "DIR", "with --class: for gradebook and reports"},
    [OPTION_EXPLORE] = {"explore", 0, NULL, "try every schedule of FILE.c"},
    [OPTION_INPUT] = {"input", 0, "FILE", "what FILE.c reads as its standard input"},
    [OPTION_CC] = {"cc", 0, "CC", "the compiler of FILE.c, gcc unless told"},
    [OPTION_BUILT] = {"built", 0, "FILE", "FILE.c as a program that was built of it before"},
    [OPTION_TICKS] = {"ticks", 0, "N",
                      "branches, loads and stores before a step of FILE.c is an "
                      "endless loop"},
    [OPTION_VERSION] = {"version", 'V', NULL, "print the version"},
    [OPTION_HELP] = {"help", 'h', NULL, "print this"},
};
static_assert(sizeof rows / sizeof rows[0] == OPTION_COUNT, "a row for each option");

struct option_row option_row_at(int id)
{
    if (id < OPTION_COUNT)
        return rows[id];
    const struct explore_option *option = explore_option_at(id - OPTION_COUNT);
    if (option == NULL)
        return (struct option_row){.name = NULL};
    return (struct option_row){option->name, option->letter, option->value, option->help};
}

static void print_option(FILE *out, int id)
{
    struct option_row row = option_row_at(id);
    char text[32];
    snprintf(text, sizeof text, "--%s%s%s", row.name, row.value != NULL ? " " : "",
             row.value != NULL ? row.value : "");
    if (row.letter != 0)
        fprintf(out, "  -%c, ", row.letter);
    else
        fprintf(out, "      ");
    fprintf(out, "%-18s %s", text, row.help);
    repl_options_print_limits(row.name, out);
    fprintf(out, "\n");
}

void options_print_help(FILE *out)
{
    fprintf(out, "Usage: memrepl [OPTION]… [FILE.mem]\n"
                 "       memrepl [OPTION]… FILE.c… [-- ARGUMENT…]\n"
                 "       memrepl --explore [OPTION]… FILE.c… [-- ARGUMENT…]\n"
                 "       memrepl --check [--bless] FILE…\n"
                 "       memrepl --as FORMAT RESULT.json\n"
                 "       memrepl --class DIR --lab N [--out DIR] [--jobs N] [--shard K/N]\n"
                 "Steps a memory server and its threads, or the program that the FILE.c make. A "
                 "FILE.mem\nis done first, then comes the prompt.\n\n");
    for (int id = 0; id < OPTION_COUNT; id++)
        print_option(out, id);
    fprintf(out, "\nWith --explore; --jobs and --shard with --class, too:\n");
    for (int id = OPTION_COUNT; option_row_at(id).name != NULL; id++)
        print_option(out, id);
    fprintf(out,
            "\nExit status: 0 fine; 1 an expectation or a check failed, or a schedule does; "
            "2 usage or\ncommand error; 3 the system killed a process or refused what is needed, "
            "so that nothing\nis known.\n");
}
