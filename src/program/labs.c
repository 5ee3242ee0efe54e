#include "program/labs.h"

#include "program/host/matches.h"
#include "program/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Lists ----------------------------------------------------------------------------------- */

static size_t length_of(char *const *list)
{
    size_t length = 0;
    while (list != NULL && list[length] != NULL)
        length++;
    return length;
}

/* Adds a string, which becomes the list's own. False when there is no memory, or no string. */
static bool add(char ***list, char *string)
{
    size_t length = length_of(*list);
    char **longer = string == NULL ? NULL : realloc(*list, (length + 2) * sizeof *longer);
    if (longer == NULL) {
        free(string);
        return false;
    }
    longer[length] = string;
    longer[length + 1] = NULL;
    *list = longer;
    return true;
}

void labs_free_list(char **list)
{
    for (size_t index = 0; list != NULL && list[index] != NULL; index++)
        free(list[index]);
    free(list);
}

static bool add_words(char ***list, char *words)
{
    char *rest;
    for (char *word = strtok_r(words, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest))
        if (!add(list, strdup(word)))
            return false;
    return true;
}

/* ---- What is known of a lab ------------------------------------------------------------------ */

static bool take_word(char **place, const char *text)
{
    free(*place);
    *place = strdup(text);
    return *place != NULL;
}

/* One line of the head: "files: request_queue.c". False when it is none. */
static bool take_line(struct lab *lab, char *line)
{
    char *colon = strchr(line, ':');
    if (line[0] == '#' || line[0] == '\0')
        return true;
    if (colon == NULL)
        return false;
    *colon = '\0';
    char *value = colon + 1 + strspn(colon + 1, " ");
    if (strcmp(line, "lab") == 0)
        return take_word(&lab->title, value);
    if (strcmp(line, "program") == 0)
        return take_word(&lab->program, value);
    if (strcmp(line, "files") == 0)
        return add_words(&lab->files, value);
    if (strcmp(line, "functions") == 0)
        return add_words(&lab->functions, value);
    if (strcmp(line, "may call") == 0)
        return add_words(&lab->may_call, value);
    if (strcmp(line, "may not call") == 0)
        return add_words(&lab->may_not_call, value);
    return strcmp(line, "tasks") == 0 && add_words(&lab->tasks, value);
}

/* Up to the first check. */
static bool read_head(struct lab *lab, char **error)
{
    char *line = NULL;
    size_t room = 0;
    int number = 0;
    bool is_good = true;
    FILE *file = fopen(lab->checks, "r");
    if (file == NULL) {
        *error = text_format("%s: %s", lab->checks, strerror(errno));
        return false;
    }
    errno = 0;
    while (is_good && getline(&line, &room, file) > 0 && strncmp(line, "check:", 6) != 0) {
        number++;
        line[strcspn(line, "\n")] = '\0';
        is_good = take_line(lab, line);
    }
    bool is_whole = feof(file) || (line != NULL && strncmp(line, "check:", 6) == 0);
    bool lacks_memory = !is_good && errno == ENOMEM;
    const char *reason = strerror(errno);
    free(line);
    fclose(file);
    if (lacks_memory || (is_good && !is_whole))
        *error = text_format("%s: %s", lab->checks, reason);
    else if (!is_good)
        *error = text_format("%s:%d: before the first check stand lab, files, functions, program, "
                             "tasks, may call and may not call, each with a colon",
                             lab->checks, number);
    else if (lab->title == NULL || lab->program == NULL || lab->tasks == NULL)
        *error = text_format("%s: the head lacks lab, program or tasks", lab->checks);
    return *error == NULL && is_good;
}

/* The base name of the only file or folder that matches; NULL when there is none: errno is 0 then, or
 * says why it could not be found. */
static char *match(const char *folder, const char *pattern)
{
    struct matches found;
    char *name = NULL;
    enum matches_result result = matches_find(folder, pattern, &found);
    if (result != MATCHES_UNREADABLE)
        errno = 0;
    if (found.count > 0)
        name = strdup(strrchr(found.paths[0], '/') + 1);
    matches_free(&found);
    return name;
}

