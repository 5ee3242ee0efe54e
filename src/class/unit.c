#include "class/unit.h"

#include "class/intake/parcel.h"
#include "class/must.h"
#include "class/spawn.h"
#include "class/store.h"
#include "program/image/fingerprint.h"
#include "results/reading.h"
#include "results/writing.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STAMP_BYTES = 64, LOG_BYTES = 2 << 20, STATUS_BELOW = 1 };

#define STAMP_FORMAT "%016" PRIx64 " %016" PRIx64 "\n"

/* ---- What a result is the result of ---------------------------------------------------------- */

uint64_t unit_kit(const char *home, const struct lab *lab)
{
    static const char *const parts[] = {"src/program",   "src/stepper", "src/posix",  "src/explore",
                                        "src/grade",     "src/results", "src/server", "src/mems",
                                        "src/reference", "labs"};
    uint64_t kit = FINGERPRINT_NOTHING;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *path = must_format("%s/%s", home, parts[i]);
        kit = store_fingerprint(kit, path);
        free(path);
    }
    char *solution = must_format("%s/solutions/%s", home, lab->folder);
    kit = store_fingerprint(kit, solution);
    free(solution);
    return kit;
}

static uint64_t stamp_of(const struct bench *bench, const struct parcel *parcel)
{
    uint64_t stamp = fingerprint_add(FINGERPRINT_NOTHING, RESULT_FORMAT, sizeof RESULT_FORMAT);
    stamp = fingerprint_add(stamp, &bench->kit, sizeof bench->kit);
    stamp = fingerprint_add(stamp, &bench->lab->number, sizeof bench->lab->number);
    stamp = fingerprint_add(stamp, &bench->seed, sizeof bench->seed);
    return parcel_fingerprint(stamp, parcel);
}

/* ---- Files of a unit ------------------------------------------------------------------------- */

static char *path_of(const struct unit *unit, const struct bench *bench, const char *folder,
                     const char *ending)
{
    return must_format("%s/%s/%s%s", bench->out, folder, unit->student->key, ending);
}

static char *result_path(const struct unit *unit, const struct bench *bench)
{
    return path_of(unit, bench, "results", ".json");
}

static void remove_part(const struct unit *unit, const struct bench *bench, const char *folder,
                        const char *ending)
{
    char *path = path_of(unit, bench, folder, ending);
    store_remove(path);
    free(path);
}

static void remove_work(const struct unit *unit, const struct bench *bench)
{
    remove_part(unit, bench, "grading", ".json");
    remove_part(unit, bench, "grading", ".log");
}

/* The bytes of its result, when they are what its stamp was written for. NULL: none count. */
static char *stored(const struct unit *unit, const struct bench *bench, size_t *size)
{
    uint64_t stamp = 0, of_result = 0;
    size_t stamp_size;
    char *path = path_of(unit, bench, "results", ".stamp");
    char *text = store_read(path, STAMP_BYTES, &stamp_size);
    free(path);
    path = result_path(unit, bench);
    char *bytes = store_read(path, RESULT_BYTES_MOST, size);
    free(path);
    bool counts = text != NULL && bytes != NULL &&
                  sscanf(text, "%" SCNx64 " %" SCNx64, &stamp, &of_result) == 2 &&
                  stamp == unit->stamp &&
                  of_result == fingerprint_add(FINGERPRINT_NOTHING, bytes, *size);
    free(text);
    if (counts)
        return bytes;
    free(bytes);
    return NULL;
}

/* Result first: until its stamp is there, it does not count. */
static bool keep(const struct unit *unit, const struct bench *bench, const char *bytes, size_t size)
{
    char stamp[STAMP_BYTES];
    char *to = result_path(unit, bench);
    int length = snprintf(stamp, sizeof stamp, STAMP_FORMAT, unit->stamp,
                          fingerprint_add(FINGERPRINT_NOTHING, bytes, size));
    bool is_stored = store_write(to, bytes, size);
    free(to);
    to = path_of(unit, bench, "results", ".stamp");
    is_stored = is_stored && store_write(to, stamp, (size_t)length);
    free(to);
    return is_stored;
}

