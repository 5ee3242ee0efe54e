/* Puts a function into the list of constructors by hand.
 * Told: the attribute section */
static void early(void)
{
}
void (*const entry)(void) __attribute__((section(".init_array"), used)) = early;
