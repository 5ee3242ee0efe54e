/* An array of sixteen gigabytes that takes no room in the file.
 * Told: its variables take 16384 MiB */
char bomb[1L << 34];
