/* Shows the assembly only to the compiler that instruments.
 * Told: inline assembly */
#ifdef __SANITIZE_THREAD__
__asm__("nop");
#endif
