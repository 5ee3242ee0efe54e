/* conditions.h: expressions that decide whether a stop stops: the if of a break, the value of a watch.
 *
 * A watch of local variables is one of the call that was looked at when it was set; once that has returned
 * its value is "(FUNCTION has returned)", and having gone back to where it had not begun, "(FUNCTION is not
 * called)". Before it is set for the first time, that is "(not set yet)". A lock or semaphore is watched as an object: its state, and who waits for it. */
#ifndef STUDY_CONDITIONS_H
#define STUDY_CONDITIONS_H

#include "program/image/lines.h"
#include "repl/study/study.h"

/* Checks the condition of a break at these sites, or at an operation, NULL.  False with a sentence. */
bool conditions_check(const struct study *study, const char *text, const struct break_sites *sites,
                      char *problem, size_t size);

/* Evaluates point->text where one looks now, and remembers in *point the call whose local variables it
 * names, if it does. False with a sentence. */
bool conditions_read(const struct study *study, struct stop_point_text *point, char *problem,
                     size_t size);

/* Looks at that call from now on, or at none where there is none; false when no thread is in it. */
bool conditions_choose_call(struct study *study, const struct stop_point_text *point);

/* How many calls the thread is in, down to that one; 0: it is in no call, or names no local variables. */
int32_t conditions_depth(struct study *study, const struct stop_point_text *point);

/* Makes the stepper's stop `number` a watch of point->text, and fills point->value. False with a
 * sentence. */
bool conditions_watch(struct study *study, struct stop_point_text *point, int number, char *problem,
                      size_t size);

/* Writes the present value of a watch to `shown`, and watches the places that it comes from now. */
void conditions_look(struct study *study, const struct stop_point_text *point, int number,
                     char *shown, size_t size);

/* Has the stepper ask at stop `number` whether to stop: a break whose condition is kept, or a watch. */
void conditions_ask(struct study *study, int number);

/* The stepper's judge; `study` is a struct study. */
bool conditions_judge(void *study, int number);

#endif
