#include "grade/supervisor/guard.h"

#include "grade/grade.h"
#include "grade/sandbox/rights.h"
#include "grade/sandbox/sandbox.h"
#include "grade/supervisor/keeper.h"
#include "grade/supervisor/record.h"
#include "grade/worker/folder.h"
#include "program/host/leftovers.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NUMBER_BYTES = 16, INSIDE_WORDS = 5 };

/* One grading, from outside. */
struct guard {
    const char *home, *from;
    int lab;
    char number[NUMBER_BYTES], seed[NUMBER_BYTES];
    char room[FOLDER_BYTES], outbox[FOLDER_BYTES + 8];
    char program[PATH_MAX + 16];
    struct sandbox_view view;
};

/* ---- From outside ---------------------------------------------------------------------------- */

static bool make_room(struct guard *guard)
{
    if (!folder_make(guard->room, sizeof guard->room))
        return false;
    snprintf(guard->outbox, sizeof guard->outbox, "%s/out", guard->room);
    return mkdir(guard->outbox, 0700) == 0;
}

/* Whether kit, hand-in and room can be gone to; if not, `closed` is the folder that is in the way. */
static bool find_ways(const struct guard *guard, bool as_nobody, char closed[PATH_MAX + 16])
{
    const char *const places[] = {guard->program, guard->view.from, guard->room};
    for (size_t index = 0; index < sizeof places / sizeof *places; index++) {
        snprintf(closed, PATH_MAX + 16, "%s%s", places[index],
                 places[index] == guard->room ? "" : "/");
        if (!rights_find_way(closed, as_nobody))
            return false;
    }
    return true;
}

/* Whoever is root grades as nobody if that can be; the room is nobody's then. */
static void choose_user(struct guard *guard)
{
    char closed[PATH_MAX + 16];
    guard->view.as_nobody = geteuid() == 0 && find_ways(guard, true, closed) &&
                            rights_hand_over(guard->outbox) && rights_hand_over(guard->room);
}

/* Begins in the best sandbox that works; SANDBOX_KINDS when there is none. */
static enum sandbox begin(struct guard *guard, struct keeper *keeper)
{
    const char *wanted = getenv(GUARD_VARIABLE);
    for (int kind = 0; kind < SANDBOX_KINDS; kind++) {
        const char *name = sandbox_name((enum sandbox)kind);
        char *words[] = {guard->program, (char *)GUARD_INSIDE, (char *)name,        guard->room,
                         guard->number,  guard->seed,          (char *)guard->from, NULL};
        if ((wanted == NULL || strcmp(wanted, name) == 0) && !keeper_is_stopped() &&
            keeper_begin(keeper, (enum sandbox)kind, &guard->view, words))
            return (enum sandbox)kind;
    }
    return SANDBOX_KINDS;
}

static void say_sandbox(enum sandbox sandbox, FILE *out)
{
    if (sandbox == SANDBOX_LANDLOCK)
        fprintf(out, "Sandbox: Landlock, without bubblewrap.\n\n");
    if (sandbox == SANDBOX_LIMITS)
        fprintf(out, "Warning: no sandbox but limits on time and memory. Grade only hand-ins that "
                     "you trust.\n\n");
}

static int tell_no_sandbox(const struct guard *guard, struct record *record)
{
    char closed[PATH_MAX + 16], sentence[2 * PATH_MAX];
    if (geteuid() != 0 || find_ways(guard, guard->view.as_nobody, closed))
        return record_ungraded(record, "no sandbox can be had here; " GUARD_VARIABLE
                                       " may name bubblewrap, landlock or limits");
    snprintf(
        sentence, sizeof sentence,
        "root gives up its rights to grade and cannot go through %s then: chmod o+x it, or put "
        "kit and hand-ins elsewhere",
        closed);
    return record_ungraded(record, sentence);
}

static int grade(struct guard *guard, struct record *record)
{
    struct keeper keeper;
    FILE *out = record->tape.out;
    int status = STATUS_UNGRADED;
    enum sandbox sandbox = begin(guard, &keeper);
    if (sandbox == SANDBOX_KINDS && keeper_is_stopped())
        return record_ungraded(record, "the grading was stopped");
    if (sandbox == SANDBOX_KINDS)
        return tell_no_sandbox(guard, record);
    say_sandbox(sandbox, out);
    record_begin(record, sandbox_name(sandbox));
    keeper_remove_sessions(guard->lab);
    const char *fault = keeper_follow(&keeper, out, &status);
    record_end(record);
    if (!keeper_take_sessions(guard->lab, guard->outbox))
        fprintf(out, "\nNot all sessions could be written to this folder: %s\n", strerror(errno));
    return fault == NULL ? record_take(record, guard->outbox, status)
                         : record_ungraded(record, fault);
}

static int refuse_without_room(struct record *record)
{
    char sentence[FOLDER_BYTES + 60];
    snprintf(sentence, sizeof sentence, "no folder for the grading can be made in %.*s",
             FOLDER_BYTES, leftovers_place());
    return record_ungraded(record, sentence);
}

int guard_grade(const char *home, int lab, const char *from, unsigned seed, const char *result,
                FILE *out)
{
    struct guard guard = {.home = home, .from = from, .lab = lab};
    struct record record;
    snprintf(guard.program, sizeof guard.program, "%s/memrepl", home);
    snprintf(guard.number, sizeof guard.number, "%d", lab);
    snprintf(guard.seed, sizeof guard.seed, "%u", seed);
    if (!record_open(&record, result, lab, seed, out))
        return STATUS_UNGRADED;
    keeper_hold_signals();
    bool has_room = make_room(&guard);
    sandbox_look(&guard.view, home, from, guard.room);
    choose_user(&guard);
    int status = has_room ? grade(&guard, &record) : refuse_without_room(&record);
    status = record_close(&record, status);
    if (guard.room[0] != '\0')
        folder_remove(guard.room);
    keeper_let_signals();
    return status;
}

/* ---- From inside ----------------------------------------------------------------------------- */

int guard_inside(const char *home, int count, char **words)
{
    struct sandbox_view view;
    char outbox[FOLDER_BYTES + 8];
    if (count < INSIDE_WORDS - 1)
        return STATUS_UNGRADED;
    const char *from = count >= INSIDE_WORDS ? words[4] : NULL;
    sandbox_look(&view, home, from, words[1]);
    prctl(PR_SET_DUMPABLE, 0); /* nobody reads its memory who is not root */
    if (!sandbox_close(sandbox_of(words[0]), &view) || !keeper_announce())
        return STATUS_UNGRADED;
    snprintf(outbox, sizeof outbox, "%s/out", words[1]);
    return grade_lab(home, (int)strtol(words[2], NULL, 10), from,
                     (unsigned)strtoul(words[3], NULL, 10), outbox, stdout);
}
