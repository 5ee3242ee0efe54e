#include "repl/command.h"

#include "program/host/mishaps.h"
#include "program/text.h"
#include "repl/words/quoting.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS QUOTING_BLANKS

enum { MESSAGE_BYTES = 512, SHOWN_BYTES = 40 /* of a mistyped word, in messages */ };

/* ---- Messages -------------------------------------------------------------------------------- */

enum outcome command_refuse(struct console *console, const char *format, ...)
{
    char message[MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    console_message(console, "error", message);
    return OUTCOME_ERROR;
}

enum outcome command_refuse_lack(struct console *console, const char *purpose)
{
    mishap_note("no memory left for a command");
    return command_refuse(console, "no memory left %s", purpose);
}

enum outcome command_refuse_lines(struct console *console, char *error)
{
    char *rest = error == NULL ? NULL : strchr(error, '\n');
    if (rest != NULL)
        *rest++ = '\0';
    command_refuse(console, "%s", error == NULL ? "no memory left" : error);
    size_t length = rest == NULL ? 0 : strlen(rest);
    if (length > 0)
        fprintf(console->out, "%s%s", rest, rest[length - 1] == '\n' ? "" : "\n");
    return OUTCOME_ERROR;
}

/* ---- Splitting ------------------------------------------------------------------------------- */

int command_split(char *line, char **words, int most, const char **error)
{
    int count = 0;
    char *from = line, *to = line; /* to <= from: a word never grows */
    for (;;) {
        from += strspn(from, BLANKS);
        if (*from == '\0' || *from == '#')
            return count;
        if (count == most) {
            *error = "too many words";
            return -1;
        }
        words[count++] = to;
        char open = quoting_take(&from, &to);
        if (open != 0) {
            *error = open == '"' ? "a \" is not closed" : "a ' is not closed";
            return -1;
        }
        if (*from != '\0')
            from++;
        *to++ = '\0';
    }
}

/* Cuts the comment and the blanks at both ends off. A quote that is not closed hides no comment. */
static char *trim(char *line)
{
    line += strspn(line, BLANKS);
    char *end = line;
    for (bool is_word_start = true; *end != '\0' && !(is_word_start && *end == '#'); end++) {
        char *closing = quoting_end(end);
        if (closing != NULL)
            end = closing;
        is_word_start = strchr(BLANKS, *end) != NULL;
    }
    while (end > line && strchr(BLANKS, end[-1]) != NULL)
        end--;
    *end = '\0';
    return line;
}

/* ---- Look-up --------------------------------------------------------------------------------- */

const struct command *command_at(const struct mode *mode, size_t index)
{
    for (size_t table = 0; mode->tables != NULL && mode->tables[table] != NULL; table++)
        for (const struct command *row = mode->tables[table]; row->name != NULL; row++)
            if (index-- == 0)
                return row;
    for (const struct command *row = mode->common; row != NULL && row->name != NULL; row++)
        if (index-- == 0)
            return row;
    return NULL;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Letters to change, insert, leave out, or swap with their neighbour, to turn one word into the
 * other (optimal string alignment): row i of the table is the distance of the first i letters of
 * `from`. */
static size_t edit_distance(const char *from, const char *to)
{
    enum { LETTERS = 32 };
    size_t table[LETTERS + 1][LETTERS + 1];
    size_t rows = strlen(from), columns = strlen(to);
    if (rows > LETTERS || columns > LETTERS)
        return LETTERS;
    for (size_t i = 0; i <= rows; i++)
        table[i][0] = i;
    for (size_t j = 0; j <= columns; j++)
        table[0][j] = j;
    for (size_t i = 1; i <= rows; i++) {
        for (size_t j = 1; j <= columns; j++) {
            size_t change = from[i - 1] == to[j - 1] ? 0 : 1;
            table[i][j] =
                smallest(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + change);
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                table[i][j] = smallest(table[i][j], table[i][j], table[i - 2][j - 2] + 1);
        }
    }
    return table[rows][columns];
}

/* How many letters may be wrong: one in a word of three, two in longer ones. */
static size_t tolerance(const char *word)
{
    return strlen(word) <= 3 ? 1 : 2;
}

static bool has_prefix(const char *word, const char *prefix)
{
    return strncmp(word, prefix, strlen(prefix)) == 0;
}

/* The names of the rows that begin with the word, or else are nearest to it, as "step, stats or
 * set". */
static char *list_candidates(const struct mode *mode, const char *word, bool by_prefix)
{
    const struct command *row;
    size_t nearest = tolerance(word) + 1;
    for (size_t i = 0; !by_prefix && (row = command_at(mode, i)) != NULL; i++)
        nearest = smallest(nearest, nearest, edit_distance(word, row->name));
    if (!by_prefix && nearest > tolerance(word))
        return NULL;

    struct text_stream list;
    if (!text_stream_open(&list))
        return NULL;
    const char *pending = NULL; /* its separator depends on whether another follows */
    for (size_t i = 0; (row = command_at(mode, i)) != NULL; i++) {
        if (by_prefix ? !has_prefix(row->name, word) : edit_distance(word, row->name) != nearest)
            continue;
        if (pending != NULL)
            fprintf(list.out, "%s%s", ftell(list.out) > 0 ? ", " : "", pending);
        pending = row->name;
    }
    if (pending != NULL)
        fprintf(list.out, "%s%s", ftell(list.out) > 0 ? " or " : "", pending);
    return text_stream_close(&list);
}

const struct command *command_find(const struct mode *mode, const char *word, bool *is_ambiguous,
                                   char **candidates)
{
    const struct command *row, *by_prefix = NULL;
    size_t matches = 0;
    *is_ambiguous = false;
    *candidates = NULL;
    for (size_t i = 0; (row = command_at(mode, i)) != NULL; i++) {
        if (strcmp(row->name, word) == 0 ||
            (word[0] == row->letter && word[0] != '\0' && word[1] == '\0'))
            return row;
        if (word[0] != '\0' && has_prefix(row->name, word)) {
            by_prefix = row;
            matches++;
        }
    }
    if (matches == 1)
        return by_prefix;
    *is_ambiguous = matches > 1;
    *candidates = list_candidates(mode, word, *is_ambiguous);
    return NULL;
}

const struct command *command_of_line(const struct mode *mode, const char *line)
{
    char word[SHOWN_BYTES];
    line += strspn(line, BLANKS);
    size_t length = strcspn(line, BLANKS);
    if (length >= sizeof word)
        return NULL;
    memcpy(word, line, length);
    word[length] = '\0';
    bool is_ambiguous;
    char *candidates;
    const struct command *row = command_find(mode, word, &is_ambiguous, &candidates);
    free(candidates);
    return row;
}

/* ---- Running --------------------------------------------------------------------------------- */

/* The prompt that has a command of this very name, where this one has not; NULL when none has. */
static const struct elsewhere *find_elsewhere(const struct mode *mode, const char *word)
{
    for (const struct elsewhere *other = mode->elsewhere; other != NULL && other->name != NULL;
         other++)
        for (const struct command *const *table = other->tables; *table != NULL; table++)
            for (const struct command *row = *table; row->name != NULL; row++)
                if (strcmp(row->name, word) == 0)
                    return other;
    return NULL;
}

/* What a hand that knows gdb types, and what does that here. */
static const struct {
    const char *typed, *instead;
} habits[] = {
    {"bt", "where"},
    {"c", "run"},
    {"cont", "run"},
    {"continue", "run"},
    {"start", "run"},
    {"fin", "break behind the call, which up shows, and then run"},
    {"finish", "break behind the call, which up shows, and then run"},
    {"until", "break, and then run"},
    {"advance", "break, and then run"},
    {"tbreak", "break, and delete when it has stopped there"},
    {"si", "step -m"},
    {"stepi", "step -m"},
    {"nexti", "step -m"},
    {"reverse-continue", "back to"},
    {"reverse-step", "back"},
    {"reverse-next", "back"},
    {"thread", "frame"},
    {"x", "print/x"},
    {"l", "code"},
};

static const char *find_habit(const char *word)
{
    for (size_t index = 0; index < sizeof habits / sizeof habits[0]; index++)
        if (strcmp(habits[index].typed, word) == 0)
            return habits[index].instead;
    return NULL;
}

static const struct command *find_or_refuse(const struct mode *mode, struct console *console,
                                            const char *word)
{
    bool is_ambiguous;
    char *candidates;
    const struct command *row = command_find(mode, word, &is_ambiguous, &candidates);
    if (row != NULL)
        return row;
    const struct elsewhere *other = find_elsewhere(mode, word);
    const char *habit = find_habit(word);
    if (habit != NULL)
        command_refuse(console, "unknown command \"%s\"; here: %s", word, habit);
    else if (other != NULL)
        command_refuse(console, "%s is a command of the prompt %s>; type %s to go there", word,
                       other->name, other->name);
    else if (candidates == NULL)
        command_refuse(console, "unknown command \"%.*s\"; help lists the commands", SHOWN_BYTES,
                       word);
    else if (is_ambiguous)
        command_refuse(console, "\"%.*s\" could be %s", SHOWN_BYTES, word, candidates);
    else
        command_refuse(console, "unknown command \"%.*s\"; did you mean %s?", SHOWN_BYTES, word,
                       candidates);
    free(candidates);
    return NULL;
}

static bool is_common(const struct mode *mode, const struct command *row)
{
    for (const struct command *common = mode->common; common != NULL && common->name != NULL;
         common++)
        if (common == row)
            return true;
    return false;
}

/* Splits what stands after the command's name as its row wants it; -1 when that was refused. */
static int split_arguments(const struct command *row, struct console *console, char *rest,
                           char **arguments)
{
    const char *error = NULL;
    int count;
    if (row->most < 0) {
        arguments[0] = rest;
        count = rest[0] != '\0';
    } else {
        count = command_split(rest, arguments, COMMAND_WORDS_MOST, &error);
    }
    if (error == NULL && count < row->least)
        error = "an argument is missing";
    else if (error == NULL && row->most >= 0 && count > row->most)
        error = row->most == 0 ? "takes no argument" : "too many arguments";
    if (error == NULL)
        return count;
    const char *end = strstr(row->example, " -- ");
    int length = end == NULL ? (int)strlen(row->example) : (int)(end - row->example);
    bool has_example = row->arguments[0] != '\0';
    command_refuse(console, "%s: %s; usage: %s%s%s%s%.*s", row->name, error, row->name,
                   has_example ? " " : "", row->arguments, has_example ? "; example: " : "",
                   has_example ? length : 0, row->example);
    return -1;
}

static enum outcome run_text(const struct mode *mode, struct console *console, char *text)
{
    text = trim(text);
    if (text[0] == '\0')
        return OUTCOME_OK;
    char *rest = text + strcspn(text, BLANKS);
    if (*rest != '\0')
        *rest++ = '\0';
    rest += strspn(rest, BLANKS);

    const struct command *row = find_or_refuse(mode, console, text);
    if (row == NULL)
        return OUTCOME_ERROR;
    if (row->reaches_out && console->is_confined)
        return command_refuse(console, "%s is not for sessions that are graded: it %s", row->name,
                              "reads or writes files, or leaves the program");
    char *arguments[COMMAND_WORDS_MOST + 1] = {NULL};
    int count = split_arguments(row, console, rest, arguments);
    if (count < 0)
        return OUTCOME_ERROR;
    return row->run(is_common(mode, row) ? mode->common_context : mode->context, console, count,
                    arguments);
}

/* A copy, in which "print/x" has become "print /x" and a line break a blank, as a line of a session has
 * none; NULL: no memory. */
static char *copy_line(const char *line)
{
    char *text = malloc(strlen(line) + 2);
    size_t begin = strspn(line, BLANKS), word = strcspn(line + begin, BLANKS "/");
    size_t front = begin + word;
    if (text == NULL)
        return NULL;
    bool is_divided = word > 0 && line[front] == '/';
    memcpy(text, line, front);
    text[front] = ' ';
    strcpy(text + front + is_divided, line + front);
    for (char *at = text; (at = strpbrk(at, "\r\n\f\v")) != NULL;)
        *at = ' ';
    return text;
}

enum outcome command_run(const struct mode *mode, struct console *console, const char *line)
{
    char *text = copy_line(line);
    if (text == NULL)
        return command_refuse_lack(console, "to read this line");
    enum outcome outcome = run_text(mode, console, text);
    free(text);
    return outcome;
}
