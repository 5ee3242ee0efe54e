#include "grade/breaking/hand_in.h"

#include "grade/hygiene/hygiene.h"
#include "grade/runs/run.h"
#include "grade/worker/copies.h"
#include "program/build.h"
#include "program/host/matches.h"
#include "program/host/mishaps.h"
#include "results/clean.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define OBJECTS "tests" /* a folder for those of tests */

enum { WORDS_OF_RUN = 12, NUMBER_BYTES = 12, PATH_BYTES = PATH_MAX + HAND_IN_NAME_BYTES };

/* ---- Words ----------------------------------------------------------------------------------- */

/* Keeps the first line of a text that is not ours, without its control characters and, of a letter of
 * several bytes, without a part. */
static void keep_words(char *words, const char *text)
{
    size_t length = strcspn(text, "\n");
    if (length >= HAND_IN_WORDS_BYTES)
        length = HAND_IN_WORDS_BYTES - 1;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    for (size_t index = 0; index < length; index++)
        words[index] = (char)(iscntrl((unsigned char)text[index]) ? '?' : text[index]);
    words[length] = '\0';
}

/* Takes a path that is never the same out of the words. */
static void hide(char *words, const char *path)
{
    char *at = strstr(words, path);
    if (at != NULL)
        memmove(at, at + strlen(path), strlen(at + strlen(path)) + 1);
}

static const char *line_behind(const char *line)
{
    const char *end = strchr(line, '\n');
    return end == NULL ? line + strlen(line) : end + 1;
}

/* The first line that begins so, or NULL. */
static const char *find_line(const char *text, const char *beginning)
{
    for (; *text != '\0'; text = line_behind(text))
        if (strncmp(text, beginning, strlen(beginning)) == 0)
            return text;
    return NULL;
}

/* ---- The files ------------------------------------------------------------------------------- */

/* The path of a file of the hand-in, wherever one stands. */
static void path_of(char *path, const struct submission *submission,
                    const struct hand_in_file *file)
{
    char folder[PATH_MAX];
    const char *place = submission->place;
    if (place == NULL)
        place = realpath(submission->hand_in, folder);
    snprintf(path, PATH_BYTES, "%s/%s", place != NULL ? place : submission->hand_in, file->name);
}

/* What is linked with the programs in place of a test: beside nothing of another name. */
static void object_of(char *path, const struct submission *submission,
                      const struct hand_in_file *file)
{
    snprintf(path, PATH_BYTES, "%s/" OBJECTS "/%.*s.o", submission->folder,
             (int)strlen(file->name) - 2, file->name);
}

/* Keeps why a test cannot be used: the first error or refusal, or what became of it in general. */
static void keep_fault(struct hand_in_file *file, enum hygiene_result look, enum build_result built,
                       const char *messages)
{
    const char *error = messages == NULL ? NULL : strstr(messages, "error: ");
    if (look == HYGIENE_REFUSED && messages != NULL)
        error = messages;
    if (look != HYGIENE_CLEAN || built != BUILD_OK)
        keep_words(file->fault, error != NULL ? error : build_result_sentence(built));
}

/* Looks at a test (hygiene/), and compiles it. What may have come of something else than the test is
 * returned, else BUILD_OK. */
static enum build_result try_to_compile(const struct submission *submission,
                                        struct hand_in_file *file)
{
    char path[PATH_BYTES], object[PATH_BYTES], server[PATH_BYTES], mems[PATH_BYTES];
    char name[HAND_IN_NAME_BYTES + 2];
    char *messages = NULL, *part;
    enum build_result result;
    path_of(path, submission, file);
    object_of(object, submission, file);
    snprintf(name, sizeof name, "%s%s", file->name[0] == '-' ? "./" : "", file->name);
    snprintf(server, sizeof server, "%s/src/server", submission->home);
    snprintf(mems, sizeof mems, "%s/src/mems", submission->home);
    char *const includes[] = {server, mems, NULL};
    char *const files[] = {submission->place == NULL ? path : name, NULL};
    enum hygiene_result look = hygiene_check(&(struct hygiene_order){.lab = submission->lab,
                                                                     .home = submission->home,
                                                                     .files = files,
                                                                     .place = submission->place,
                                                                     .folder = submission->folder,
                                                                     .includes = includes},
                                             &result, &messages);
    part = hygiene_part(submission->folder, 0);
    if (look == HYGIENE_CLEAN && (part == NULL || rename(part, object) != 0))
        result = BUILD_SYSTEM;
    free(part);
    keep_fault(file, look, result, messages);
    free(messages);
    return look == HYGIENE_REFUSED ? BUILD_OK : result;
}

/* Some of what happens to a compiler looks as if it had refused the file: it would have to happen
 * twice. */
