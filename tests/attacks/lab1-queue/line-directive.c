/* Says that what follows stands in a header of the system.
 * Told: #line is not allowed */
#line 1 "/usr/include/stdio.h"
__asm__("nop");
