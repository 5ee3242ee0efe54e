/* memrepl.c: main: finds out where the kit is, reads the options, and opens one of the doors: the
 * prompt, the explorer, the check of documents, the native server, the grader, the formats of its results,
 * the grader of a class. Nothing else in the kit ends the program, but class/must.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "class/class.h"
#include "grade/supervisor/guard.h"
#include "options-table.h"
#include "options.h"
#include "program/host/mishaps.h"
#include "program/suspects.h"
#include "repl/editor/editor.h"
#include "repl/explore/exploring.h"
#include "repl/repl.h"
#include "repl/transcript/transcript.h"
#include "results/formats/formats.h"
#include "results/memory.h"
#include "results/reading.h"
#include "stepper/child/child.h"

#define VERSION "0.1"

enum status { STATUS_FINE = 0, STATUS_FAILED = 1, STATUS_ERROR = 2 };

static int status_of(enum outcome outcome)
{
    switch (outcome) {
    case OUTCOME_FAILED:
        return STATUS_FAILED;
    case OUTCOME_ERROR:
        return STATUS_ERROR;
    default:
        return STATUS_FINE;
    }
}

static int complain(const char *message)
{
    fprintf(stderr, "memrepl: %s\n", message != NULL ? message : "no memory left");
    return STATUS_ERROR;
}

/* ---- The prompt ------------------------------------------------------------------------------ */

static enum outcome do_item(struct repl *repl, const struct item *item, bool has_echo)
{
    if (item->kind != ITEM_COMMAND)
        return repl_source(repl, item->text, has_echo);
    struct console *console = repl_console(repl);
    if (has_echo)
        fprintf(console->out, "%s%s\n", repl_mode(repl)->prompt, item->text);
    enum outcome outcome = repl_line(repl, item->text);
    fflush(console->out);
    return outcome;
}

static enum outcome do_items(struct repl *repl, const struct command_line *line)
{
    enum outcome outcome = OUTCOME_OK;
    for (size_t i = 0; i < line->item_count && outcome == OUTCOME_OK; i++) {
        outcome = do_item(repl, &line->items[i], line->has_echo);
        if (outcome == OUTCOME_OK && repl_was_interrupted(repl))
            return OUTCOME_ERROR;
    }
    return outcome;
}

/* First what the command line asks for; then, unless that has left, a person or standard input. A
 * person goes on even where a session has failed. */
static enum outcome converse(struct repl *repl, struct editor *editor,
                             const struct command_line *line)
{
    if (editor != NULL && line->program_count == 0)
        repl_greet(repl);
    enum outcome outcome = do_items(repl, line);
    if (outcome == OUTCOME_QUIT || line->is_batch)
        return outcome;
    if (editor != NULL)
        editor_run(editor);
    else if (outcome == OUTCOME_OK)
        outcome = repl_source(repl, "-", line->has_echo);
    return outcome;
}

static int run_prompt(const struct command_line *line)
{
    struct console console;
    char *error = NULL;
    console_init(&console, stdout);
    console.is_confined = line->is_confined;
    struct repl *repl = repl_open(&line->options, &console, &error);
    if (repl == NULL) {
        complain(error);
        free(error);
        return STATUS_ERROR;
    }
    struct editor *editor = NULL;
    enum outcome outcome = OUTCOME_OK;
    if (line->program_count > 0)
        outcome = repl_program(repl, line->program_count, line->program);
    if (outcome == OUTCOME_OK && !line->is_batch && editor_is_wanted())
        editor = editor_open(repl);
    if (outcome == OUTCOME_OK)
        outcome = converse(repl, editor, line);
    editor_close(editor);
    repl_close(repl);
    bool is_exposed = line->options.lab == SUSPECTS_LAB && console.has_trouble;
    return status_of(is_exposed ? OUTCOME_FAILED : outcome);
}

/* ---- The other doors ------------------------------------------------------------------------- */

static int run_check(const struct command_line *line)
{
    struct transcript_tally tally = {0};
    int worst = STATUS_FINE;
    for (size_t i = 0; i < line->item_count; i++) {
        int status = status_of(transcript_check(&line->options, line->items[i].text,
                                                line->is_blessing, stdout, &tally));
        worst = status > worst ? status : worst;
    }
    transcript_print_tally(&tally, line->is_blessing, stdout);
    return worst;
}

/* Becomes the memory server; only returns when that cannot be. */
static int run_native(const struct command_line *line)
{
    char path[PATH_MAX], threads[16], memory[16], seed[16];
    snprintf(path, sizeof path, "%s/build/memory-server", line->options.home);
    snprintf(threads, sizeof threads, "%d", line->options.threads);
    snprintf(memory, sizeof memory, "%d", line->options.memory);
    snprintf(seed, sizeof seed, "%u", line->options.seed);
    signal(SIGPIPE, SIG_DFL);
    execl(path, "memory-server", "--threads", threads, "--memory", memory, "--seed", seed,
          (char *)NULL);
    fprintf(stderr, "memrepl: %s: %s; make builds it\n", path, strerror(errno));
    return STATUS_ERROR;
}

