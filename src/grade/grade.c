#include "grade/grade.h"

#include <errno.h>
#include <glob.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "grade/report.h"
#include "program/build.h"
#include "program/labs.h"

enum { STATUS_FULL = 0, STATUS_BELOW = 1, STATUS_UNGRADED = 2, POINTS_FULL = 100 };
enum {
    PATH_BYTES = 4096,
    PRINTED_LINES = 5,
    COMPILER_LINES = 40,
    LOOPS_SHOWN = 2 /* sessions for endless loops that take long to be found */
};

#define FOLDERS "/tmp/memrepl-grade-" /* and six characters */
enum { STALE_SECONDS = 3600 };

/* One grading. */
struct grading {
    const struct lab *lab;
    const char *home;
    char *file;           /* the student's */
    bool is_own;          /* the file is the lab's own, not one given by `from` */
    char folder[32];      /* of this grading alone, for what is built; "" while there is none */
    struct checks checks; /* the first public_count of them are public */
    size_t public_count;
    struct trial trial;
    int slow_loops; /* landings so far that took long */
    char hints[PATH_BYTES], shown_hints[64];
    struct report report;
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

__attribute__((format(printf, 2, 3))) static int ungraded(const struct grading *grading,
                                                          const char *format, ...)
{
    va_list arguments;
    fprintf(grading->report.out, "UNGRADED: ");
    va_start(arguments, format);
    vfprintf(grading->report.out, format, arguments);
    va_end(arguments);
    fprintf(grading->report.out, "\n");
    return STATUS_UNGRADED;
}

/* The last line; of `most` points, or in hundredths of them. */
static int score(const struct grading *grading, int points, int most)
{
    fprintf(grading->report.out, "\nlab%d: %d/%d\n", grading->lab->number,
            points * POINTS_FULL / most, POINTS_FULL);
    return points == most ? STATUS_FULL : STATUS_BELOW;
}

/* ---- The program ----------------------------------------------------------------------------- */

static enum build_result build(const struct grading *grading, const char *file, const char *output,
                               char **messages)
{
    char script[PATH_BYTES], headers[PATH_BYTES];
    const char *const includes[] = {headers, NULL};
    char **sources = labs_sources(grading->lab, grading->home, file);
    enum build_result result = BUILD_SYSTEM;
    snprintf(script, sizeof script, "%s/src/program/build-subject.sh", grading->home);
    snprintf(headers, sizeof headers, "%s/src/server", grading->home);
    *messages = NULL;
    if (sources != NULL)
        result = build_subject(&(struct build_order){.script = script,
                                                     .output = output,
                                                     .includes = includes,
                                                     .sources = (const char *const *)sources},
                               messages);
    labs_free_sources(sources);
    return result;
}

/* Builds and loads the program with this file in it. NULL when that fails: `*result` tells how
 * far it came, and `*messages` what was said. The caller frees the messages in any case. */
static struct worker *make_worker(const struct grading *grading, const char *file,
                                  enum build_result *result, char **messages)
{
    char output[PATH_BYTES];
    snprintf(output, sizeof output, "%s/program.so", grading->folder);
    *result = build(grading, file, output, messages);
    if (*result != BUILD_OK)
        return NULL;
    free(*messages);
    return worker_open(output, grading->lab->functions, messages);
}

/* Whether the same works with the solution: then it is the student's file that fails. Without
 * solutions, in a release, that is taken for granted. */
static bool is_house_sound(const struct grading *grading)
{
    enum build_result result;
    char *messages = NULL;
    char *solution = labs_student_file(grading->lab, grading->home, "solutions");
    if (solution == NULL)
        return true;
    struct worker *worker = make_worker(grading, solution, &result, &messages);
    bool is_sound = worker != NULL;
    worker_close(worker);
    free(messages);
    free(solution);
    return is_sound;
}

/* No program came of the student's file. */
static int judge_unbuilt(struct grading *grading, enum build_result result, char *messages)
{
    if (result == BUILD_NO_COMPILER || result == BUILD_SYSTEM || messages == NULL ||
        !is_house_sound(grading))
        return ungraded(grading, "%s",
                        result == BUILD_OK
                            ? "the program cannot be loaded, with the solution neither"
                            : build_result_sentence(result));
    shorten(messages, grading->folder);
    if (result == BUILD_OK)
        fprintf(grading->report.out, "The program cannot be run:\n");
    else
        fprintf(grading->report.out, "No program: %s.\n", build_result_sentence(result));
    report_quote(&grading->report, shorten(messages, grading->home), COMPILER_LINES);
    if (result == BUILD_FAILED)
        report_hint(&grading->report, "does not compile");
    return score(grading, 0, POINTS_FULL);
}

/* ---- Checks ---------------------------------------------------------------------------------- */

/* How a session begins: the command that takes the prompt to the same program. */
static void describe_lab(const struct grading *grading, char *text, size_t size)
{
    if (grading->is_own)
        snprintf(text, size, "lab %d", grading->lab->number);
    else
        snprintf(text, size,
                 strpbrk(grading->file, " \t#'") == NULL ? "lab %d %s" : "lab %d \"%s\"",
                 grading->lab->number, grading->file);
}

static void save_session(struct grading *grading, int number, const struct landing *landing,
                         bool is_told)
{
    const struct trial *trial = &grading->trial;
    char path[64], lab[PATH_BYTES], title[200];
    describe_lab(grading, lab, sizeof lab);
    snprintf(path, sizeof path, "fail-lab%d-%d.mem", grading->lab->number, number);
    snprintf(title, sizeof title, "Lab %d, check %d: %s", grading->lab->number, number,
             trial->check->name);
    bool is_saved = landing_save(landing, trial, path, lab, title);
    if (is_told || !is_saved)
        report_session(&grading->report, path, is_saved ? 0 : errno);
}

static void report_failure(struct grading *grading, struct worker *worker, int number)
{
    const char *slash = strrchr(grading->file, '/');
    struct landing landing = {.is_found = false};
    bool is_loop = worker_machine(worker)->event.kind == EVENT_ENDLESS_LOOP;
    if (!is_loop || grading->slow_loops < LOOPS_SHOWN)
        landing = landing_find(&grading->trial, slash == NULL ? grading->file : slash + 1);
    grading->slow_loops += landing.is_slow;
    if (is_loop && landing.is_found)
        grading->trial.failure.place = landing.place; /* of all its lines the one that is shown */
    bool is_told = report_failed(&grading->report, number, &grading->trial, &landing);
    if (landing.is_found)
        save_session(grading, number, &landing, is_told);
}

/* Does all checks; the points that were earned. */
static int run_checks(struct grading *grading, struct worker *worker)
{
    int points = 0;
    for (size_t index = 0; index < grading->checks.count; index++) {
        const struct check *check = &grading->checks.checks[index];
        if (trial_run(&grading->trial, worker, check)) {
            report_passed(&grading->report, (int)index + 1, check);
            points += check->points;
        } else {
            report_failure(grading, worker, (int)index + 1);
        }
        fflush(grading->report.out);
    }
    return points;
}

static int judge(struct grading *grading, struct worker *worker)
{
    FILE *out = grading->report.out;
    int most = checks_points(&grading->checks);
    int points = run_checks(grading, worker);
    if (worker_printed(worker)[0] != '\0') {
        fprintf(out, "\nYour code prints, which it should not:\n");
        report_quote(&grading->report, worker_printed(worker), PRINTED_LINES);
    }
    if (grading->public_count == grading->checks.count)
        fprintf(out, "\nThese are the public checks alone: their %d points are scaled to %d.\n",
                most, POINTS_FULL);
    return score(grading, points, most);
}

/* ---- Preparing ------------------------------------------------------------------------------- */

/* False with the reason printed. */
static bool read_checks(struct grading *grading)
{
    static const char *const parents[] = {"labs", "solutions"};
    char path[PATH_BYTES], *error = NULL;
    for (int index = 0; index < 2; index++) {
        snprintf(path, sizeof path, "%s/%s/%s/checks", grading->home, parents[index],
                 grading->lab->folder);
        if (index == 1 && access(path, F_OK) != 0)
            continue;
        if (!checks_read(&grading->checks, path, &error)) {
            ungraded(grading, "%s",
                     error == NULL ? "no memory left" : shorten(error, grading->home));
            free(error);
            return false;
        }
        if (index == 0)
            grading->public_count = grading->checks.count;
    }
    int points = checks_points(&grading->checks);
    bool is_whole = grading->public_count == grading->checks.count || points == POINTS_FULL;
    if (!is_whole)
        ungraded(grading, "the checks of lab %d have %d points together, not %d",
                 grading->lab->number, points, POINTS_FULL);
    return is_whole;
}

static void remove_old_sessions(const struct grading *grading)
{
    char pattern[32];
    glob_t found;
    snprintf(pattern, sizeof pattern, "fail-lab%d-*.mem", grading->lab->number);
    if (glob(pattern, 0, NULL, &found) == 0)
        for (size_t index = 0; index < found.gl_pathc; index++)
            unlink(found.gl_pathv[index]);
    globfree(&found);
}

static void remove_folder(const char *folder)
{
    char output[PATH_BYTES];
    snprintf(output, sizeof output, "%s/program.so", folder);
    unlink(output);
    rmdir(folder);
}

/* Those of gradings that were killed: no grading takes STALE_SECONDS. */
static void remove_stale_folders(void)
{
    glob_t found;
    struct stat status;
    if (glob(FOLDERS "*", 0, NULL, &found) == 0)
        for (size_t index = 0; index < found.gl_pathc; index++)
            if (stat(found.gl_pathv[index], &status) == 0 &&
                status.st_mtime < time(NULL) - STALE_SECONDS)
                remove_folder(found.gl_pathv[index]);
    globfree(&found);
}

/* False with the reason printed. */
static bool prepare(struct grading *grading, int number, const char *from)
{
    grading->lab = labs_find(number);
    if (grading->lab == NULL) {
        ungraded(grading, "there is no lab %d", number);
        return false;
    }
    grading->is_own = from == NULL;
    grading->file = labs_student_file(grading->lab, grading->home, from);
    if (grading->file == NULL) {
        ungraded(grading, "there is no %s to be read in %s%s", grading->lab->file,
                 from != NULL ? from : "labs/", from != NULL ? "" : grading->lab->folder);
        return false;
    }
    remove_stale_folders();
    strcpy(grading->folder, FOLDERS "XXXXXX");
    if (mkdtemp(grading->folder) == NULL) {
        ungraded(grading, "no folder for the program in /tmp: %s", strerror(errno));
        grading->folder[0] = '\0';
        return false;
    }
    snprintf(grading->shown_hints, sizeof grading->shown_hints, "labs/%s/hints",
             grading->lab->folder);
    snprintf(grading->hints, sizeof grading->hints, "%s/%s", grading->home, grading->shown_hints);
    grading->report.hints = grading->hints;
    grading->report.shown_hints = grading->shown_hints;
    return read_checks(grading);
}

static int grade(struct grading *grading)
{
    enum build_result result;
    char *messages = NULL, shown[PATH_BYTES];
    snprintf(shown, sizeof shown, "%s", grading->file);
    fprintf(grading->report.out, "Lab %d, %s: %s\n\n", grading->lab->number, grading->lab->title,
            shorten(shown, grading->home));
    remove_old_sessions(grading);
    struct worker *worker = make_worker(grading, grading->file, &result, &messages);
    int status = worker == NULL ? judge_unbuilt(grading, result, messages) : judge(grading, worker);
    worker_close(worker);
    free(messages);
    return status;
}

int grade_lab(const char *home, int lab, const char *from, FILE *out)
{
    struct grading *grading = calloc(1, sizeof *grading);
    if (grading == NULL)
        return STATUS_UNGRADED;
    grading->home = home;
    grading->report.out = out;
    int status = prepare(grading, lab, from) ? grade(grading) : STATUS_UNGRADED;
    if (grading->folder[0] != '\0')
        remove_folder(grading->folder);
    checks_free(&grading->checks);
    free(grading->file);
    free(grading);
    return status;
}
