/* saving.h: the way to a failure, as the lines of a session. */
#ifndef EXPLORE_SAVING_H
#define EXPLORE_SAVING_H

#include "repl/explore/stage.h"

/* Writes the commands `split` and `schedule` that lead from the beginning to where the stage stands,
 * in lines of about so many columns; false when they are not all known. */
bool saving_write_way(struct stage *stage, const struct record *record, int columns, FILE *file);

/* Writes the command by which the next step, of the record, is known to show the failure. */
void saving_write_foreseen(const struct stage *stage, const struct record *record,
                           const char *headline, FILE *file);

/* Saves the session `path`, which begins with the program and stops where the stage stands, one
 * step before the failure that the headline tells. False with errno when it cannot be written. */
bool saving_save(struct stage *stage, const struct record *record, const char *headline,
                 const char *path);

#endif
