/* Defines what runs before main.
 * Told: __libc_start_main is a reserved name */
int __libc_start_main(int (*function)(void))
{
    return function();
}
