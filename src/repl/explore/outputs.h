/* outputs.h: what a program prints in two schedules, side by side.
 *
 * Where the output depends on the schedule, the schedule that was found is one side; the other is
 * one of the simplest, in which the first or the last thread that can go on always does. */
#ifndef EXPLORE_OUTPUTS_H
#define EXPLORE_OUTPUTS_H

#include "repl/explore/stage.h"

/* Prints both, from the first line that differs, a few lines of each; nothing where no such schedule
 * prints something else. Afterwards the stage stands behind the finding's last step. */
void outputs_tell(struct stage *stage, const struct record *record, struct console *console);

#endif
