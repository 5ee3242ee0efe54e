#include "grade/supervisor/record.h"

#include "grade/grade.h"
#include "program/host/plain.h"
#include "results/reading.h"
#include "results/writing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4300 };

/* ---- The beginning --------------------------------------------------------------------------- */

/* Removes the result of an earlier grading, and nothing else. */
static bool make_way(const char *path, FILE *out)
{
    struct stat about;
    bool is_there = lstat(path, &about) == 0;
    if (is_there && !S_ISREG(about.st_mode)) {
        fprintf(out, "UNGRADED: the result cannot be written: %s is no plain file\n", path);
        return false;
    }
    if (is_there && unlink(path) != 0) {
        fprintf(out, "UNGRADED: the result cannot be written: %s: %s\n", path, strerror(errno));
        return false;
    }
    return true;
}

bool record_open(struct record *record, const char *path, int lab, unsigned seed, FILE *out)
{
    *record = (struct record){.path = path};
    if (path != NULL && !make_way(path, out))
        return false;
    if (!tape_open(&record->tape, out)) {
        fprintf(out, "UNGRADED: no memory left\n");
        return false;
    }
    result_begin(&record->result, lab, seed);
    return true;
}

void record_begin(struct record *record, const char *sandbox)
{
    record->before = tape_cut(&record->tape);
    result_set(&record->result, &record->result.sandbox, sandbox);
}

void record_end(struct record *record)
{
    record->report = tape_cut(&record->tape);
}

/* ---- What the grader left -------------------------------------------------------------------- */

/* A plain file. NULL when there is none. */
static FILE *open_left(const char *outbox)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/%s", outbox, GRADE_RESULT);
    int file = plain_open(AT_FDCWD, path);
    FILE *left = file < 0 ? NULL : fdopen(file, "r");
    if (left == NULL && file >= 0)
        close(file);
    return left;
}

/* NULL when it says what report and status say; else how it does not. */
static const char *judge(const struct record *record, const struct result *left, int status)
{
    char *report = result_report(left);
    bool is_same = report != NULL && record->report != NULL && strcmp(report, record->report) == 0;
    free(report);
    if (!is_same)
        return "the result is not what the report says";
    bool is_full = left->is_graded && left->score == RESULT_FULL;
    int expected = !left->is_graded ? STATUS_UNGRADED : is_full ? STATUS_FULL : STATUS_BELOW;
    if (left->lab != record->result.lab || left->seed != record->result.seed || status != expected)
        return "the result is not that of this grading";
    return NULL;
}

/* As judge(), also of one that cannot be read. */
static const char *take(const struct record *record, struct result *left, const char *outbox,
                        int status)
{
    char *error = NULL;
    FILE *file = open_left(outbox);
    if (file == NULL)
        return "the grading left no result";
    bool is_read = result_read_from(left, file, GRADE_RESULT, &error);
    fclose(file);
    free(error);
    return is_read ? judge(record, left, status) : "the grading left no result that can be read";
}

int record_take(struct record *record, const char *outbox, int status)
{
    struct result left = {.lab = 0};
    if (record->path == NULL)
        return status;
    const char *fault = take(record, &left, outbox, status);
    if (fault != NULL) {
        result_free(&left);
        return record_ungraded(record, fault);
    }
    result_set(&left, &left.sandbox, record->result.sandbox);
    result_join(&left, &left.head, record->before == NULL ? "" : record->before, "");
    result_free(&record->result);
    record->result = left;
    free(record->before);
    free(record->report);
    record->before = record->report = NULL;
    return status;
}

/* ---- The end --------------------------------------------------------------------------------- */

int record_ungraded(struct record *record, const char *reason)
{
    fprintf(record->tape.out, "UNGRADED: %s\n", reason);
    result_set(&record->result, &record->result.reason, reason);
    return STATUS_UNGRADED;
}

/* What was printed and is not in the result yet. */
static void join_rest(struct record *record)
{
    struct result *result = &record->result;
    char *rest = tape_cut(&record->tape);
    result_join(result, &result->head, record->before == NULL ? "" : record->before,
                record->report == NULL ? "" : record->report);
    result_join(result, &result->tail, "", rest == NULL ? "" : rest);
    free(rest);
}

int record_close(struct record *record, int status)
{
    const char *error;
    join_rest(record);
    if (record->path != NULL && !result_write(&record->result, record->path, &error)) {
        fprintf(record->tape.out, "UNGRADED: the result cannot be written: %s: %s\n", record->path,
                error);
        status = STATUS_UNGRADED;
    }
    tape_close(&record->tape);
    result_free(&record->result);
    free(record->before);
    free(record->report);
    return status;
}
