/* Variables that macros declare, and a body that comes from another file. */
#include <stddef.h>

#define FOR_EACH(item, list) for (struct node *item = (list); item != NULL; item = item->next)
#define SWAP(type, a, b) \
    do {                 \
        type kept = a;   \
        a = at(b);       \
        b = kept;        \
    } while (0)
#define MOST(a, b)                   \
    ({                               \
        int most = (a), other = (b); \
        at(2);                       \
        most > other ? most : other; \
    })

struct node {
    int value;
    struct node *next;
};

static int at(int number)
{
    return number;
}

int main(void)
{
    struct node last = {2, NULL}, list = {1, &last};
    int sum = 0, one = 1, two = 2;
    FOR_EACH(item, &list)
    {
        sum += at(item->value);
    }
    FOR_EACH(near, &last) at(near->value);
    SWAP(int, one, two);
    int greater = MOST(one, two);
#line 1 "other.y"
    at(greater);
    return sum == 0;
}
