/* script.h: reads a session file, FILE.mem, line by line, and refuses what is not one.
 *
 * Streams: one line is held at a time, so a session may be endless. Nested scripts form a list from
 * the innermost outwards; by device and inode of the files in it, one that would source itself is
 * found whatever names and links it was reached by. What a line means is none of its business. */
#ifndef REPL_SCRIPT_H
#define REPL_SCRIPT_H

#include <stdbool.h>

enum {
    SCRIPT_LINE_MOST = 256 << 10 /* bytes; as many as `save` may write, all of them escaped */
};

struct script;

/* Opens a session, "-" for standard input. `outer` is the script that sources it, or NULL; it must
 * outlive this one. NULL when it cannot be read as a session; *error says why (caller frees). */
struct script *script_open(const char *path, struct script *outer, char **error);
void script_close(struct script *script); /* NULL is fine */

/* The next line, without its end (LF or CRLF), good until the next call. NULL at the end of the
 * file, or with *error (caller frees) where it is no text or a line is too long. */
const char *script_next(struct script *script, char **error);

const char *script_name(const struct script *script);
int script_line(const struct script *script); /* number of the line read last, from 1 */

#endif
