/* Takes it away by an attribute in new clothes.
 * Told: attribute in [[...]] is not allowed */
[[gnu::no_sanitize_thread]] static inline void write_anywhere(long *place)
{
    *place = 1;
}
