/* fuzz.h: what the targets share. A target is one file of targets/: it takes any bytes for what its
 * name says, and hands them to the part of the kit that reads such things. What the kit must never do
 * (crash, hang, leak, break its promises) ends the process, and the input is kept.
 *
 * The same file is linked with libFuzzer, which makes inputs, and with again.c, which repeats them. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Those of libFuzzer: the first is called once, and need not be there. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The path of a file of that name with these bytes, in the folder $FUZZ_FOLDER. The string is good
 * until the next call; `name` is short. */
const char *fuzz_file(const char *name, const uint8_t *data, size_t size);

/* The bytes as a string, cut at the first zero byte; the caller frees. */
char *fuzz_text(const uint8_t *data, size_t size);

/* A stream that keeps nothing. */
FILE *fuzz_nowhere(void);

/* Ends the process with the sentence unless `holds`. */
void fuzz_promise(bool holds, const char *sentence);

#endif
