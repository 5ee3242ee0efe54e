#include "grade/hygiene/source.h"

#include "grade/hygiene/language.h"
#include "grade/hygiene/lexer.h"
#include "grade/hygiene/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program/host/mishaps.h"
#include "program/host/plain.h"

/* Headers of C and POSIX that a program of threads and memory can have a use for. */
static const char *const headers[] = {
    "assert.h",     "complex.h",   "ctype.h",       "errno.h",     "fcntl.h",     "fenv.h",
    "float.h",      "inttypes.h",  "iso646.h",      "limits.h",    "locale.h",    "malloc.h",
    "math.h",       "pthread.h",   "sched.h",       "semaphore.h", "setjmp.h",    "signal.h",
    "stdalign.h",   "stdarg.h",    "stdatomic.h",   "stdbool.h",   "stddef.h",    "stdint.h",
    "stdio.h",      "stdlib.h",    "stdnoreturn.h", "string.h",    "strings.h",   "sys/mman.h",
    "sys/param.h",  "sys/queue.h", "sys/time.h",    "sys/types.h", "tgmath.h",    "threads.h",
    "time.h",       "unistd.h",    "wchar.h",       "uchar.h",     "wctype.h",    "alloca.h",
    "endian.h",     "memory.h",    "err.h",         "features.h",  "sys/stat.h",  "sys/wait.h",
    "poll.h",       "search.h",    "getopt.h",      "libgen.h",    "sys/cdefs.h", "sys/resource.h",
    "sys/select.h",
};

/* Of other systems and of later C, in branches that nothing here compiles; the compiler itself tells whoever
 * has it come by one that there is no such file. */
static const char *const foreign_headers[] = {
    "windows.h",       "conio.h",     "process.h", "io.h",        "crtdbg.h", "tchar.h",
    "malloc/malloc.h", "mach/mach.h", "stdbit.h",  "stdckdint.h", "direct.h", "libkern/OSAtomic.h",
};

/* Directives that only C's own text depends on. */
static const char *const directives[] = {
    "define", "undef", "if", "ifdef", "ifndef", "elif", "else", "endif", "error", "warning",
};

struct scan {
    const char *path;
    char *const *folders;
    struct lexer lexer;
    struct refusals *refusals;
    int left_out; /* how deep in the branches that `#if 0` leaves out, 0: they are compiled */
};

static bool is_one_of(const struct token *token, const char *const *names, size_t count)
{
    for (size_t index = 0; index < count; index++)
        if (token_is(token, names[index]))
            return true;
    return false;
}

/* ---- Headers --------------------------------------------------------------------------------- */

static bool is_in_folders(char *const *folders, const char *name)
{
    char path[4096];
    for (; *folders != NULL && strchr(name, '/') == NULL; folders++) {
        size_t length = strlen(name);
        snprintf(path, sizeof path, "%s/%s", *folders, name);
        if (length > 2 && strcmp(name + length - 2, ".h") == 0 && access(path, R_OK) == 0)
            return true;
    }
    return false;
}

static bool is_among(const char *const *names, size_t count, const char *name)
{
    for (size_t index = 0; index < count; index++)
        if (strcmp(names[index], name) == 0)
            return true;
    return false;
}

static bool is_header(const struct scan *scan, const char *name)
{
    return is_among(headers, sizeof headers / sizeof *headers, name) ||
           is_among(foreign_headers, sizeof foreign_headers / sizeof *foreign_headers, name) ||
           is_in_folders(scan->folders, name);
}

/* The rest of a line "#include <stdio.h>": of the text as it stands, for header names are no
 * strings. */
static void check_include(struct scan *scan, int line)
{
    char name[80];
    struct lexer *lexer = &scan->lexer;
    const char *rest = lexer->text + lexer->at;
    rest += strspn(rest, " \t");
    char close = rest[0] == '<' ? '>' : rest[0];
    size_t length = rest[0] == '\0' ? 0 : strcspn(rest + 1, close == '>' ? ">\n" : "\"\n");
    if ((rest[0] != '<' && rest[0] != '"') || rest[1 + length] != close) {
        lexer->at += strcspn(lexer->text + lexer->at, "\n");
        refuse(scan->refusals, scan->path, line,
               "#include takes a header's name here, <stdio.h> or \"marks.h\", nothing else");
        return;
    }
    snprintf(name, sizeof name, "%.*s", (int)length, rest + 1);
    lexer->at = (size_t)(rest + 2 + length - lexer->text);
    if (length >= sizeof name || !is_header(scan, name))
        refuse(scan->refusals, scan->path, line,
               "%s may not be included: only the lab's own headers and those of C and POSIX for "
               "memory, threads and text",
               name);
    else if (close == '"')
        read_check_beside(scan->path, line, name, scan->folders, scan->refusals);
}

