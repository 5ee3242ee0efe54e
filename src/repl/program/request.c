#include "repl/program/request.h"

#include "program/host/plain.h"
#include "program/text.h"
#include "repl/command.h"
#include "repl/words/quoting.h"
#include "stepper/stepper.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WORDS_MOST = COMMAND_WORDS_MOST - 12 }; /* a session adds --hash N, --, < and options */
#define TICKS_MOST 4000000000u                 /* of one step: half a minute */

/* ---- Paths ----------------------------------------------------------------------------------- */

/* The folder of a file, with its slash: how many characters of the path that is. */
static int folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (int)(slash + 1 - path);
}

/* Where the file named in a session is; heap string. */
static char *find_file(const char *path, const char *session)
{
    char *beside = session == NULL || path[0] == '/'
                       ? NULL
                       : text_format("%.*s%s", folder_length(session), session, path);
    if (beside != NULL && access(beside, F_OK) == 0)
        return beside;
    free(beside);
    return text_format("%s", path);
}

/* The way from a folder to a file, both absolute: "../src/queue.c". */
static char *way_to(const char *folder, const char *file)
{
    size_t shared = 0;
    for (size_t index = 0; folder[index] != '\0' && folder[index] == file[index]; index++)
        if (folder[index] == '/')
            shared = index + 1;
    char *way = text_format("%s", file + shared);
    for (const char *rest = folder + shared; way != NULL && (rest = strchr(rest, '/')); rest++) {
        char *longer = text_format("../%s", way);
        free(way);
        way = longer;
    }
    return way;
}

/* The path as a session in the file `session` has it; heap string, NULL when out of memory. */
static char *path_from(const char *session, const char *path)
{
    char *near = text_format("%.*s.", folder_length(session), session);
    char *real = near == NULL ? NULL : realpath(near, NULL), *file = realpath(path, NULL);
    char *folder = real == NULL ? NULL : text_format("%s/", real);
    char *way = folder == NULL || file == NULL ? text_format("%s", path) : way_to(folder, file);
    free(near);
    free(real);
    free(folder);
    free(file);
    return way;
}

/* ---- Reading --------------------------------------------------------------------------------- */

static bool has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path), end = strlen(ending);
    return length > end && strcmp(path + length - end, ending) == 0;
}

static bool is_cplusplus(const char *path)
{
    return has_ending(path, ".cc") || has_ending(path, ".cpp") || has_ending(path, ".cxx") ||
           has_ending(path, ".C");
}

