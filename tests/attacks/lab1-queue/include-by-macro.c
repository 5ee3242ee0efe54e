/* Includes a file that only a macro names.
 * Told: #include takes a header's name */
#define PLACE "/etc/passwd"
#include PLACE
