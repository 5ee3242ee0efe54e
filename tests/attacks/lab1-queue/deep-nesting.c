/* So many parentheses that the compiler's stack ends.
 * Told: No program */
#define A0 ((((((((
#define A1 A0 A0 A0 A0 A0 A0 A0 A0
#define A2 A1 A1 A1 A1 A1 A1 A1 A1
#define A3 A2 A2 A2 A2 A2 A2 A2 A2
#define A4 A3 A3 A3 A3 A3 A3 A3 A3
int x = A4 A4 1;
