/* Includes a device over two lines, between comments, with a digraph for the #.
 * Told: may not be included */
/* clang-format off */
/* */ %: /* */ inc\
lude <../../../../../dev/zero>
