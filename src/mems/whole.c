/*
 * whole.c: MeMS as a file of its own, for a program that only knows contract.h. Lab 5 puts the
 * student's mems.c in its place.
 */
#include "mems.h"
