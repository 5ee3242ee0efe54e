#include "grade/hygiene/read.h"

#include "program/host/matches.h"
#include "program/host/mishaps.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER_BYTES_MOST = 1 << 16 }; /* the longest of a lab has a tenth */

struct account {
    FILE *file;
    char *own_folders;   /* of the compiler */
    const char *place;   /* where the compiler stood; NULL: where we do */
    const char *student; /* seen from there */
    char *const *folders;
    struct refusals *refusals;
};

/* ---- Where a file is ------------------------------------------------------------------------- */

static bool is_below(const char *real, const char *folder)
{
    char resolved[PATH_MAX];
    size_t length = realpath(folder, resolved) == NULL ? 0 : strlen(resolved);
    return length > 1 && strncmp(real, resolved, length) == 0 && real[length] == '/';
}

static bool is_of_compiler(const struct account *account, const char *real)
{
    char folder[PATH_MAX];
    for (const char *at = account->own_folders; *at != '\0' && *at != '\n';) {
        size_t length = strcspn(at, ":\n");
        snprintf(folder, sizeof folder, "%.*s", (int)length, at);
        if (folder[0] == '/' && is_below(real, folder))
            return true;
        at += length + (at[length] == ':');
    }
    return false;
}

static size_t read_bytes(const char *path, char *bytes)
{
    FILE *file = fopen(path, "rb");
    size_t length = file == NULL ? 0 : fread(bytes, 1, HEADER_BYTES_MOST, file);
    if (file != NULL)
        fclose(file);
    return length;
}

static bool is_same(const char *one, const char *other)
{
    static const size_t room = HEADER_BYTES_MOST;
    char *bytes = malloc(2 * room);
    size_t length = bytes == NULL ? 0 : read_bytes(one, bytes);
    bool is_equal = length > 0 && length < room && read_bytes(other, bytes + room) == length &&
                    memcmp(bytes, bytes + room, length) == 0;
    free(bytes);
    return is_equal;
}

/* In the lab's folder itself, or with the bytes of what has its name there. */
static bool is_of_lab(char *const *folders, const char *real)
{
    char path[PATH_MAX], resolved[PATH_MAX];
    const char *name = strrchr(real, '/');
    size_t length = strlen(real);
    if (length < 2 || strcmp(real + length - 2, ".h") != 0)
        return false;
    for (char *const *folder = folders; *folder != NULL; folder++) {
        int used = snprintf(path, sizeof path, "%s%s", *folder, name);
        if (used < (int)sizeof path && realpath(path, resolved) != NULL &&
            (strcmp(resolved, real) == 0 || is_same(resolved, real)))
            return true;
    }
    return false;
}

static void refuse_file(struct refusals *refusals, const char *student, int line, const char *path)
{
    const char *slash = strrchr(path, '/');
    refuse(
        refusals, student, line,
        "%.80s is none of the lab's and may not be included: only the lab's files are graded; put "
        "what you need of it into them",
        slash == NULL ? path : slash + 1);
}

/* Of a path as the compiler saw it, who stood in the place. */
static bool resolve(const char *place, const char *path, char *real)
{
    char whole[PATH_MAX];
    bool is_whole = place == NULL || path[0] == '/';
    int used =
        snprintf(whole, sizeof whole, "%s%s%s", is_whole ? "" : place, is_whole ? "" : "/", path);
    return used < (int)sizeof whole && realpath(whole, real) != NULL;
}

static void check_path(struct account *account, const char *path)
{
    char real[PATH_MAX], student[PATH_MAX];
    bool is_there = resolve(account->place, path, real);
    if (is_there && resolve(account->place, account->student, student) &&
        strcmp(real, student) == 0)
        return;
    if (!is_there || (!is_of_compiler(account, real) && !is_of_lab(account->folders, real)))
        refuse_file(account->refusals, account->student, 0, path);
}

/* ---- Beside the student's file --------------------------------------------------------------- */

/* The path of a header of that name in the student's folder, when one is there. */
static bool find_beside(const char *student, const char *name, char *real)
{
    char path[PATH_MAX];
    const char *slash = strrchr(student, '/');
    int length = slash == NULL ? 0 : (int)(slash + 1 - student);
    int used = snprintf(path, sizeof path, "%.*s%s", length, student, name);
    return used < (int)sizeof path && realpath(path, real) != NULL;
}

void read_check_beside(const char *student, int line, const char *name, char *const *folders,
                       struct refusals *refusals)
{
    char real[PATH_MAX];
    if (!find_beside(student, name, real))
        return;
    if (!is_of_lab(folders, real))
        refuse_file(refusals, student, line, name);
    for (; *folders != NULL; folders++) { /* what a copy of a header may include in its turn */
        struct matches found;
        if (matches_find(*folders, "*.h", &found) == MATCHES_UNREADABLE)
            mishap_note("a folder with the headers of the lab cannot be read");
        for (size_t index = 0; index < found.count; index++) {
            const char *other = strrchr(found.paths[index], '/') + 1;
            if (find_beside(student, other, real) && !is_same(real, found.paths[index]))
                refuse_file(refusals, student, line, other);
        }
        matches_free(&found);
    }
}

/* ---- The compiler's account ------------------------------------------------------------------ */

/* The next word of the rule, in which a backslash stands before blanks and #, and $ is doubled. False
 * at the end. */
static bool next_word(FILE *file, char *word)
{
    size_t used = 0;
    int byte;
    while ((byte = getc(file)) != EOF && used + 1 < PATH_MAX) {
        int next = byte == '\\' || byte == '$' ? getc(file) : 0;
        if (byte == '\\' && next == '\n')
            byte = ' ';
        else if ((byte == '\\' && next != 0 && strchr(" \t#:", next) != NULL) ||
                 (byte == '$' && next == '$'))
            byte = next | 0x100;
        else if (next != 0)
            ungetc(next, file);
        if (byte != ' ' && byte != '\n' && byte != '\t')
            word[used++] = (char)byte;
        else if (used > 0)
            break;
    }
    word[used] = '\0';
    return used > 0;
}

bool read_check(const char *path, const char *place, const char *student, char *const *folders,
                struct refusals *refusals)
{
    char word[PATH_MAX];
    struct account account = {.file = fopen(path, "r"),
                              .place = place,
                              .student = student,
                              .folders = folders,
                              .refusals = refusals};
    size_t room = 0, count = 0;
    if (account.file == NULL)
        return false;
    bool is_read = getline(&account.own_folders, &room, account.file) > 0 &&
                   next_word(account.file, word); /* what is made */
    for (; is_read && next_word(account.file, word); count++)
        check_path(&account, word);
    free(account.own_folders);
    fclose(account.file);
    return is_read && count > 0;
}

bool copies_check(const char *path, const char *student, struct refusals *refusals)
{
    char line[REFUSAL_BYTES], *sentence;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return true;
    while (fgets(line, sizeof line, file) != NULL) {
        long number = strtol(line, &sentence, 10);
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(sentence, ": ", 2) == 0)
            refuse(refusals, student, (int)number, "%s", sentence + 2);
    }
    fclose(file);
    return true;
}
