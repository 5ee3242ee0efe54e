/* block.h: runs one block of a transcript and compares what is printed with what is written.
 *
 *     $ ./memrepl --seed 7                   only as the first line: options, then the greeting
 *     memrepl: 10 request threads, …
 *     mem> enqueue 1 40                      input: what stands after a prompt
 *     T1 asks for 40 bytes and waits.        expected: all until the next prompt
 *
 * Expected lines may match loosely, see loose.h. Blanks at the end of a line never count.
 * Where the block stands in its document is the business of transcript.h. */
#ifndef REPL_TRANSCRIPT_BLOCK_H
#define REPL_TRANSCRIPT_BLOCK_H

#include <stdio.h>

#include "repl/repl.h"
#include "repl/transcript/loose.h"

struct block {
    const char *path;
    int line;                    /* of the document, where lines.line[0] stands */
    int indent;                  /* blanks that were taken off each line */
    char fence;                  /* a line of only these ends the block */
    struct lines lines;          /* without line ends */
    bool continues;              /* in the session of the block before; otherwise in a fresh one */
    struct repl_options options; /* of the fresh one */
};

/* The session that blocks of one document are run in, one after the other. */
struct runner;

/* Differences are told on `report`, which stays the caller's. NULL when memory ran out. */
struct runner *runner_open(FILE *report);
void runner_close(struct runner *runner); /* NULL is fine */

/* Runs all inputs of the block. OUTCOME_OK: as written; OUTCOME_FAILED: differs, the first
 * difference is reported; OUTCOME_ERROR: cannot be run, reported too. With `out`, writes the block
 * as it should be; it is then an error when the output cannot be told from the block's own end or
 * prompts. */
enum outcome block_run(struct runner *runner, const struct block *block, FILE *out);

/* Inputs run so far. */
int runner_inputs(const struct runner *runner);

/* Takes blanks and line ends off the end, in place. */
void block_strip_end(char *line);

#endif
