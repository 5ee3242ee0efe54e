/* events.h: what went wrong in the program, told in plain words.
 *
 * One row of a table for each kind of event; the story names the thread, the bytes or the object
 * concerned, and the other side: who freed, locked or allocated it, and where. */
#ifndef REPL_WORDS_EVENTS_H
#define REPL_WORDS_EVENTS_H

#include "repl/study/study.h"

struct words;

/* Adds what happened, without its class and a full stop: "T1 divides by zero". */
void events_story(const struct study *study, struct words *words, const struct event *event);

/* Says what event stands, with its source line. Nothing when none does. */
void events_tell(struct study *study, struct console *console);

/* The kind that a name from event_name() stands for; EVENT_NONE when there is none such. */
enum event_kind events_find(const char *name);

#endif
