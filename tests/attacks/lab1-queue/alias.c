/* Two names for one function.
 * Told: the attribute alias */
static void mine(void)
{
}
void other(void) __attribute__((alias("mine")));
