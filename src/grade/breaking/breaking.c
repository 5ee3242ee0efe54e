#include "grade/breaking/breaking.h"

#include "grade/breaking/hand_in.h"
#include "grade/trial.h"

#include <string.h>

enum { FILES_NAMED = 4 };

static const char nothing_said[] = "no file of yours says anything yet";
static const char nobody_exposed[] = "no suspect is exposed yet: who says nothing earns nothing";

/* ---- What the files say ---------------------------------------------------------------------- */

static struct hand_in *hand_in_of(const struct trial *trial)
{
    return trial_model(trial, &breaking_tasks);
}

static const struct hand_in_column *ask(const struct trial *trial, const char *program)
{
    return hand_in_ask(hand_in_of(trial), trial->submission, program);
}

/* Calls `visit` for each program of the checks; false as soon as it answers so. */
static bool each_program(const struct trial *trial, const char *row,
                         bool (*visit)(const struct trial *trial, const char *program))
{
    for (size_t index = 0; index < trial->checks->count; index++) {
        const struct check *check = &trial->checks->checks[index];
        for (size_t task = 0; task < check->task_count; task++)
            if (strcmp(check->tasks[task].row->name, row) == 0 &&
                !visit(trial, check->tasks[task].text))
                return false;
    }
    return true;
}

/* Whether nothing is said of a program. */
static bool is_silent(const struct trial *trial, const char *program)
{
    const struct hand_in_column *column = ask(trial, program);
    for (size_t index = 0; index < hand_in_of(trial)->file_count; index++)
        if (column->statements[index].words[0] != '\0')
            return false;
    return true;
}

static bool says_anything(const struct trial *trial)
{
    return !each_program(trial, "spare", is_silent) || !each_program(trial, "expose", is_silent);
}

static bool is_unexposed(const struct trial *trial, const char *program)
{
    const struct hand_in_column *column = ask(trial, program);
    for (size_t index = 0; index < hand_in_of(trial)->file_count; index++)
        if (column->statements[index].opinion == OPINION_ACCUSES)
            return false;
    return true;
}

static bool exposes_anyone(const struct trial *trial)
{
    return !each_program(trial, "expose", is_unexposed);
}

/* What is wrong with a hand-in of which nothing else is. */
static const char *why_nothing(const struct trial *trial)
{
    return says_anything(trial) ? nobody_exposed : nothing_said;
}

/* "merge.mem:7: expected holes 1, got 2": what a file says begins with its name. */
static void quote(struct phrase *phrase, const struct hand_in_file *file,
                  const struct statement *statement)
{
    bool is_named = strncmp(statement->words, file->name, strlen(file->name)) == 0;
    phrase_add(phrase, "%s%s%s", is_named ? "" : file->name, is_named ? "" : ": ",
               statement->words);
}

/* The first thing that a file of this opinion says of a program, or "". */
static void find_statement(const struct trial *trial, const struct hand_in_column *column,
                           enum opinion opinion, struct phrase *found)
{
    const struct hand_in *hand_in = hand_in_of(trial);
    for (size_t index = 0; index < hand_in->file_count && found->used == 0; index++)
        if (column->statements[index].opinion == opinion)
            quote(found, &hand_in->files[index], &column->statements[index]);
}

/* Behind the first reason: how many files have one. */
static void count_faults(const struct trial *trial, struct phrase *fault)
{
    const struct hand_in *hand_in = hand_in_of(trial);
    int count = 0;
    for (size_t index = 0; index < hand_in->file_count; index++) {
        bool is_bad = hand_in->files[index].fault[0] != '\0';
        for (size_t right = 0; right < hand_in->right_count; right++)
            is_bad |= hand_in->columns[right].statements[index].opinion == OPINION_STOPS;
        count += is_bad;
    }
    if (count > 1)
        phrase_add(fault, "; %d files in all cannot be run", count);
}

/* The first reason why a file cannot be run, or "". */
static void find_fault(const struct trial *trial, struct phrase *fault)
{
    const struct hand_in *hand_in = hand_in_of(trial);
    if (hand_in->has_more)
        phrase_add(fault, "there are more than %d files, and none is run", HAND_IN_FILES);
    for (size_t index = 0; index < hand_in->file_count && fault->used == 0; index++)
        if (hand_in->files[index].fault[0] != '\0')
            phrase_add(fault, "%s: %s", hand_in->files[index].name, hand_in->files[index].fault);
    for (size_t index = 0; index < hand_in->right_count; index++)
        find_statement(trial, &hand_in->columns[index], OPINION_STOPS, fault);
    count_faults(trial, fault);
}

/* ---- Failures -------------------------------------------------------------------------------- */

/* As trial_fail. A hand-in of which every file can be run, and has nothing to say, is not written
 * yet. */
static bool fail(struct trial *trial, const char *manner, const char *expected, const char *got)
{
    struct phrase fault = {.used = 0};
    find_fault(trial, &fault);
    trial->failure.is_run = fault.used > 0 || says_anything(trial);
    return trial_fail(trial, &(struct finding){.manner = manner, .expected = expected, .got = got});
}

