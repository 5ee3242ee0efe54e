/* Hides the word asm in a macro that joins two halves.
 * Told: inline assembly */
#define JOIN(left, right) left##right
#define RUN JOIN(as, m)
RUN("nop");
