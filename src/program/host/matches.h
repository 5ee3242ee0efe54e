/* matches.h: the files of a folder whose names match a pattern. */
#ifndef MEMREPL_PROGRAM_HOST_MATCHES_H
#define MEMREPL_PROGRAM_HOST_MATCHES_H

#include <stddef.h>

enum matches_result {
    MATCHES_READ,      /* to its end, whether there were any or not */
    MATCHES_ABSENT,    /* there is no such folder */
    MATCHES_UNREADABLE /* errno says why; what was found is not kept */
};

struct matches {
    size_t count;
    char **paths; /* FOLDER/NAME, in the order of their bytes */
};

/* Those that match as a shell has it: none that begins with a dot. They are the caller's, for
 * matches_free(), and none but for MATCHES_READ. */
enum matches_result matches_find(const char *folder, const char *pattern, struct matches *matches);
void matches_free(struct matches *matches);

#endif