/* ---- Results that are not the grader's ------------------------------------------------------- */

static struct result begin(const struct bench *bench)
{
    struct result result;
    result_begin(&result, bench->lab->number, bench->seed);
    result_set(&result, &result.title, bench->lab->title);
    return result;
}

/* Frees it. NULL, or a sentence. */
static const char *write_own(const struct unit *unit, const struct bench *bench,
                             struct result *result)
{
    const char *error = NULL;
    char *path = result_path(unit, bench);
    bool is_written = result_write(result, path, &error);
    result_free(result);
    free(path);
    return is_written ? NULL : error;
}

static struct result ungraded(const struct bench *bench, const char *reason)
{
    struct result result = begin(bench);
    char *tail = must_format("UNGRADED: %s\n", reason);
    result_set(&result, &result.reason, reason);
    result_set(&result, &result.tail, tail);
    free(tail);
    return result;
}

/* In a place where it cannot be written the unit is ungraded all the same. */
void unit_fail(struct unit *unit, const struct bench *bench, char *reason)
{
    struct result result = ungraded(bench, reason);
    free(unit->reason);
    unit->reason = reason;
    unit->state = UNIT_UNGRADED;
    remove_part(unit, bench, "results", ".stamp");
    write_own(unit, bench, &result);
    remove_work(unit, bench);
}

static void fail_to_write(struct unit *unit, const struct bench *bench)
{
    unit_fail(unit, bench, must_format("%s cannot be written: %s", bench->out, strerror(errno)));
}

/* Takes over what stands in the result's file. */
static void keep_file(struct unit *unit, const struct bench *bench, const char *path)
{
    size_t size;
    char *bytes = store_read(path, RESULT_BYTES_MOST, &size);
    if (bytes != NULL && keep(unit, bench, bytes, size))
        unit->state = UNIT_GRADED;
    else
        fail_to_write(unit, bench);
    free(bytes);
}

static void grade_nothing(struct unit *unit, const struct bench *bench, const char *fault)
{
    struct result result = begin(bench);
    char *head = must_format("%s\n", fault);
    char *tail = must_format("\nlab%d: 0/%d\n", bench->lab->number, RESULT_FULL);
    result.is_graded = true;
    result_set(&result, &result.head, head);
    result_set(&result, &result.tail, tail);
    const char *error = write_own(unit, bench, &result);
    char *path = result_path(unit, bench);
    if (error == NULL)
        keep_file(unit, bench, path);
    else
        unit_fail(unit, bench, must_format("%s cannot be written: %s", path, error));
    free(path);
    free(head);
    free(tail);
}

/* ---- Taking in ------------------------------------------------------------------------------- */

static bool lay_out(const struct unit *unit, const struct bench *bench, const struct parcel *parcel)
{
    char *folder = path_of(unit, bench, "hand-ins", "");
    store_remove(folder);
    bool is_there = parcel->files.count == 0 || store_make_folder(folder);
    for (size_t i = 0; i < parcel->files.count && is_there; i++) {
        const struct find *file = &parcel->files.list[i];
        char *path = must_format("%s/%s", folder, file->name);
        is_there = store_write(path, file->bytes, file->size);
        free(path);
    }
    free(folder);
    return is_there;
}

void unit_prepare(struct unit *unit, const struct bench *bench)
{
    size_t size;
    struct parcel parcel = parcel_make(bench->roster, unit->student, bench->lab, bench->home);
    unit->stamp = stamp_of(bench, &parcel);
    unit->notes = parcel.notes;
    unit->fault = parcel.fault;
    unit->look = parcel.look;
    parcel.notes = NULL;
    parcel.fault = NULL;
    parcel.look = NULL;
    char *earlier = parcel.tool_fault == NULL ? stored(unit, bench, &size) : NULL;
    if (parcel.tool_fault != NULL)
        unit_fail(unit, bench, must_text(parcel.tool_fault));
    else if (earlier != NULL) {
        unit->state = UNIT_GRADED;
        unit->is_reused = true;
    } else if (!lay_out(unit, bench, &parcel))
        fail_to_write(unit, bench);
    else if (unit->fault != NULL)
        grade_nothing(unit, bench, unit->fault);
    else
        unit->state = UNIT_READY;
    free(earlier);
    parcel_free(&parcel);
}

