/* Takes it away by an attribute in new clothes.
 * Told: attributes in [[...]] */
[[gnu::no_sanitize_thread]] static inline void write_anywhere(long *place)
{
    *place = 1;
}
