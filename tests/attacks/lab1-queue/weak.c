/* A weak definition, for whoever comes later.
 * Told: the attribute weak */
__attribute__((weak)) int points = 100;
