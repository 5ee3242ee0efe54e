/* Declarations of all kinds, each of which a call stands in the midst of. */
struct pair {
    int left, right;
};

static int twice(int number)
{
    return 2 * number;
}

static int sum(int first)
{
    int plain = 5, called = twice(first);
    int added = twice(plain) + called, unset;
    struct pair pair = {.left = twice(added)};
    int many[] = {1, first, twice(2)};
    for (int i = 0; i < 2; i++)
        unset = twice(i);
    int length[first + 1];
    length[0] = twice(unset);
    return added + pair.left + many[2] + length[0];
}

int main(void)
{
    int given = sum(1);
    return given == 0;
}
