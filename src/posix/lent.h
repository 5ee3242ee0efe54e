/* lent.h: memory of the kit and of libc that a subject reads in place.
 *
 * Tables and variables that libc's headers reach into: they never change, so all threads and all
 * times see the same. Anything else outside the arena is a wild pointer. */
#ifndef POSIX_LENT_H
#define POSIX_LENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What the subject knows as stdin, stdout, stderr. It only hands them back, so any distinct pointers
 * serve; the real ones would let it reach libc's. */
extern FILE *const memrepl_stdin;
extern FILE *const memrepl_stdout;
extern FILE *const memrepl_stderr;

/* Empty. */
extern char *const *const memrepl_environ;
extern char *const *const memrepl___environ;

bool lent_is_readable(uint64_t address, size_t size);

#endif
