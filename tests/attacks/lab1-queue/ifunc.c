/* A function that is chosen while the program is loaded.
 * Told: the attribute ifunc */
static void mine(void)
{
}
static void *choose(void)
{
    return mine;
}
void chosen(void) __attribute__((ifunc("choose")));
