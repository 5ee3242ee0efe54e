/* leftovers.h - names for programs that are built for one session only, and the removal of those
 * whose session was killed before it could do that itself.
 */
#ifndef MEMREPL_PROGRAM_HOST_LEFTOVERS_H
#define MEMREPL_PROGRAM_HOST_LEFTOVERS_H

/* The environment may name a folder to use in place of HOME/build. */
#define LEFTOVERS_VARIABLE "MEMREPL_BUILD"

/* Where what is needed for a while only is put: $TMPDIR when it is a whole path, else /tmp. */
const char *leftovers_place(void);

/* BUILD/FOLDER/NAME-PID-N.so, where no file is yet; makes the folder, and removes from it the
 * programs of processes that are gone.  BUILD is the folder of the environment; HOME/build where this
 * user may write there; else memrepl in the user's cache ($XDG_CACHE_HOME, or .cache at home), or a
 * folder of the user's own in $TMPDIR or /tmp.  The caller frees the path and removes the file that it
 * puts there; NULL when there is no such folder or memory ran out. */
char *leftovers_path(const char *home, const char *folder, const char *name);

#endif
