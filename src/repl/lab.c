#include "repl/lab.h"

#include <stdlib.h>
#include <string.h>

#include "program/build.h"
#include "program/host/leftovers.h"
#include "program/labs.h"
#include "program/suspects.h"
#include "program/text.h"
#include "repl/words/quoting.h"

char *lab_program(const char *home, int number, char **error)
{
    struct lab *lab = labs_open(home, number, error);
    char *program = lab == NULL ? NULL : strdup(lab->program);
    labs_close(lab);
    return program;
}

static enum build_result build_sources(const struct lab *lab, const char *home, char *const *files,
                                       const char *path, char **messages)
{
    enum build_result result = BUILD_SYSTEM;
    char *script = text_format("%s/src/program/build-subject.sh", home);
    char **includes = labs_includes(lab, home), **sources = labs_sources(lab, home, files);
    if (script != NULL && includes != NULL && sources != NULL)
        result = build_subject(&(struct build_order){.script = script,
                                                     .output = path,
                                                     .includes = (const char *const *)includes,
                                                     .sources = (const char *const *)sources},
                               messages);
    labs_free_list(sources);
    labs_free_list(includes);
    free(script);
    return result;
}

static bool build(const struct repl_options *options, const struct lab *lab, const char *path,
                  char **error)
{
    char *messages = NULL;
    char **files = labs_student_files(lab, options->home, options->lab_from, error);
    if (files == NULL)
        return false;
    enum build_result result = build_sources(lab, options->home, files, path, &messages);
    if (result != BUILD_OK)
        *error = text_format(
            "lab %d cannot be built: %s%s%s", lab->number, build_result_sentence(result),
            messages != NULL && messages[0] != '\0' ? "\n" : "", messages != NULL ? messages : "");
    free(messages);
    labs_free_list(files);
    return result == BUILD_OK;
}

char *lab_build(const struct repl_options *options, const char *program, char **error)
{
    char folder[16];
    if (options->lab == SUSPECTS_LAB)
        return suspects_path(options->home, options->lab_from, "so", error);
    struct lab *lab = labs_open(options->home, options->lab, error);
    if (lab == NULL)
        return NULL;
    snprintf(folder, sizeof folder, "lab%d", lab->number);
    char *path = leftovers_path(options->home, folder, program);
    bool is_its = strcmp(lab->program, program) == 0;
    if (!is_its)
        *error =
            text_format("lab %d cannot be stepped here: it is about another program", lab->number);
    if (!is_its || path == NULL || !build(options, lab, path, error)) {
        free(path);
        path = NULL;
    }
    labs_close(lab);
    return path;
}

bool lab_is_ready(const struct repl_options *options)
{
    return options->lab == 0 || options->lab == SUSPECTS_LAB;
}

const char *lab_whose(const struct repl_options *options)
{
    return options->lab == SUSPECTS_LAB ? suspects_name(options->lab_from) : "with your files";
}

void lab_write(const struct repl_options *options, FILE *file)
{
    fprintf(file, "lab %d", options->lab);
    if (options->lab != 0 && options->lab_from != NULL) {
        fputc(' ', file);
        quoting_write(file, options->lab_from);
    }
    fputc('\n', file);
}
