/* recorded.h: what stood in a real file when the program first opened it.
 *
 * Files are read once, whole, into control->texts; later opens, replays and a child that is started
 * again find there what was found first, even when the file has changed since. */
#ifndef POSIX_STDIO_RECORDED_H
#define POSIX_STDIO_RECORDED_H

#include <stdint.h>

#define RECORDED_BYTES_MOST ((uint64_t)8 << 20) /* of one file, as of standard input */

struct recording {
    uint64_t before; /* offset + 1 in control->texts of the recording made before this one, or 0 */
    uint64_t bytes;  /* of the contents */
    uint32_t name_bytes; /* NUL included */
    int32_t error;       /* errno number when it could not be read, else 0 */
    char text[];         /* the name, then the contents */
};

/* Never NULL. Only regular files can be read. */
const struct recording *recorded_get(const char *name);

#endif
