/* Takes it away by an attribute.
 * Told: the attribute no_sanitize_thread */
#define QUIETLY __attribute((unused, __no_sanitize_thread__))
QUIETLY static void write_anywhere(long *place)
{
    *place = 1;
}
