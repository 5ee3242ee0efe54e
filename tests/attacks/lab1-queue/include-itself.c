/* Includes itself for ever.
 * Told: #include takes a header's name */
#include __FILE__