static void compile(const struct submission *submission, struct hand_in_file *file)
{
    if (try_to_compile(submission, file) == BUILD_OK)
        return;
    file->fault[0] = '\0';
    enum build_result result = try_to_compile(submission, file);
    if (build_is_mishap(result))
        mishap_note(build_result_sentence(result));
}

static void compile_in_time(const struct submission *submission, struct hand_in_file *file)
{
    int64_t before_ms = budget_children_ms();
    if (budget_is_spent(submission->budget))
        keep_words(file->fault,
                   "was not compiled: those before took all the time that one hand-in has");
    else
        compile(submission, file);
    budget_pay_children(submission->budget, before_ms);
}

/* False when it is no plain file that can be read. */
static bool take(const struct submission *submission, const struct hand_in_file *file,
                 const char *path, struct stat *status)
{
    char copy[PATH_BYTES];
    enum copies_result result = COPIES_DONE;
    if (submission->place != NULL)
        result = copies_take(path, copies_named(path, submission->home, submission->from),
                             HAND_IN_FILE_BYTES + 1, submission->place);
    if (result == COPIES_FAILED)
        mishap_note("a file of the hand-in cannot be read");
    if (result != COPIES_DONE)
        return false;
    path_of(copy, submission, file);
    return lstat(copy, status) == 0 && S_ISREG(status->st_mode);
}

static void add_file(struct hand_in *hand_in, const struct submission *submission, const char *path)
{
    struct stat status;
    const char *name = strrchr(path, '/') + 1;
    if (hand_in->file_count == HAND_IN_FILES) {
        hand_in->has_more = true;
        return;
    }
    struct hand_in_file *file = &hand_in->files[hand_in->file_count++];
    snprintf(file->name, sizeof file->name, "%s", name);
    file->is_test = strcmp(path + strlen(path) - 2, ".c") == 0;
    clean_line(file->name);
    if (strlen(name) >= sizeof file->name)
        keep_words(file->fault, "its name is too long");
    else if (strcmp(file->name, name) != 0)
        keep_words(file->fault, "its name has characters that cannot be shown");
    else if (!take(submission, file, path, &status))
        keep_words(file->fault, "it is no file");
    else if (status.st_size > HAND_IN_FILE_BYTES)
        snprintf(file->fault, sizeof file->fault, "it has more than %d bytes", HAND_IN_FILE_BYTES);
    else if (file->is_test)
        compile_in_time(submission, file);
}

/* All but what earlier gradings left. */
static void add_files(struct hand_in *hand_in, const struct submission *submission,
                      const char *pattern)
{
    struct matches found;
    if (matches_find(submission->hand_in, pattern, &found) != MATCHES_READ)
        mishap_note("the folder of the hand-in cannot be read");
    for (size_t index = 0; index < found.count; index++)
        if (strncmp(strrchr(found.paths[index], '/'), "/fail-", 6) != 0)
            add_file(hand_in, submission, found.paths[index]);
    matches_free(&found);
}

void hand_in_read(struct hand_in *hand_in, const struct submission *submission)
{
    static const char *const patterns[] = {"*.mem", "*.c"};
    char objects[PATH_BYTES];
    hand_in->is_read = true;
    snprintf(objects, sizeof objects, "%s/" OBJECTS, submission->folder);
    mkdir(objects, 0700);
    for (size_t index = 0; index < sizeof patterns / sizeof *patterns; index++)
        add_files(hand_in, submission, patterns[index]);
}

/* ---- Asking ---------------------------------------------------------------------------------- */

/* Makes one line of what was broken into several. */
static void join_lines(char *text)
{
    for (; (text = strchr(text, '\n')) != NULL && text[1] != '\0'; text++)
        *text = ' ';
}

/* What a run says is wrong. A session's own words stand behind its path and the line; but an event
 * comes first, and what is refused after it means little. */
static void quote(struct statement *statement, const struct hand_in_file *file, const char *path,
                  const char *folder, char *output)
{
    char place[PATH_BYTES + 2];
    if (file->is_test && statement->opinion == OPINION_STOPS)
        join_lines(output);
    const char *line = file->is_test ? output : find_line(output, "Event: ");
    if (line == NULL)
        line = find_line(output, "Deadlock: ");
    snprintf(place, sizeof place, "%s:", path);
    if (line == NULL && (line = find_line(output, place)) != NULL)
        line += strlen(path) - strlen(file->name);
    keep_words(statement->words, line != NULL ? line : "explore tells of a schedule that fails");
    snprintf(place, sizeof place, "%s/", folder);
    hide(statement->words, place);
}

