/* Says the same with the preprocessor's own mark.
 * Told: # and a number */
# 1 "/usr/include/stdio.h" 1 3 4
__asm__("nop");