/* A result as one of the formats of others; fine also when it is that of a bad hand-in. */
static int run_as(const struct command_line *line)
{
    char *error;
    struct result result = {.lab = 0};
    bool is_read = result_read(&result, line->items[0].text, &error);
    if (is_read)
        format_of(line->format)(&result, stdout);
    else
        complain(error);
    free(error);
    result_free(&result);
    return is_read ? STATUS_FINE : STATUS_ERROR;
}

static int open_door(const struct command_line *line)
{
    switch (line->door) {
    case DOOR_PROMPT:
        return run_prompt(line);
    case DOOR_EXPLORE:
        return status_of(exploring_door(&line->options, &line->wish, line->program_count,
                                        line->program, stdout));
    case DOOR_CHECK:
        return run_check(line);
    case DOOR_NATIVE:
        return run_native(line);
    case DOOR_GRADE:
        return guard_grade(line->options.home, line->grade, line->from, line->options.seed,
                           line->result, stdout);
    case DOOR_AS:
        return run_as(line);
    case DOOR_CLASS:
        return class_grade(&line->class, stdout);
    case DOOR_VERSION:
        printf("memrepl %s, GPL-3.0-or-later\n", VERSION);
        return STATUS_FINE;
    case DOOR_HELP:
        options_print_help(stdout);
        return STATUS_FINE;
    }
    return STATUS_ERROR;
}

/* ---- Beginning and end ----------------------------------------------------------------------- */

/* A program started without its standard streams would take the first file it opens for one of
 * them. The stand-ins are open the wrong way round, so that using them is still an error. */
static void ensure_standard_streams(void)
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (fcntl(stream, F_GETFD) < 0 &&
            open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            abort();
}

/* What the shell lets a program have, and how much of it there must be. */
static const struct need {
    int resource;
    rlim_t least, unit;
    const char *what, *mend;
} needs[] = {
    {RLIMIT_NOFILE, 32, 1, "open files", "-n 1024"},
    {RLIMIT_STACK, 512 << 10, 1 << 10, "KiB of stack", "-s 8192"}, /* libdw takes 100 for a file */
};

/* Raises a limit that is too low; false, told, where that is not allowed. */
static bool meet_need(const struct need *need)
{
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)need->resource, &limit) != 0 ||
        limit.rlim_cur >= need->least)
        return true;
    rlim_t had = limit.rlim_cur;
    limit.rlim_cur = need->least;
    if (limit.rlim_max >= need->least &&
        setrlimit((__rlimit_resource_t)need->resource, &limit) == 0)
        return true;
    fprintf(stderr, "memrepl: %llu %s are allowed here, and %llu are needed: ulimit %s\n",
            (unsigned long long)(had / need->unit), need->what,
            (unsigned long long)(need->least / need->unit), need->mend);
    return false;
}

static bool meet_needs(void)
{
    bool is_met = true;
    for (size_t index = 0; index < sizeof needs / sizeof *needs; index++)
        is_met = meet_need(&needs[index]) && is_met;
    return is_met;
}

/* Writing where nobody reads, or more than a limit on files allows, is an error that is told, and not
 * the end. Whoever started this program may have ignored or blocked what it has to hear of. */
static void settle_signals(void)
{
    sigset_t none;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The folder of this very program, which is where build/ and labs/ are. */
static bool find_home(char *home, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", home, size - 1);
    if (length < 0)
        return false;
    home[length] = '\0';
    *strrchr(home, '/') = '\0';
    return true;
}

/* What came of it is not to be relied on. A grading says so itself. */
static int check_mishaps(int status)
{
    if (mishap_reason() == NULL)
        return status;
    fprintf(stderr, "memrepl: %s: what was told since is not to be relied on\n", mishap_reason());
    return MISHAP_STATUS;
}

/* Results that were not written, to a full disk for instance, are an error. Where the reader of a
 * pipe wants no more, the program ends as any other would, of SIGPIPE and quietly. */
static int check_output(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    if (poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0) {
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    return complain("standard output cannot be written: results are missing");
}

int main(int argc, char **argv)
{
    char home[PATH_MAX], *error;
    struct command_line line;
    if (!meet_needs())
        return MISHAP_STATUS;
    ensure_standard_streams();
    settle_signals();
    memory_watch();
    if (!find_home(home, sizeof home))
        return complain("/proc/self/exe cannot be read");
    if (argc > 1 && strcmp(argv[1], GUARD_INSIDE) == 0)
        return guard_inside(home, argc - 2, argv + 2);
    if (argc == 3 && strcmp(argv[1], CHILD_OPTION) == 0)
        child_arrive(argv[2]);

    int status = STATUS_ERROR;
    if (options_read(&line, argc, argv, home, &error))
        status = line.door == DOOR_GRADE ? open_door(&line) : check_mishaps(open_door(&line));
    else
        complain(error);
    free(error);
    options_free(&line);
    return check_output(status);
}
