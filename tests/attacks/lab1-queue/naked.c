/* A function without beginning and end.
 * Told: the attribute naked */
__attribute__((naked)) void bare(void)
{
}