static bool find_folder(struct lab *lab, const char *home)
{
    char pattern[24], *labs = text_format("%s/labs", home);
    snprintf(pattern, sizeof pattern, "lab%d-*", lab->number);
    lab->folder = labs == NULL ? NULL : match(labs, pattern);
    free(labs);
    if (lab->folder == NULL)
        return false;
    lab->checks = text_format("%s/solutions/%s/checks", home, lab->folder);
    if (lab->checks != NULL && access(lab->checks, R_OK) != 0) {
        free(lab->checks);
        lab->checks = text_format("%s/labs/%s/checks", home, lab->folder);
    }
    return lab->checks != NULL;
}

struct lab *labs_open(const char *home, int number, char **error)
{
    *error = NULL;
    struct lab *lab = calloc(1, sizeof *lab);
    if (lab == NULL)
        return NULL;
    lab->number = number;
    errno = 0;
    if (!find_folder(lab, home))
        *error = errno != 0
                     ? text_format("%s/labs: %s", home, strerror(errno))
                     : text_format("there is no lab %d: no folder labs/lab%d-...", number, number);
    else if (read_head(lab, error))
        return lab;
    labs_close(lab);
    return NULL;
}

void labs_close(struct lab *lab)
{
    if (lab == NULL)
        return;
    labs_free_list(lab->files);
    labs_free_list(lab->functions);
    labs_free_list(lab->tasks);
    labs_free_list(lab->may_call);
    labs_free_list(lab->may_not_call);
    free(lab->folder);
    free(lab->checks);
    free(lab->title);
    free(lab->program);
    free(lab);
}

/* ---- The student's files --------------------------------------------------------------------- */

/* Places are tried one after another; errno == ENOMEM tells that there was no memory to name the right
 * one, which says nothing of those that follow. */
static bool is_settled(const char *path)
{
    return path != NULL || errno == ENOMEM;
}

