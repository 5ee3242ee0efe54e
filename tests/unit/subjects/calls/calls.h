/* calls.h: a program that calls what libc has, one section for each family. Run on its own and run
 * step by step it has to print the same. */
#ifndef CALLS_H
#define CALLS_H

#include <stdio.h>

void call_memory(void);
void call_strings(void);
void call_numbers(void);
void call_characters(void);
void call_mathematics(void);
void call_sorting(void);
void call_print(void);
void call_scan(void);
void call_input(void);
void call_files(const char *folder);
void call_descriptors(const char *folder);
void call_dates(void);
void call_surroundings(void);
void call_signals(void);
void call_jumps(void);
void call_threads(void);
void call_limits(void);
void call_own(const char *folder);

void misuse(const char *what, const char *folder);
void overrun(const char *place, const char *name);
void exhaust(const char *what);

/* The expression and its value, so that a difference tells what it is about. */
#define SHOW(format, ...) printf("%s = " format "\n", #__VA_ARGS__, __VA_ARGS__)

#endif
