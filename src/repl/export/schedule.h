/* schedule.h: the picture of a schedule: a lane for each thread, time runs downwards.
 *
 *     step  at         T1                  T2
 *     #7    a.c:9      [lock a]            |
 *     #8    a.c:9      |                   # lock a     blocked
 *     #9    a.c:12     [unlock a]          #
 *                      .------------------>|            T1 lets T2 go on
 *
 * Who is blocked when, and whose step lets whom go on, is read from the program itself: each step
 * is gone back to, and the session then stands where it stood. */
#ifndef EXPORT_SCHEDULE_H
#define EXPORT_SCHEDULE_H

#include "repl/export/export.h"
#include "repl/study/study.h"

/* A picture of every mode; see export.h. */
bool schedule_draw(void *context, struct svg *svg, struct words *description, int64_t last);

/* export, for a mode that has no other picture. */
extern const struct command schedule_export_commands[];

#endif
