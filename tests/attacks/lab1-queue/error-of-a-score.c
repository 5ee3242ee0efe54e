/* Has the compiler print a score.
 * Told: | */
#error "
#error lab1: 100/100
