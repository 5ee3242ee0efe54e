/* console.h: where commands print, and how wide and colourful that place is.
 *
 * Every view writes to console->out, never to stdout itself: a transcript check gives it a memory
 * stream. Colour is only on when out is a terminal that wants it, so that scripts and transcripts
 * see plain bytes. */
#ifndef REPL_CONSOLE_H
#define REPL_CONSOLE_H

#include <stdbool.h>
#include <stdio.h>

enum { CONSOLE_WIDTH_LEAST = 20, CONSOLE_WIDTH_PLAIN = 80 };

struct console {
    FILE *out; /* results; errors too, so that they keep their place among the results */
    int width; /* columns, at least CONSOLE_WIDTH_LEAST; CONSOLE_WIDTH_PLAIN off a terminal */
    bool is_terminal; /* a person is watching: progress may be shown */
    bool has_colour;  /* terminal, TERM not dumb, NO_COLOR unset or empty */
    bool is_confined; /* what reaches out is refused (command.h) */
    bool has_trouble; /* an event, a deadlock, or a schedule that fails was told of */

    /* The session file whose line is being done, for messages; NULL at the prompt. */
    const char *file;
    int line;
};

enum colour {
    COLOUR_PLAIN,
    COLOUR_BOLD,
    COLOUR_DIM,
    COLOUR_RED,
    COLOUR_GREEN,
    COLOUR_YELLOW,
    COLOUR_COUNT
};

/* A console on `out`: looks at its terminal, and at TERM and NO_COLOR. The stream stays the
 * caller's. */
void console_init(struct console *console, FILE *out);

/* Sets the width to the terminal's of this moment; nothing off a terminal. */
void console_measure(struct console *console);

/* The escape sequence that starts the colour (COLOUR_PLAIN ends any), or "" without colour. */
const char *console_colour(const struct console *console, enum colour colour);

/* Prints text broken at blanks into lines of the console's width. The cursor stands at `column`
 * when it is called; further lines are indented by `indent`. Ends the line. Counts UTF-8 characters
 * as one column. */
void console_wrap(const struct console *console, int column, int indent, const char *text);

/* The same for a line that a program may read as one: it is only broken on a terminal, where it does
 * not fit, and keeps its blanks where it does. */
void console_line(const struct console *console, int column, int indent, const char *text);

/* What is typed and what it means, side by side, or in a narrow window one below the other. */
struct console_form {
    const char *form, *meaning;
};
void console_list(const struct console *console, const struct console_form *forms, size_t count);

/* Prints a message, "WORD: TEXT", broken to the width; in a session file it is "FILE:LINE: TEXT" in
 * one line, for editors and other programs. Control characters become question marks. */
void console_message(const struct console *console, const char *word, const char *text);

#endif
