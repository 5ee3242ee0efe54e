/* An array of a gigabyte, all of it in the object file.
 * Told: No program */
char bomb[1 << 30] = {1};
