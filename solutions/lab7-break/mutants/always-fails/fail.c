/*
 * Finds fault with everybody.
 * Kind of failure: accuses a right program
 */
int main(void)
{
    return 1;
}
