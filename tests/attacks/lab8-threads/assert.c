/* Has assertions of the scenarios call a function that lets them pass.
 * Told: is a reserved name */
void __assert_fail(const char *text, const char *file, unsigned line, const char *function)
{
    (void)text, (void)file, (void)line, (void)function;
}
