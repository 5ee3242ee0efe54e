#include "grade/grade.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grade/hygiene/source.h"
#include "grade/outcome.h"
#include "grade/report.h"
#include "grade/runs/budget.h"
#include "grade/session.h"
#include "grade/twins/twin.h"
#include "grade/worker/built.h"
#include "grade/worker/copies.h"
#include "grade/worker/folder.h"
#include "program/host/leftovers.h"
#include "program/host/mishaps.h"
#include "program/labs.h"
#include "results/clean.h"

enum { POINTS_FULL = 100 };
enum {
    PATH_BYTES = 4096,
    PRINTED_LINES = 5,
    COMPILER_LINES = 40,
    LOOPS_SHOWN = 2 /* sessions for endless loops that take long to be found */
};

/* One grading. */
struct grading {
    struct lab *lab;
    const char *home, *from; /* `from` NULL: the lab's own folder */
    char **files;            /* the student's, or: */
    char **texts;            /* the same, as they are read: in `place`, if there is one */
    char place[PATH_BYTES];  /* "": they are the lab's own, and stand where they are */
    char *hand_in;           /* the folder of them, in a lab that does not name them */
    const char *outbox;      /* for sessions */
    char
        folder[FOLDER_BYTES]; /* of this grading alone, for what is built; "" while there is none */
    struct checks checks;
    struct submission submission;
    struct budget budget;
    struct trial trial;
    int slow_loops; /* landings so far that took long */
    struct report report;
    struct outcome outcome;
};

/* Takes each "FOLDER/" out of the text: what remains is the same on every machine. */
static const char *shorten(char *text, const char *folder)
{
    size_t length = strlen(folder);
    for (char *at = text; length > 0 && (at = strstr(at, folder)) != NULL;)
        if (at[length] == '/')
            memmove(at, at + length + 1, strlen(at + length + 1) + 1);
        else
            at += length;
    return text;
}

/* ---- Verdicts -------------------------------------------------------------------------------- */

