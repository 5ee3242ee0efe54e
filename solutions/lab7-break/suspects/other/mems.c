/*
 * In the other right program, MeMS is the one of src/mems.
 */
#include "mems.h"
