/* Gives a function another name in the object.
 * Told: inline assembly */
void trick(void) __asm__("queue_init_of_the_house");
void trick(void)
{
}
