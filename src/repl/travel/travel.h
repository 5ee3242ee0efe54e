/* travel.h: going back and forth through what was done: the journal of the stepper, the commands of the
 * history. Nothing is lost by it until a command acts. */
#ifndef TRAVEL_TRAVEL_H
#define TRAVEL_TRAVEL_H

#include "repl/command.h"

/* back, undo, goto, reset. */
extern const struct command travel_commands[];

#endif