__attribute__((format(printf, 2, 3))) static int ungraded(struct grading *grading,
                                                          const char *format, ...)
{
    char reason[PATH_BYTES + 200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    outcome_ungraded(&grading->outcome, reason);
    return STATUS_UNGRADED;
}

/* The last line; of `most` points, or in hundredths of them. */
static int score(struct grading *grading, int points, int most)
{
    outcome_score(&grading->outcome, points, most);
    return points == most ? STATUS_FULL : STATUS_BELOW;
}

/* No program came of the student's files. */
static int judge_unmade(struct grading *grading, const struct built *built)
{
    struct report report = grading->report;
    if (built->result == BUILT_UNGRADED)
        return ungraded(grading, "%s", mishap_reason() != NULL ? mishap_reason() : built->sentence);
    fprintf(report.out, "No program: %s.\n", built->sentence);
    if (built->messages != NULL) {
        shorten(built->messages, grading->folder);
        report_compiler(&report, shorten(built->messages, grading->home), COMPILER_LINES);
    }
    if (built->is_no_c)
        report_hint(&report, "does not compile");
    return score(grading, 0, POINTS_FULL);
}

/* ---- Checks ---------------------------------------------------------------------------------- */

static void save_session(struct grading *grading, int number, const struct landing *landing,
                         bool is_told)
{
    char path[PATH_BYTES];
    const struct result_name session = result_session_name(grading->lab->number, number);
    const char *name = session.text;
    snprintf(path, sizeof path, "%s/%s", grading->outbox, name);
    bool is_saved = session_write(&grading->trial, landing, number, path);
    if (is_told || !is_saved)
        report_session(&grading->report, name, is_saved ? 0 : errno);
    if (is_saved)
        outcome_add_session(&grading->outcome, number, path);
}

/* The last moment before the failure, in whichever of the student's files; a failure that memrepl
 * was run for has no need of it. */
static struct landing find_landing(struct grading *grading, const struct worker *worker)
{
    struct landing landing = {.is_found = false};
    bool is_loop = worker_machine(worker)->event.kind == EVENT_ENDLESS_LOOP;
    if (!is_loop || grading->slow_loops < LOOPS_SHOWN)
        landing = landing_find(&grading->trial, grading->files);
    grading->slow_loops += landing.is_slow;
    if (landing.is_found && (is_loop || !grading->trial.failure.has_place)) {
        if (is_loop)
            grading->trial.failure.place =
                landing.place; /* of all its lines the one that is shown */
        grading->trial.failure.has_caller = landing.has_caller;
        grading->trial.failure.caller = landing.caller;
    }
    return landing;
}

static void report_failure(struct grading *grading, const struct worker *worker, int number)
{
    struct landing landing = {.is_found = false};
    bool is_run = grading->trial.failure.is_run;
    if (worker != NULL && !is_run)
        landing = find_landing(grading, worker);
    bool is_told = report_failed(&grading->report, number, &grading->trial, &landing);
    bool has_way = landing.is_found || (landing.moves_back > 0 && grading->trial.failure.has_place);
    if (worker != NULL && !worker_is_ready(worker))
        has_way = false;
    if (has_way || grading->trial.failure.session != NULL)
        save_session(grading, number, &landing, is_told);
}

/* Does a check and, when it passes and students know its numbers, its twin. `twin` is to be freed when
 * its failure has been told. */
static bool run_check(struct grading *grading, size_t index, struct check *twin)
{
    const struct check *check = &grading->checks.checks[index];
    if (!trial_run(&grading->trial, check))
        return false;
    uint64_t seed = (uint64_t)grading->checks.seed * grading->checks.count + index;
    char note[NOTE_BYTES];
    memcpy(note, grading->trial.note, sizeof note);
    if (!check->is_hidden && twin_make(twin, check, seed) && !trial_run(&grading->trial, twin))
        return false;
    memcpy(grading->trial.note, note, sizeof note);
    return true;
}

/* Nothing of what was found counts then: somebody else may have been at fault. */
static bool is_hindered(const struct grading *grading, bool is_passed)
{
    if (!is_passed && folder_is_full(grading->folder))
        mishap_note("there is no room left where the grading works");
    return mishap_reason() != NULL;
}

static void report_check(struct grading *grading, struct worker *worker, size_t index,
                         bool is_passed)
{
    const struct check *check = &grading->checks.checks[index];
    if (is_passed)
        report_passed(&grading->report, (int)index + 1, check, grading->trial.note);
    else
        report_failure(grading, worker, (int)index + 1);
    outcome_add_check(&grading->outcome, (int)index + 1, check, is_passed);
}

/* Does all checks, unless it is hindered; the points that were earned. */
static int run_checks(struct grading *grading, struct worker *worker)
{
    int points = 0;
    bool is_hindrance = false;
    for (size_t index = 0; index < grading->checks.count && !is_hindrance; index++) {
        struct check twin = {.tasks = NULL};
        bool is_passed = run_check(grading, index, &twin);
        is_hindrance = is_hindered(grading, is_passed);
        if (!is_hindrance)
            report_check(grading, worker, index, is_passed);
        points += is_passed ? grading->checks.checks[index].points : 0;
        twin_free(&twin);
    }
    return points;
}

static bool has_hidden(const struct checks *checks)
{
    for (size_t index = 0; index < checks->count; index++)
        if (checks->checks[index].is_hidden)
            return true;
    return false;
}

static int judge(struct grading *grading, struct worker *worker)
{
    FILE *out = grading->report.out;
    int most = checks_points(&grading->checks);
    if (!trial_open(&grading->trial, worker, &grading->submission, &grading->checks))
        return ungraded(grading, "no memory left");
    int points = run_checks(grading, worker);
    trial_close(&grading->trial);
    if (mishap_reason() != NULL)
        return ungraded(grading, "%s", mishap_reason());
    if (worker != NULL && worker_printed(worker)[0] != '\0') {
        fprintf(out, "\nYour code prints, which it should not:\n");
        report_quote(&grading->report, worker_printed(worker), PRINTED_LINES);
    }
    if (most != POINTS_FULL)
        fprintf(out, "\nThese are the public checks alone: their %d points are scaled to %d.\n",
                most, POINTS_FULL);
    return score(grading, points, most);
}

/* ---- Preparing ------------------------------------------------------------------------------- */

/* False with the reason printed. */
static bool read_checks(struct grading *grading)
{
    const struct lab *lab = grading->lab;
    char *error = NULL;
    for (size_t index = 0; lab->tasks[index] != NULL; index++)
        if (!checks_use(&grading->checks, lab->tasks[index])) {
            ungraded(grading, "%s: there are no tasks \"%s\"", shorten(lab->checks, grading->home),
                     lab->tasks[index]);
            return false;
        }
    if (!checks_read(&grading->checks, lab->checks, &error)) {
        ungraded(grading, "%s", error == NULL ? "no memory left" : shorten(error, grading->home));
        free(error);
        return false;
    }
    int points = checks_points(&grading->checks);
    if (points == 0 || (has_hidden(&grading->checks) && points != POINTS_FULL)) {
        ungraded(grading, "the checks of lab %d have %d points together, not %d", lab->number,
                 points, POINTS_FULL);
        return false;
    }
    return true;
}

/* False with the reason printed. */
static bool make_folder(struct grading *grading)
{
    if (folder_make(grading->folder, sizeof grading->folder))
        return true;
    ungraded(grading, "no folder for the program in %s: %s", leftovers_place(), strerror(errno));
    return false;
}

/* False with the reason printed. */
static bool find_files(struct grading *grading, int number)
{
    char *error = NULL;
    grading->lab = labs_open(grading->home, number, &error);
    if (grading->lab != NULL)
        grading->files = labs_student_files(grading->lab, grading->home, grading->from, &error);
    if (grading->files != NULL && grading->files[0] == NULL)
        grading->hand_in = labs_folder(grading->lab, grading->home, grading->from, &error);
    bool is_found =
        grading->files != NULL && (grading->files[0] != NULL || grading->hand_in != NULL);
    if (!is_found)
        ungraded(grading, "%s", error == NULL ? "no memory left" : shorten(error, grading->home));
    free(error);
    return is_found;
}

/* From here on nothing is read of what was handed in but copies; of a file that is none, none. False
 * with the reason printed. */
static bool take_files(struct grading *grading)
{
    if (grading->from == NULL)
        return true;
    snprintf(grading->place, sizeof grading->place, "%s/hand-in", grading->folder);
    bool is_done = mkdir(grading->place, 0700) == 0;
    for (size_t index = 0; grading->files[index] != NULL && is_done; index++)
        is_done = copies_take(grading->files[index],
                              copies_named(grading->files[index], grading->home, grading->from),
                              SOURCE_BYTES_MOST + 1, grading->place) != COPIES_FAILED;
    if (!is_done)
        ungraded(grading, "the hand-in cannot be copied: %s", strerror(errno));
    else if ((grading->texts = copies_names(grading->files)) == NULL)
        ungraded(grading, "no memory left");
    return grading->texts != NULL;
}

/* False with the reason printed. */
static bool prepare(struct grading *grading, int number)
{
    if (!find_files(grading, number) || !make_folder(grading) || !take_files(grading))
        return false;
    grading->report.home = grading->home;
    grading->budget = (struct budget){.most_ms = BUDGET_MS};
    grading->report.lab = grading->lab->folder;
    grading->submission =
        (struct submission){.lab = grading->lab,
                            .home = grading->home,
                            .files = grading->files,
                            .texts = grading->from == NULL ? grading->files : grading->texts,
                            .place = grading->from == NULL ? NULL : grading->place,
                            .hand_in = grading->hand_in,
                            .from = grading->from,
                            .budget = &grading->budget,
                            .folder = grading->folder};
    return read_checks(grading);
}

/* Prints a path as it is typed here, on one line whatever is in it. */
static void say_path(struct grading *grading, const char *path)
{
    char shown[PATH_BYTES];
    snprintf(shown, sizeof shown, "%s", path);
    clean_line(shown);
    fprintf(grading->report.out, " %s", shorten(shown, grading->home));
}

/* "Lab 1, the request queue: labs/lab1-queue/request_queue.c" */
static void say_title(struct grading *grading)
{
    FILE *out = grading->report.out;
    fprintf(out, "Lab %d, %s:", grading->lab->number, grading->lab->title);
    for (size_t index = 0; grading->files[index] != NULL; index++) {
        fputs(index == 0 ? "" : ",", out);
        say_path(grading, grading->files[index]);
    }
    if (grading->hand_in != NULL)
        say_path(grading, grading->hand_in);
    fprintf(out, "\n\n");
    outcome_head(&grading->outcome, grading->lab->title);
}

static int grade(struct grading *grading)
{
    say_title(grading);
    if (grading->files[0] == NULL)
        return judge(grading, NULL);
    int64_t before_ms = budget_children_ms();
    struct built built = built_make(&(struct built_order){.lab = grading->lab,
                                                          .home = grading->home,
                                                          .files = grading->submission.texts,
                                                          .place = grading->submission.place,
                                                          .folder = grading->folder});
    budget_pay_children(&grading->budget, before_ms);
    int status =
        built.worker == NULL ? judge_unmade(grading, &built) : judge(grading, built.worker);
    built_close(&built);
    return status;
}

int grade_lab(const char *home, int lab, const char *from, unsigned seed, const char *outbox,
              FILE *out)
{
    struct grading *grading = calloc(1, sizeof *grading);
    if (grading == NULL)
        return STATUS_UNGRADED;
    grading->home = home;
    grading->from = from;
    grading->outbox = outbox;
    grading->checks.seed = seed;
    int status = STATUS_UNGRADED;
    if (outcome_open(&grading->outcome, lab, seed, outbox, out)) {
        grading->report.out = grading->outcome.tape.out;
        status = prepare(grading, lab) ? grade(grading) : STATUS_UNGRADED;
    }
    outcome_close(&grading->outcome);
    if (grading->folder[0] != '\0')
        folder_remove(grading->folder);
    checks_free(&grading->checks);
    labs_free_list(grading->files);
    labs_free_list(grading->texts);
    free(grading->hand_in);
    labs_close(grading->lab);
    free(grading);
    return status;
}
