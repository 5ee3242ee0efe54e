/* Takes it away by a pragma in a macro.
 * Told: a #pragma is not allowed */
#define QUIET _Pragma("GCC optimize(\"O3\")")
QUIET
static int unseen(int number)
{
    return number;
}
int seen(void)
{
    return unseen(1);
}