/* ---- Grading --------------------------------------------------------------------------------- */

/* In the folder of the hand-in, so that its place is in no report, and the sessions of its failures
 * lie beside it. */
pid_t unit_start(struct unit *unit, const struct bench *bench)
{
    char number[16], seed[16];
    char *folder = path_of(unit, bench, "hand-ins", ""),
         *log = path_of(unit, bench, "grading", ".log");
    char *result = path_of(unit, bench, "grading", ".json");
    char *program = must_format("%s/memrepl", bench->home);
    char *words[] = {program,  "--grade", number,     "--from", ".",
                     "--seed", seed,      "--result", result,   NULL};
    snprintf(number, sizeof number, "%d", bench->lab->number);
    snprintf(seed, sizeof seed, "%u", bench->seed);
    remove_work(unit, bench);
    int output = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    pid_t process = output < 0 ? -1 : spawn_start(words, folder, -1, output, true);
    if (process < 0)
        fail_to_write(unit, bench);
    if (output >= 0)
        close(output);
    free(program);
    free(result);
    free(log);
    free(folder);
    return process;
}

/* The last line of what was printed, when it says why; or how the process ended. */
static char *reason_of(const struct unit *unit, const struct bench *bench, int status)
{
    static const char mark[] = "UNGRADED: ";
    size_t size;
    char *path = path_of(unit, bench, "grading", ".log");
    char *log = store_read(path, LOG_BYTES, &size);
    free(path);
    while (log != NULL && size > 0 && log[size - 1] == '\n')
        log[--size] = '\0';
    const char *line = log == NULL ? NULL : strrchr(log, '\n');
    line = line == NULL ? log : line + 1;
    char *reason;
    if (line != NULL && strncmp(line, mark, strlen(mark)) == 0)
        reason = roster_printable(line + strlen(mark));
    else if (WIFSIGNALED(status))
        reason = must_format("the grading was ended by signal %d (%s)", WTERMSIG(status),
                             strsignal(WTERMSIG(status)));
    else
        reason = must_format("the grading ended with status %d and without a result",
                             WEXITSTATUS(status));
    free(log);
    return reason;
}

void unit_finish(struct unit *unit, const struct bench *bench, int status)
{
    struct result result = {.lab = 0};
    char *error = NULL;
    char *path = path_of(unit, bench, "grading", ".json");
    bool has_ended = WIFEXITED(status) && WEXITSTATUS(status) <= STATUS_BELOW;
    bool is_read = access(path, R_OK) == 0 && result_read(&result, path, &error);
    if (is_read && has_ended && result.is_graded && result.lab == bench->lab->number &&
        result.seed == bench->seed)
        keep_file(unit, bench, path);
    else if (is_read && !result.is_graded && result.reason[0] != '\0')
        unit_fail(unit, bench, roster_printable(result.reason));
    else
        unit_fail(unit, bench, reason_of(unit, bench, status));
    remove_work(unit, bench);
    result_free(&result);
    free(error);
    free(path);
}

/* ---- Afterwards ------------------------------------------------------------------------------ */

bool unit_load(const struct unit *unit, const struct bench *bench, struct result *result)
{
    size_t size;
    char *error = NULL;
    if (unit->state == UNIT_UNGRADED) {
        *result = ungraded(bench, unit->reason);
        return !result->is_lacking;
    }
    *result = (struct result){.lab = 0};
    char *bytes = stored(unit, bench, &size);
    FILE *file = bytes == NULL ? NULL : fmemopen(bytes, size, "r");
    bool is_read = file != NULL && result_read_from(result, file, unit->student->key, &error);
    if (file != NULL)
        fclose(file);
    free(error);
    free(bytes);
    return is_read;
}

void unit_free(struct unit *unit)
{
    free(unit->fault);
    free(unit->look);
    free(unit->notes);
    free(unit->reason);
}