static void judge(struct statement *statement, const struct hand_in_file *file, const char *path,
                  const struct run *run)
{
    const char *sentence = run_end_sentence(run->end);
    if (run->end == RUN_EXITED && run->status == 0) {
        statement->opinion = OPINION_FINE;
        return;
    }
    statement->opinion =
        run->end == RUN_EXITED && run->status == 1 ? OPINION_ACCUSES : OPINION_STOPS;
    if (sentence != NULL)
        keep_words(statement->words, sentence);
    else
        quote(statement, file, path, run->folder, run->output);
}

/* One run: its words need a place while it lasts. */
struct question {
    char path[PATH_BYTES];
    const char *words[WORDS_OF_RUN];
};

static void prepare(struct question *question, const struct submission *submission,
                    const struct hand_in_file *file, const char *program)
{
    static const char executions[NUMBER_BYTES] = "2000";
    _Static_assert(HAND_IN_EXECUTIONS == 2000, "as the words have it");
    const char *const session[] = {"--suspect", program,        "--batch", "--confined",
                                   "-x",        question->path, NULL};
    const char *const test[] = {"--suspect", program,  "--explore", "--executions",
                                executions,  "--jobs", "1",         question->path,
                                NULL};
    if (file->is_test)
        object_of(question->path, submission, file);
    else
        path_of(question->path, submission, file);
    if (file->is_test)
        memcpy(question->words, test, sizeof test);
    else
        memcpy(question->words, session, sizeof session);
}

/* Whether a file is fit to be asked: they are not too many, and all right programs are fine to it, of
 * those asked so far. */
static bool is_sound(const struct hand_in *hand_in, size_t file)
{
    if (hand_in->has_more || hand_in->files[file].fault[0] != '\0')
        return false;
    for (size_t index = 0; index < hand_in->right_count; index++)
        if (hand_in->columns[index].statements[file].opinion != OPINION_FINE)
            return false;
    return true;
}

/* Asks all sessions, or all tests. */
static void ask_some(struct hand_in *hand_in, const struct submission *submission,
                     struct hand_in_column *column, bool are_tests)
{
    struct run runs[HAND_IN_FILES] = {{.words = NULL}};
    struct question *questions = calloc(HAND_IN_FILES, sizeof *questions);
    size_t asked[HAND_IN_FILES], count = 0;
    for (size_t index = 0; questions != NULL && index < hand_in->file_count; index++) {
        const struct hand_in_file *file = &hand_in->files[index];
        if (file->is_test != are_tests || !is_sound(hand_in, index))
            continue;
        prepare(&questions[count], submission, file, column->program);
        runs[count].words = questions[count].words;
        runs[count].folder = submission->folder;
        runs[count].cpu_limit_ms = HAND_IN_CPU_MS;
        asked[count++] = index;
    }
    run_all(submission->budget, runs, count);
    for (size_t index = 0; index < count; index++) {
        judge(&column->statements[asked[index]], &hand_in->files[asked[index]],
              questions[index].path, &runs[index]);
        run_free(&runs[index]);
    }
    free(questions);
}

static bool is_accused(const struct hand_in_column *column)
{
    for (size_t index = 0; index < HAND_IN_FILES; index++)
        if (column->statements[index].opinion == OPINION_ACCUSES)
            return true;
    return false;
}

/* NULL when it was not asked about yet. */
static struct hand_in_column *find_column(struct hand_in *hand_in, const char *program)
{
    for (size_t index = 0; index < hand_in->column_count; index++)
        if (strcmp(hand_in->columns[index].program, program) == 0)
            return &hand_in->columns[index];
    return NULL;
}

static const struct hand_in_column *add_column(struct hand_in *hand_in,
                                               const struct submission *submission,
                                               const char *program, bool is_right)
{
    static const struct hand_in_column nothing = {.program = ""};
    if (hand_in->column_count == HAND_IN_NAMES)
        return &nothing;
    struct hand_in_column *column = &hand_in->columns[hand_in->column_count++];
    column->program = program;
    ask_some(hand_in, submission, column, false);
    if (is_right || !is_accused(column))
        ask_some(hand_in, submission, column, true);
    hand_in->right_count += is_right;
    return column;
}

const struct hand_in_column *hand_in_ask_right(struct hand_in *hand_in,
                                               const struct submission *submission,
                                               const char *program)
{
    const struct hand_in_column *column = find_column(hand_in, program);
    return column != NULL ? column : add_column(hand_in, submission, program, true);
}

const struct hand_in_column *hand_in_ask(struct hand_in *hand_in,
                                         const struct submission *submission, const char *program)
{
    const struct hand_in_column *column = find_column(hand_in, program);
    return column != NULL ? column : add_column(hand_in, submission, program, false);
}
