/* Main calls itself with a large array until the stack is full, before any thread is there.
 *
 * expect: stack overflow
 */
#include <string.h>

static int deeper(int depth)
{
    char page[65536];
    if (depth < 0)
        return 0;
    memset(page, depth, sizeof page);
    return page[0] + deeper(depth + 1);
}

int main(void)
{
    return deeper(0);
}
