/* story.h: what a finding is about, in the words of a textbook: both sides, with thread and line.
 *
 * The program must stand where the finding shows, behind its last step, unless said otherwise. */
#ifndef EXPLORE_STORY_H
#define EXPLORE_STORY_H

#include "explore/findings.h"
#include "repl/study/study.h"

struct words;

/* Adds the first sentence, without its class and a full stop: "T1 waits for fork (a.c:9), which T2
 * holds since a.c:7". */
void story_headline(const struct study *study, struct words *words, const struct finding *finding);

/* Adds what to type where the program stands one step before the finding, and what there is to see
 * then, where that step itself says nothing of it. Nothing for a schedule without steps. */
void story_outlook(const struct study *study, struct words *words, const struct record *record);

/* Prints what else there is to say, indented, and the lines of source. */
void story_details(struct study *study, struct console *console, const struct finding *finding);

/* The two sides' places in the source; the second is empty when there is none. */
struct place_name story_place(const struct study *study, const struct finding *finding);
struct place_name story_other_place(const struct study *study, const struct finding *finding);

#endif