/* What keeps a file from being read or compiled; heap string, or NULL. */
static char *find_fault(const char *path, bool is_source)
{
    struct stat status;
    if (strpbrk(path, "\r\n") != NULL)
        return text_format(
            "the name of a file to be studied has a line break, which no session can "
            "hold: rename the file");
    if (stat(path, &status) != 0 || access(path, R_OK) != 0)
        return text_format("%s: %s", path, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return text_format("%s is a folder, not a file", path);
    if (plain_is_named_pipe(path))
        return text_format("%s is " PLAIN_PIPE, path);
    if (!is_source)
        return NULL;
    if (is_cplusplus(path))
        return text_format("%s is C++, and only C can be studied", path);
    if (!has_ending(path, ".c") && !has_ending(path, ".o"))
        return text_format("%s is no C source: give FILE.c, or an object FILE.o", path);
    return NULL;
}

/* Adds a string (taken over) to a list that has room for it. */
static bool add(char **list, char *text)
{
    size_t count = 0;
    while (list[count] != NULL)
        count++;
    list[count] = text;
    return text != NULL;
}

static bool read_hash(struct request *request, const char *text)
{
    char *end;
    request->hash = (uint32_t)strtoul(text, &end, 16);
    request->has_hash = end != text && *end == '\0';
    return request->has_hash;
}

/* "< FILE" or "<FILE": how many words from `index` on name the input; 0 when none does. Behind --
 * only the last words do. */
static int input_words(int count, const char *const *words, int index, bool in_arguments)
{
    if (words[index][0] != '<')
        return 0;
    int used = words[index][1] == '\0' ? 2 : 1;
    return index + used > count || (in_arguments && index + used < count) ? 0 : used;
}

/* Options but --hash, which take a string. */
static const struct string_option {
    const char *name, *value;
    size_t place;   /* in a request */
    bool is_a_path; /* which a session has from its own folder */
} string_options[] = {
    {"--cc", "the name of a compiler", offsetof(struct request, compiler), false},
    {"--lab", "the number of a lab", offsetof(struct request, lab), false},
    {"--from", "a folder", offsetof(struct request, from), true},
    {"--built", "a file", offsetof(struct request, built), true},
    {"--ticks", "a number of branches, loads and stores", offsetof(struct request, ticks), false},
};

enum { STRING_OPTIONS = sizeof string_options / sizeof string_options[0] };

/* NULL when the word is none of them. */
static const struct string_option *find_option(const char *word)
{
    for (size_t index = 0; index < STRING_OPTIONS; index++)
        if (strcmp(word, string_options[index].name) == 0)
            return &string_options[index];
    return NULL;
}

static char **option_place(const struct request *request, const struct string_option *option)
{
    return (char **)((char *)request + option->place);
}

/* An option with its value, NULL when there is none; false with *error, or when out of memory. */
static bool take_option(struct request *request, const char *word, const char *value,
                        const char *session, char **error)
{
    const struct string_option *option = find_option(word);
    if (option == NULL && (value == NULL || !read_hash(request, value)))
        *error = text_format("--hash takes a number of hexadecimal digits");
    else if (option != NULL && value == NULL)
        *error = text_format("%s takes %s", option->name, option->value);
    if (*error != NULL || option == NULL)
        return *error == NULL;
    char **place = option_place(request, option);
    free(*place);
    *place = option->is_a_path ? find_file(value, session) : text_format("%s", value);
    return *place != NULL;
}

static bool is_option(const char *word)
{
    return strcmp(word, "--hash") == 0 || find_option(word) != NULL;
}

static bool take_words(struct request *request, int count, const char *const *words,
                       const char *session, char **error)
{
    bool in_arguments = false;
    for (int index = 0; index < count; index++) {
        int used = input_words(count, words, index, in_arguments);
        bool is_fine = true;
        if (used > 0 && request->input == NULL) {
            const char *path = used == 1 ? words[index] + 1 : words[index + 1];
            request->input = find_file(path, session);
            is_fine = request->input != NULL;
            index += used - 1;
        } else if (!in_arguments && strcmp(words[index], "--") == 0) {
            in_arguments = true;
        } else if (in_arguments) {
            is_fine = add(request->arguments, text_format("%s", words[index]));
        } else if (is_option(words[index])) {
            const char *value = index + 1 < count ? words[index + 1] : NULL;
            is_fine = take_option(request, words[index], value, session, error);
            index++;
        } else {
            is_fine = add(request->files, find_file(words[index], session));
        }
        if (!is_fine)
            return false;
    }
    return true;
}

uint64_t request_ticks(const struct request *request)
{
    return request->ticks == NULL ? 0 : strtoull(request->ticks, NULL, 10);
}

/* Not fewer than are usual: what was saved with these has to come as far without. */
static bool are_ticks(const char *text)
{
    char *end;
    unsigned long long ticks = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && ticks >= STEPPER_TICKS_USUAL &&
           ticks <= TICKS_MOST;
}

static char *find_faults(const struct request *request)
{
    if (request->ticks != NULL && !are_ticks(request->ticks))
        return text_format("--ticks takes a number from %u to %u, not \"%.40s\"",
                           STEPPER_TICKS_USUAL, TICKS_MOST, request->ticks);
    char *fault = request->files[0] != NULL
                      ? NULL
                      : text_format("program takes the files of a program: program FILE.c");
    for (size_t index = 0; fault == NULL && request->files[index] != NULL; index++)
        fault = find_fault(request->files[index], true);
    if (fault == NULL && request->built != NULL)
        fault = find_fault(request->built, false);
    if (fault == NULL && request->input != NULL)
        fault = find_fault(request->input, false);
    return fault;
}

bool request_read(struct request *request, int count, const char *const *words, const char *session,
                  char **error)
{
    *error = NULL;
    if (count > WORDS_MOST) {
        *error = text_format("a program gets at most %d words, arguments and all", WORDS_MOST);
        return false;
    }
    *request = (struct request){.files = calloc((size_t)count + 1, sizeof(char *)),
                                .arguments = calloc((size_t)count + 1, sizeof(char *))};
    bool is_read = request->files != NULL && request->arguments != NULL &&
                   take_words(request, count, words, session, error);
    if (is_read)
        *error = find_faults(request);
    else if (*error == NULL)
        *error = text_format("no memory left to read this line");
    if (*error == NULL)
        return is_read;
    request_free(request);
    return false;
}

static void free_list(char **list)
{
    for (size_t index = 0; list != NULL && list[index] != NULL; index++)
        free(list[index]);
    free(list);
}

void request_free(struct request *request)
{
    free_list(request->files);
    free_list(request->arguments);
    for (size_t index = 0; index < STRING_OPTIONS; index++)
        free(*option_place(request, &string_options[index]));
    free(request->input);
    *request = (struct request){0};
}

/* ---- Telling --------------------------------------------------------------------------------- */

void request_name(const struct request *request, char *name, size_t size)
{
    const char *base = request->files[0] + folder_length(request->files[0]);
    snprintf(name, size, "%.*s", (int)strlen(base) - 2, base);
}

static void write_word(FILE *file, const char *word)
{
    fputc(' ', file);
    quoting_write(file, word);
}

/* One that looks like an option or like what stands before the input is told by its folder. */
static void write_path(FILE *file, const char *session, const char *path)
{
    char *way = path_from(session, path);
    const char *known = way == NULL ? path : way;
    char *plain = known[0] == '-' || known[0] == '<' ? text_format("./%s", known) : NULL;
    write_word(file, plain == NULL ? known : plain);
    free(plain);
    free(way);
}

static void write_option(FILE *file, const char *session, const struct request *request,
                         const struct string_option *option)
{
    const char *value = *option_place(request, option);
    if (value == NULL)
        return;
    fprintf(file, " %s", option->name);
    if (option->is_a_path)
        write_path(file, session, value);
    else
        write_word(file, value);
}

/* Flags change the program as a change of its source does: whoever wonders finds them there. */
static void write_flags(FILE *file)
{
    const char *flags = getenv("CFLAGS");
    if (flags == NULL || flags[0] == '\0')
        return;
    fputs("# CFLAGS=", file);
    quoting_write(file, flags);
    fputc('\n', file);
}

void request_write(const struct request *request, uint32_t hash, FILE *file, const char *session)
{
    write_flags(file);
    fprintf(file, "program --hash %08x", hash);
    for (size_t index = 0; index < STRING_OPTIONS; index++)
        write_option(file, session, request, &string_options[index]);
    for (size_t index = 0; request->files[index] != NULL; index++)
        write_path(file, session, request->files[index]);
    if (request->arguments[0] != NULL)
        fputs(" --", file);
    for (size_t index = 0; request->arguments[index] != NULL; index++)
        write_word(file, request->arguments[index]);
    if (request->input != NULL) {
        fputs(" <", file);
        write_path(file, session, request->input);
    }
    fputc('\n', file);
}
