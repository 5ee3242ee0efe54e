/* Hides a #line behind a raw string.
 * Told: write a plain string */
const char *const text = R"(" /* )";
#line 1 "/usr/include/stdio.h"
__asm__("nop");
const char *const more = "*/";
