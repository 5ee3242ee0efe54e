/* One function, called three times: the second time from elsewhere on the stack. */
static int total;
static int add(int a)
{
    int local = a + 1;
    for (int i = 0; i < 100; i++)
        total += i;
    return local;
}
static int near(int a)
{
    return add(a);
}
static int far(int a)
{
    int wide[64];
    wide[0] = a;
    return add(wide[0]);
}
int main(void)
{
    near(1);
    far(2);
    near(3);
    return 0;
}
