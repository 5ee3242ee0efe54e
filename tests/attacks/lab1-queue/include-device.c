/* Includes a file without an end.
 * Told: may not be included */
#include "/dev/zero"