/* The path; NULL with errno when it cannot be read, or there is none for want of memory. */
static char *if_readable(char *path)
{
    if (path == NULL || access(path, R_OK) == 0)
        return path;
    free(path);
    return NULL;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool is_source(const char *place)
{
    size_t length = strlen(place);
    return length > 2 && strcmp(place + length - 2, ".c") == 0;
}

/* What is meant by a place: the file, a folder with the lab's folder, or a folder with the file. */
static char *find_at(const struct lab *lab, const char *file, const char *place)
{
    if (is_source(place)) {
        bool is_it = lab->files[1] == NULL || strcmp(base_of(place), file) == 0;
        return is_it ? if_readable(text_format("%s", place)) : NULL;
    }
    char *path = if_readable(text_format("%s/%s/%s", place, lab->folder, file));
    return is_settled(path) ? path : if_readable(text_format("%s/%s", place, file));
}

static char *find_file(const struct lab *lab, const char *home, const char *file, const char *from)
{
    errno = 0;
    char *path = from == NULL ? NULL : find_at(lab, file, from);
    if (is_settled(path))
        return path;
    char *below =
        from != NULL && from[0] == '/' ? NULL : text_format("%s/%s", home, from ? from : "labs");
    path = below == NULL ? NULL : find_at(lab, file, below);
    free(below);
    if (is_settled(path))
        return path;
    bool is_beside = from != NULL && is_source(from) && lab->files[1] != NULL &&
                     strcmp(base_of(from), file) != 0;
    return is_beside ? find_file(lab, home, file, NULL) : NULL;
}

char **labs_student_files(const struct lab *lab, const char *home, const char *from, char **error)
{
    char **files = calloc(1, sizeof *files);
    *error = NULL;
    for (size_t index = 0; files != NULL && index < length_of(lab->files); index++) {
        char *path = find_file(lab, home, lab->files[index], from);
        if (!is_settled(path))
            *error = text_format("there is no %s to be read in %s%s", lab->files[index],
                                 from != NULL ? from : "labs/", from != NULL ? "" : lab->folder);
        if (path == NULL || !add(&files, path)) {
            labs_free_list(files);
            return NULL;
        }
    }
    return files;
}

static char *if_folder(char *path)
{
    struct stat status;
    if (path == NULL || (stat(path, &status) == 0 && S_ISDIR(status.st_mode)))
        return path;
    free(path);
    errno = ENOTDIR;
    return NULL;
}

/* What is meant by a place, the most special first. */
static char *folder_at(const struct lab *lab, const char *place)
{
    char *path = if_folder(text_format("%s/%s/handin", place, lab->folder));
    if (!is_settled(path))
        path = if_folder(text_format("%s/%s", place, lab->folder));
    return is_settled(path) ? path : if_folder(text_format("%s", place));
}

char *labs_folder(const struct lab *lab, const char *home, const char *from, char **error)
{
    errno = 0;
    char *below = text_format("%s/%s", home, from == NULL ? "labs" : from);
    char *path = below == NULL || from == NULL ? NULL : folder_at(lab, from);
    if (!is_settled(path) && (from == NULL || from[0] != '/'))
        path = folder_at(lab, below);
    free(below);
    *error =
        is_settled(path) ? NULL : text_format("there is no folder %s", from ? from : lab->folder);
    return path;
}

/* ---- The program ----------------------------------------------------------------------------- */

/* True when the student writes what this part, ".../segment_list.o", is made of, or this file. */
static bool is_replaced(const struct lab *lab, const char *part)
{
    const char *name = base_of(part);
    size_t length = strlen(name) - 1;
    for (size_t index = 0; index < length_of(lab->files); index++)
        if (strncmp(lab->files[index], name, length) == 0 &&
            strcmp(lab->files[index] + length, "c") == 0)
            return true;
    return false;
}

static bool is_workload(const char *part)
{
    return strncmp(base_of(part), "workload", strlen("workload")) == 0;
}

static bool add_parts(char ***sources, const struct lab *lab, const char *home, bool has_workload)
{
    struct matches found;
    char *folder = text_format("%s/build/objects/%s", home, lab->program);
    if (folder == NULL)
        return false;
    bool is_whole = matches_find(folder, "*.o", &found) != MATCHES_UNREADABLE;
    for (size_t index = 0; index < found.count && is_whole; index++)
        if (!is_replaced(lab, found.paths[index]) &&
            (has_workload || !is_workload(found.paths[index])))
            is_whole = add(sources, strdup(found.paths[index]));
    matches_free(&found);
    free(folder);
    return is_whole;
}

/* Adds copies of all. */
static bool add_all(char ***list, char *const *strings)
{
    for (size_t index = 0; strings[index] != NULL; index++)
        if (!add(list, strdup(strings[index])))
            return false;
    return true;
}

char **labs_sources(const struct lab *lab, const char *home, char *const *files)
{
    char **sources = NULL;
    char *desk = if_readable(text_format("%s/build/objects/desks/%s.o", home, lab->folder));
    if (!is_settled(desk))
        desk = if_readable(text_format("%s/labs/%s/desk.c", home, lab->folder));
    bool is_whole = (desk != NULL || errno != ENOMEM) && add_all(&sources, files);
    if (desk != NULL)
        is_whole = is_whole && add(&sources, desk);
    if (is_whole && add_parts(&sources, lab, home, true))
        return sources;
    labs_free_list(sources);
    return NULL;
}

char **labs_sources_around(const struct lab *lab, const char *home, char *const *files,
                           char *const *own)
{
    char **sources = NULL;
    if (add_all(&sources, own) && add_all(&sources, files) && add_parts(&sources, lab, home, false))
        return sources;
    labs_free_list(sources);
    return NULL;
}

char **labs_around(const struct lab *lab, const char *home)
{
    struct matches found = {0};
    char **around = calloc(1, sizeof *around);
    char *folder = text_format("%s/labs/%s", home, lab->folder);
    bool is_whole = around != NULL && folder != NULL;
    is_whole = is_whole && matches_find(folder, "*.c", &found) != MATCHES_UNREADABLE;
    for (size_t index = 0; index < found.count && is_whole; index++)
        if (!is_replaced(lab, found.paths[index]))
            is_whole = add(&around, strdup(found.paths[index]));
    matches_free(&found);
    free(folder);
    if (is_whole)
        return around;
    labs_free_list(around);
    return NULL;
}

char **labs_includes(const struct lab *lab, const char *home)
{
    char **includes = NULL;
    bool is_server = strcmp(lab->program, "mems") != 0,
         is_mems = strcmp(lab->program, "server") != 0;
    if ((!is_server || add(&includes, text_format("%s/src/server", home))) &&
        (!is_mems || add(&includes, text_format("%s/src/mems", home))) &&
        add(&includes, text_format("%s/labs/%s", home, lab->folder)))
        return includes;
    labs_free_list(includes);
    return NULL;
}