static bool ask_right(const struct trial *trial, const char *program)
{
    return hand_in_ask_right(hand_in_of(trial), trial->submission, program) != NULL;
}

static bool begin(struct trial *trial)
{
    struct hand_in *hand_in = hand_in_of(trial);
    if (!hand_in->is_read) {
        hand_in_read(hand_in, trial->submission);
        each_program(trial, "spare", ask_right);
    }
    return true;
}

/* ---- run ------------------------------------------------------------------------------------- */

static bool check_run(struct trial *trial, const struct task *task)
{
    struct phrase fault = {.used = 0};
    (void)task;
    find_fault(trial, &fault);
    if (fault.used == 0 && exposes_anyone(trial))
        return true;
    return fail(trial, "run", "sessions and tests that come to their end on the reference",
                fault.used > 0 ? fault.bytes : why_nothing(trial));
}

/* ---- spare ----------------------------------------------------------------------------------- */

/* Whether a file came to be run, on the first right program. */
static bool is_any_asked(const struct trial *trial)
{
    const struct hand_in *hand_in = hand_in_of(trial);
    for (size_t index = 0; index < hand_in->file_count; index++)
        if (hand_in->right_count > 0 &&
            hand_in->columns[0].statements[index].opinion != OPINION_NONE)
            return true;
    return false;
}

/* Nobody is accused where no file is run. */
static bool fail_unasked(struct trial *trial)
{
    trial->failure.is_run = true;
    return trial_fail(trial, &(struct finding){.kind = "cannot be run",
                                               .manner = "unasked",
                                               .expected = "a file that can be run",
                                               .got = "none of yours can, see check 1"});
}

static bool check_spare(struct trial *trial, const struct task *task)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    find_statement(trial, ask(trial, task->text), OPINION_ACCUSES, &got);
    if (got.used == 0 && exposes_anyone(trial))
        return true;
    if (got.used == 0 && !is_any_asked(trial))
        return fail_unasked(trial);
    phrase_add(&expected, "nothing is wrong with \"%s\", which is right", task->text);
    return fail(trial, "accusation", expected.bytes, got.used > 0 ? got.bytes : why_nothing(trial));
}

/* ---- expose ---------------------------------------------------------------------------------- */

/* Those that expose the program, "merge.mem, race.c". */
static void name_exposers(struct trial *trial, const struct hand_in_column *column,
                          struct phrase *names)
{
    const struct hand_in *hand_in = hand_in_of(trial);
    int count = 0;
    for (size_t index = 0; index < hand_in->file_count; index++) {
        if (column->statements[index].opinion != OPINION_ACCUSES)
            continue;
        if (++count <= FILES_NAMED)
            phrase_add(names, "%s%s", count == 1 ? "" : ", ", hand_in->files[index].name);
    }
    if (count > FILES_NAMED)
        phrase_add(names, " and %d more", count - FILES_NAMED);
}

/* Why nobody does: what only stops there, or who was not asked. */
static void tell_nearest(const struct trial *trial, const struct hand_in_column *column,
                         struct phrase *got)
{
    const struct hand_in *hand_in = hand_in_of(trial);
    struct phrase stops = {.used = 0};
    find_statement(trial, column, OPINION_STOPS, &stops);
    if (stops.used > 0)
        phrase_add(got, "only a stop, which tells nothing: %s", stops.bytes);
    for (size_t index = 0; index < hand_in->file_count && got->used == 0; index++)
        if (column->statements[index].opinion == OPINION_NONE)
            phrase_add(got, "%s is left out (see above), and no other file does",
                       hand_in->files[index].name);
    if (got->used == 0)
        phrase_add(got, "all find it as good as the reference");
}

static bool check_expose(struct trial *trial, const struct task *task)
{
    const struct hand_in_column *column = ask(trial, task->text);
    struct phrase names = {.used = 0}, expected = {.used = 0}, got = {.used = 0};
    name_exposers(trial, column, &names);
    if (names.used > 0) {
        snprintf(trial->note, sizeof trial->note, "%.*s", NOTE_BYTES - 1, names.bytes);
        return true;
    }
    phrase_add(&expected, "one of your files finds what is wrong with %s", task->text);
    tell_nearest(trial, column, &got);
    return fail(trial, task->text, expected.bytes, got.bytes);
}

static const struct task_row rows[] = {
    {.name = "run", .function = "your hand-in", .perform = check_run},
    {.name = "spare", .takes_text = true, .function = "your hand-in", .perform = check_spare},
    {.name = "expose", .takes_text = true, .function = "your hand-in", .perform = check_expose},
    {.name = NULL},
};

const struct task_set breaking_tasks = {.name = "breaking",
                                        .rows = rows,
                                        .model_bytes = sizeof(struct hand_in),
                                        .keeps_model = true,
                                        .begin = begin};
