/* Hides a #line in what only the checker takes for a comment.
 * Told: condition is not read alike */
#if __has_include(<nowhere/*>)
#endif
#line 1 "/usr/include/stdio.h"
__asm__("nop");
/* */
