/* editor.h: the prompt on a terminal. The only folder that knows readline.
 *
 * Reads a line, hands it to the repl, and so on, with completion, history and Ctrl-C. The history
 * is kept in MEMREPL_HISTFILE, else in $XDG_STATE_HOME/memrepl/history, else below ~/.local/state;
 * where that cannot be written, and where MEMREPL_HISTFILE is set but empty, there is none.
 *
 * While an editor is open Ctrl-C belongs to it: at the prompt it clears the line, during a command
 * (also one of a session file) it calls repl_interrupt. Readline keeps its state in variables of
 * its own, so one editor at a time. */
#ifndef EDITOR_EDITOR_H
#define EDITOR_EDITOR_H

#include "repl/repl.h"

struct editor;

/* Whether a person sits at both ends: standard input and output are terminals. */
bool editor_is_wanted(void);

/* NULL when memory ran out. The repl must outlive it. */
struct editor *editor_open(struct repl *repl);
void editor_close(struct editor *editor);

/* Shows prompts until `quit` or Ctrl-D. What fails is shown and no reason to leave. */
void editor_run(struct editor *editor);

#endif