/* ---- Directives ------------------------------------------------------------------------------ */

/* Whether a condition of the file may ask for a header, also by a name that is pasted together. */
static bool may_ask_for_headers(const struct scan *scan)
{
    static const char *const signs[] = {"has_inc", "##", "%:%:"};
    for (size_t index = 0; index < sizeof signs / sizeof *signs; index++)
        if (strstr(scan->lexer.text, signs[index]) != NULL)
            return true;
    return false;
}

/* In a condition that asks for a header, its name stands behind <, and in it neither comments begin nor
 * backslashes count: what the compiler and this file would not read alike is refused. */
static void check_condition(struct scan *scan, int line)
{
    char rest[1000];
    const char *text = scan->lexer.text + scan->lexer.at;
    snprintf(rest, sizeof rest, "%.*s", (int)strcspn(text, "\n"), text);
    bool has_name = may_ask_for_headers(scan) && strpbrk(rest, "<\"") != NULL;
    bool has_comment = strstr(rest, "/*") != NULL;
    bool is_ended = !has_comment || strstr(strstr(rest, "/*"), "*/") != NULL;
    if (strlen(rest) + 1 == sizeof rest || !is_ended ||
        (has_name && (has_comment || strchr(rest, '\\') != NULL)))
        refuse(scan->refusals, scan->path, line,
               "this condition is not read alike by all: keep it short, and its comments on a "
               "line of their own");
}

/* `#if 0`, and nothing behind it. */
static bool leaves_out(const struct scan *scan)
{
    struct lexer ahead = scan->lexer;
    struct token zero = lexer_next(&ahead), next = lexer_next(&ahead);
    return !zero.is_first && token_is(&zero, "0") && (next.is_first || next.kind == TOKEN_END);
}

static void pass_directive(struct scan *scan, const struct token *name)
{
    if (token_is(name, "if") || token_is(name, "ifdef") || token_is(name, "ifndef"))
        scan->left_out++;
    else if (token_is(name, "endif") || (scan->left_out == 1 && (token_is(name, "else"))))
        scan->left_out--;
}

static void check_directive(struct scan *scan, int line)
{
    struct token name = lexer_next(&scan->lexer);
    bool is_name = !name.is_first && name.kind != TOKEN_END;
    bool is_elif = is_name && strncmp(name.text, "elif", 4) == 0;
    if (scan->left_out == 1 && is_elif)
        scan->left_out = 0;
    if (scan->left_out > 0 && is_name) {
        pass_directive(scan, &name);
        return;
    }
    if (name.is_first || name.kind == TOKEN_END) { /* # alone on its line */
        scan->lexer.at -= name.length;
        scan->lexer.is_new_line = true;
    } else if (token_is(&name, "include")) {
        check_include(scan, line);
    } else if (token_is(&name, "if") && leaves_out(scan)) {
        scan->left_out = 1;
    } else if (token_is(&name, "if") || token_is(&name, "elif")) {
        check_condition(scan, line);
    } else if (token_is(&name, "pragma") && language_is_quiet_pragma(scan->lexer)) {
        return;
    } else if (name.kind == TOKEN_NUMBER) {
        refuse(scan->refusals, scan->path, line,
               "# and a number is not allowed here: leave it out");
    } else if (!is_one_of(&name, directives, sizeof directives / sizeof *directives)) {
        refuse(scan->refusals, scan->path, line, "#%.*s is not allowed here: leave it out",
               (int)(name.length < 20 ? name.length : 20), name.text);
    }
}

/* The bytes of a letter in UTF-8 that gcc takes in a name, by C11's annex D as far as scripts go; 0 for
 * all others, which gcc takes for marks, so that another name begins behind them. */
