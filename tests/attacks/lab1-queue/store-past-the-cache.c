/* Stores by an instruction that is not instrumented.
 * Told: __builtin_ia32_movnti is not allowed */
void store(int *place)
{
    __builtin_ia32_movnti(place, 1);
}
