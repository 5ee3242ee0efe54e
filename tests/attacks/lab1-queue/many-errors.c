/* So many errors that the messages fill the memory of who reads them.
 * Told: No program */
#define A0 x(; x(; x(; x(; x(; x(; x(; x(;
#define A1 A0 A0 A0 A0 A0 A0 A0 A0
#define A2 A1 A1 A1 A1 A1 A1 A1 A1
#define A3 A2 A2 A2 A2 A2 A2 A2 A2
void f(void)
{
    A3 A3 A3 A3
}
