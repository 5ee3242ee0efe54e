/* keys.h: keys for readline, and the signals that come while it waits for one.
 *
 * Signals are let in between two keys only: readline does not survive them in the middle of one. Ctrl-C
 * stays ours. At the prompt it takes down what is being typed, with the search, the argument or the
 * paste that it is part of; during a command it is passed on. */
#ifndef EDITOR_KEYS_H
#define EDITOR_KEYS_H

struct repl;

/* From here on Ctrl-C belongs to the keys, which interrupt that repl; until keys_end(), which puts back
 * what was before. */
void keys_begin(struct repl *repl);
void keys_end(void);

/* Shows the prompt and returns what is typed, or pasted: several lines then. Heap string, NULL at the end
 * of the input. */
char *keys_line(const char *prompt);

#endif
