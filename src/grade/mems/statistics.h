/* statistics.h: what mems_print_stats() should print. */
#ifndef MEMS_STATISTICS_H
#define MEMS_STATISTICS_H

#include "grade/mems/model.h"
#include "grade/trial.h"

/* True when the text is, line by line, what the model would print; blanks at the end of a line do
 * not matter. Else the failure is filled with the first line that differs. */
bool statistics_agree(struct trial *trial, const struct mems_model *model, const char *printed);

#endif
