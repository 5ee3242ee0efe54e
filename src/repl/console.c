#include "repl/console.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    MEANING_COLUMNS_LEAST = 24, /* where less is left beside the forms, their meaning goes below */
    MESSAGE_INDENT = 4
};

static const char *const sequences[] = {
    [COLOUR_PLAIN] = "\033[0m", [COLOUR_BOLD] = "\033[1m",   [COLOUR_DIM] = "\033[2m",
    [COLOUR_RED] = "\033[31m",  [COLOUR_GREEN] = "\033[32m", [COLOUR_YELLOW] = "\033[33m",
};
static_assert(sizeof sequences / sizeof sequences[0] == COLOUR_COUNT, "a sequence for each colour");

static bool is_set(const char *value)
{
    return value != NULL && value[0] != '\0';
}

/* TERM unset is a terminal of which nothing is known: as good as dumb. */
static bool terminal_has_colour(void)
{
    const char *terminal = getenv("TERM");
    return is_set(terminal) && strcmp(terminal, "dumb") != 0 && !is_set(getenv("NO_COLOR"));
}

void console_init(struct console *console, FILE *out)
{
    bool is_terminal = isatty(fileno(out)) == 1;
    *console = (struct console){
        .out = out,
        .width = CONSOLE_WIDTH_PLAIN,
        .is_terminal = is_terminal,
        .has_colour = is_terminal && terminal_has_colour(),
    };
    console_measure(console);
}

void console_measure(struct console *console)
{
    struct winsize size;
    if (!console->is_terminal || ioctl(fileno(console->out), TIOCGWINSZ, &size) != 0)
        return;
    if (size.ws_col == 0) /* a terminal that does not know, such as a serial line */
        console->width = CONSOLE_WIDTH_PLAIN;
    else
        console->width = size.ws_col < CONSOLE_WIDTH_LEAST ? CONSOLE_WIDTH_LEAST : size.ws_col;
}

const char *console_colour(const struct console *console, enum colour colour)
{
    return console->has_colour ? sequences[colour] : "";
}

/* Columns of the first `length` bytes: UTF-8's continuation bytes, 10xxxxxx, add none. */
static int columns(const char *text, size_t length)
{
    int count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

void console_wrap(const struct console *console, int column, int indent, const char *text)
{
    bool is_line_begun = false;
    for (;;) {
        text += strspn(text, " ");
        size_t length = strcspn(text, " ");
        if (length == 0)
            break;
        int width = columns(text, length);
        if (is_line_begun && column + 1 + width > console->width) {
            fprintf(console->out, "\n%*s", indent, "");
            column = indent;
        } else if (is_line_begun) {
            fputc(' ', console->out);
            column++;
        }
        fwrite(text, 1, length, console->out);
        column += width;
        text += length;
        is_line_begun = true;
    }
    fputc('\n', console->out);
}

void console_line(const struct console *console, int column, int indent, const char *text)
{
    if (!console->is_terminal || column + columns(text, strlen(text)) <= console->width) {
        fprintf(console->out, "%s\n", text);
        return;
    }
    if (column > indent && column + columns(text, strcspn(text, " ")) > console->width)
        column = fprintf(console->out, "\n%*s", indent, "") - 1;
    console_wrap(console, column, indent, text);
}

void console_list(const struct console *console, const struct console_form *forms, size_t count)
{
    int column = 0;
    for (size_t index = 0; index < count; index++)
        if ((int)strlen(forms[index].form) + 4 > column)
            column = (int)strlen(forms[index].form) + 4;
    bool is_beside = column + MEANING_COLUMNS_LEAST <= console->width;
    int indent = is_beside ? column : 6;
    for (size_t index = 0; index < count; index++) {
        fprintf(console->out, "  %-*s", is_beside ? column - 2 : 0, forms[index].form);
        if (!is_beside)
            fprintf(console->out, "\n%*s", indent, "");
        console_wrap(console, indent, indent, forms[index].meaning);
    }
}

/* A copy without what a terminal might obey; NULL when memory ran out. */
static char *copy_plain(const char *text)
{
    char *copy = strdup(text);
    for (char *c = copy; c != NULL && *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            *c = '?';
    return copy;
}

void console_message(const struct console *console, const char *word, const char *text)
{
    char *plain = copy_plain(text);
    const char *shown = plain != NULL ? plain : "no memory left";
    if (console->file != NULL) {
        fprintf(console->out, "%s:%d: %s\n", console->file, console->line, shown);
    } else {
        fprintf(console->out, "%s%s:%s ", console_colour(console, COLOUR_RED), word,
                console_colour(console, COLOUR_PLAIN));
        console_wrap(console, (int)strlen(word) + 2, MESSAGE_INDENT, shown);
    }
    free(plain);
}
