#include "grade/runs/around.h"

#include "grade/hygiene/hygiene.h"
#include "program/build.h"
#include "program/host/mishaps.h"
#include "program/text.h"
#include "results/clean.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- The program ----------------------------------------------------------------------------- */

static char *driver_path(const struct submission *submission, const char *driver)
{
    return text_format("%s/labs/%s/%s", submission->home, submission->lab->folder, driver);
}

char *around_driver(const struct submission *submission, const char *driver)
{
    char *path = driver_path(submission, driver);
    char *whole = path == NULL ? NULL : realpath(path, NULL);
    free(path);
    return whole;
}

static enum build_result build(const struct submission *submission, char *driver,
                               const char *output, char **messages)
{
    char *own[] = {driver, NULL};
    char *script = text_format("%s/src/program/build-subject.sh", submission->home);
    char **includes = labs_includes(submission->lab, submission->home);
    char **sources = labs_sources_around(submission->lab, submission->home, submission->texts, own);
    enum build_result result = BUILD_SYSTEM;
    *messages = NULL;
    if (script != NULL && includes != NULL && sources != NULL)
        result = build_subject(&(struct build_order){.script = script,
                                                     .output = output,
                                                     .includes = (const char *const *)includes,
                                                     .sources = (const char *const *)sources,
                                                     .time_limit_ms = HYGIENE_BUILD_MS,
                                                     .cpu_limit_s = HYGIENE_BUILD_CPU_S,
                                                     .folder = submission->place},
                               messages);
    labs_free_list(includes);
    labs_free_list(sources);
    free(script);
    return result;
}

/* Builds it there; false with *problem. */
static bool build_new(const struct submission *submission, const char *driver, const char *output,
                      char **problem)
{
    char *path = around_driver(submission, driver), *messages = NULL;
    if (path == NULL) {
        *problem = text_format("there is no %s in the lab's folder", driver);
        return false;
    }
    int64_t before_ms = budget_children_ms();
    enum build_result result = build(submission, path, output, &messages);
    if (result != BUILD_OK) { /* where the files alone could be built: once more */
        free(messages);
        result = build(submission, path, output, &messages);
    }
    budget_pay_children(submission->budget, before_ms);
    if (build_is_mishap(result))
        mishap_note(build_result_sentence(result));
    if (result != BUILD_OK)
        *problem = text_format("%s with your files cannot be built: %s: %.200s", driver,
                               build_result_sentence(result), messages == NULL ? "" : messages);
    free(messages);
    free(path);
    return result == BUILD_OK;
}

char *around_build(const struct submission *submission, const char *driver, char **problem)
{
    char *output = text_format("%s/%s.so", submission->folder, driver);
    *problem = NULL;
    if (output == NULL || access(output, R_OK) == 0 ||
        build_new(submission, driver, output, problem))
        return output;
    free(output);
    return NULL;
}

/* ---- The student's side of it ---------------------------------------------------------------- */

/* The student's file of that name, as it is read; NULL when it is none of them. */
static const char *find_text(const struct submission *submission, const char *name)
{
    for (int index = 0; submission->texts[index] != NULL; index++) {
        const char *slash = strrchr(submission->texts[index], '/');
        if (strcmp(slash == NULL ? submission->texts[index] : slash + 1, name) == 0)
            return submission->texts[index];
    }
    return NULL;
}

bool around_is_own(const struct submission *submission, const char *name)
{
    return find_text(submission, name) != NULL;
}

/* A line of a file of the student's, without what it is indented by; heap string or NULL. */
static char *read_source(const struct submission *submission, const char *name, int number)
{
    const char *place = submission->place;
    char *path = text_format("%s%s%s", place == NULL ? "" : place, place == NULL ? "" : "/",
                             find_text(submission, name));
    FILE *file = path == NULL ? NULL : fopen(path, "r");
    char *line = NULL, *text = NULL;
    size_t room = 0;
    free(path);
    while (file != NULL && number > 0 && getline(&line, &room, file) > 0)
        number--;
    if (line != NULL && number == 0) {
        line[strcspn(line, "\r\n")] = '\0';
        text = text_format("%s", line + strspn(line, " \t"));
    }
    free(line);
    if (file != NULL)
        fclose(file);
    return text;
}

void around_keep_place(struct trial *trial, const char *name, int line)
{
    struct failure *failure = &trial->failure;
    failure->is_run = true;
    failure->file = text_format("%s", name);
    if (failure->file == NULL)
        return;
    failure->line = read_source(trial->submission, name, line);
    failure->place = (struct place){.file = failure->file, .line = line, .function = ""};
    failure->has_place = true;
}

bool around_take_promise(const char *assertion, struct phrase *promise)
{
    const char *begin = strchr(assertion, '"'),
               *end = begin == NULL ? NULL : strchr(begin + 1, '"');
    if (end != NULL)
        phrase_add(promise, "%.*s", (int)(end - begin - 1), begin + 1);
    return end != NULL;
}

/* ---- The session ----------------------------------------------------------------------------- */

/* The path as it is typed in the current folder, when that is the house's. */
static const char *shorten(const struct submission *submission, const char *path)
{
    char here[PATH_MAX], home[PATH_MAX];
    size_t length = strlen(submission->home);
    bool is_home = getcwd(here, sizeof here) != NULL && realpath(submission->home, home) != NULL &&
                   strcmp(here, home) == 0;
    bool is_below = strncmp(path, submission->home, length) == 0 && path[length] == '/';
    return is_home && is_below ? path + length + 1 : path;
}

/* True when the file is the lab's own, not one given by --from. */
static bool is_in_lab(const struct submission *submission, const char *path)
{
    char *own = text_format("%s/labs/%s/", submission->home, submission->lab->folder);
    bool is_below = own != NULL && strncmp(path, own, strlen(own)) == 0;
    free(own);
    return is_below;
}

/* Where the student's files are: the one, or the folder of several. */
static void write_from(const struct submission *submission, FILE *file)
{
    const char *path = submission->files[0];
    const char *slash = submission->files[1] == NULL ? NULL : strrchr(path, '/');
    char *from = text_format("%.*s", slash == NULL ? (int)strlen(path) : (int)(slash - path), path);
    if (from != NULL && !is_in_lab(submission, path)) {
        clean_line(from); /* a name with several lines would be commands */
        fprintf(file, " --from \"%s\"", from);
    }
    free(from);
}

void around_write(const struct submission *submission, const char *driver, const char *arguments,
                  const char *hash, FILE *file)
{
    char *path = driver_path(submission, driver);
    fprintf(file, "program%s%.8s --lab %d", hash == NULL ? "" : " --hash ",
            hash == NULL ? "" : hash, submission->lab->number);
    write_from(submission, file);
    fprintf(file, " %s", path == NULL ? driver : shorten(submission, path));
    fprintf(file, "%s%s\n", arguments[0] == '\0' ? "" : " -- ", arguments);
    free(path);
}