static size_t letter_bytes(const char *text)
{
    static const unsigned ranges[][2] = {{0xAA, 0xAA},    {0xB5, 0xB5},    {0xBA, 0xBA},
                                         {0xC0, 0xD6},    {0xD8, 0xF6},    {0xF8, 0x2FF},
                                         {0x370, 0x167F}, {0x3040, 0xD7FF}};
    const unsigned char *byte = (const unsigned char *)text;
    size_t count = byte[0] >> 5 == 6 ? 2 : byte[0] >> 4 == 14 ? 3 : 0;
    unsigned letter = count == 2 ? byte[0] & 0x1F : byte[0] & 0xF;
    for (size_t at = 1; at < count; at++) {
        if (byte[at] >> 6 != 2)
            return 0;
        letter = letter << 6 | (byte[at] & 0x3F);
    }
    if (count == 0 || (count == 3 && letter < 0x800))
        return 0;
    for (size_t row = 0; row < sizeof ranges / sizeof *ranges; row++)
        if (letter >= ranges[row][0] && letter <= ranges[row][1])
            return count;
    return 0;
}

static void check_letters(struct scan *scan, const struct token *token)
{
    for (size_t at = 0, taken; at < token->length; at += taken) {
        bool is_plain_byte = (unsigned char)token->text[at] < 0x80;
        taken = is_plain_byte ? 1 : letter_bytes(token->text + at);
        if (taken > 0)
            continue;
        refuse(scan->refusals, scan->path, token->line,
               "the byte 0x%02X is no letter of a name: outside of comments and strings, write "
               "plain ASCII",
               (unsigned char)token->text[at]);
        return;
    }
}

static void scan_tokens(struct scan *scan)
{
    static const char *const raw[] = {"R", "LR", "uR", "UR", "u8R"};
    struct token token, last = {.kind = TOKEN_END, .text = ""};
    while ((token = lexer_next(&scan->lexer)).kind != TOKEN_END) {
        if (token.is_first && (token_is(&token, "#") || token_is(&token, "%:")))
            check_directive(scan, token.line);
        else if (token.kind == TOKEN_STRING && last.text + last.length == token.text &&
                 is_one_of(&last, raw, sizeof raw / sizeof *raw))
            refuse(scan->refusals, scan->path, token.line,
                   "R\"...\" is not allowed here: write a plain string");
        if (token.kind == TOKEN_NAME || token.kind == TOKEN_NUMBER)
            check_letters(scan, &token);
        last = token;
    }
}

/* ---- The file -------------------------------------------------------------------------------- */

/* Bytes that show other than they compile, or not at all. */
static void check_bytes(struct scan *scan, const char *text, size_t length)
{
    int line = 1;
    for (size_t at = 0; at < length; at++) {
        unsigned char byte = (unsigned char)text[at];
        bool is_fine = byte >= ' ' || byte == '\t' || byte == '\n' || byte == '\f' ||
                       (byte == '\r' && at + 1 < length && text[at + 1] == '\n');
        if (!is_fine || byte == 0x7F) {
            refuse(scan->refusals, scan->path, line,
                   "the byte 0x%02X is no text: is this a C file, saved as UTF-8?", byte);
            return;
        }
        line += byte == '\n';
    }
}

static bool is_plain(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0 && S_ISREG(about.st_mode);
}

bool source_check(const char *path, char *const *folders, struct refusals *refusals)
{
    struct scan scan = {.path = path, .folders = folders, .refusals = refusals};
    size_t length, found = refusals->count;
    char *text = plain_read(path, SOURCE_BYTES_MOST + 1, &length);
    if (text == NULL && is_plain(path)) {
        mishap_note("a file of the hand-in cannot be read");
        return false;
    }
    if (text == NULL) {
        refuse(refusals, path, 0,
               "is no plain file: hand in the file itself, not a link or a folder");
        return true;
    }
    if (length > SOURCE_BYTES_MOST)
        refuse(refusals, path, 0, "is larger than %zu bytes, which no solution needs",
               SOURCE_BYTES_MOST);
    else
        check_bytes(&scan, text, length);
    bool is_read = refusals->count > found || lexer_open(&scan.lexer, text, length);
    if (refusals->count == found && is_read)
        scan_tokens(&scan);
    lexer_close(&scan.lexer);
    free(text);
    return is_read;
}
