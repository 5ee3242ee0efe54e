/* leftovers.h - names for programs that are built for one session only, and the removal of those
 * whose session was killed before it could do that itself.
 */
#ifndef MEMREPL_PROGRAM_LEFTOVERS_H
#define MEMREPL_PROGRAM_LEFTOVERS_H

/* The environment may name a folder to use in place of HOME/build. */
#define LEFTOVERS_VARIABLE "MEMREPL_BUILD"

/* HOME/build/FOLDER/NAME-PID-N.so, where no file is yet; makes the folder, and removes from it the
 * programs of processes that are gone.  The caller frees it and removes the file that it puts
 * there; NULL when memory ran out. */
char *leftovers_path(const char *home, const char *folder, const char *name);

#endif
