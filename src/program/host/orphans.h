/* orphans.h: ending whatever processes this one has, and whatever those leave behind. */
#ifndef MEMREPL_PROGRAM_HOST_ORPHANS_H
#define MEMREPL_PROGRAM_HOST_ORPHANS_H

/* Kills and reaps the children of the calling thread until it has none. After
 * prctl(PR_SET_CHILD_SUBREAPER, 1) what loses its parent meanwhile becomes its child, too, whatever
 * group or session it made for itself: then nothing that the children started is left. Needs /proc,
 * and does nothing without it. */
void orphans_end(void);

#endif
