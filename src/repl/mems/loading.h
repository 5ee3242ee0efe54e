/* loading.h: MeMS as a program to load, and what the prompt needs of it. */
#ifndef MEMS_LOADING_H
#define MEMS_LOADING_H

#include "repl/mems/mems.h"

/* The path of the .so, which the caller frees: what make has built for a placement or, for a lab, one
 * built now, which the caller removes. NULL with *error. */
char *loading_path(const struct repl_options *settings, enum placement placement, char **error);

/* Fills the addresses. False with *error, which names what the program lacks. */
bool loading_find(struct mems_program *program, const struct image *image, char **error);

#endif
