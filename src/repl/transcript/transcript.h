/* transcript.h: documents whose examples are run: `--check` and `--bless`.
 *
 * In Markdown a fenced block whose tag is `memrepl`, in AsciiDoc (.adoc, .asciidoc, .asc) a
 * listing:
 *
 *     ```memrepl seed=7           [source,memrepl,seed=7]      or [memrepl,seed=7]
 *     mem> serve                  ----
 *     ...                         mem> serve
 *     ```                         ...
 *                                 ----
 *
 * Further tags: `continue` goes on in the session of the block before; seed=N, threads=N, memory=N
 * and lab=N begin a fresh one with these options. Blocks of any other language are left alone, also
 * where they show a transcript block themselves. The document is streamed, a block at a time. */
#ifndef REPL_TRANSCRIPT_TRANSCRIPT_H
#define REPL_TRANSCRIPT_TRANSCRIPT_H

#include <stdio.h>

#include "repl/repl.h"

struct transcript_tally {
    int files, blocks, inputs;
    int differing; /* blocks */
    int broken;    /* files not checked to their end */
};

/* Runs the blocks of one document, each in a session with these options. What differs is told on
 * `report`. OUTCOME_OK: all as written; OUTCOME_FAILED: some differ; OUTCOME_ERROR: the document
 * cannot be read, or a block cannot be run. Adds to the tally. With `is_blessing`, the document is
 * rewritten so that it matches, loose lines that still do are kept, and the outcome is OUTCOME_OK
 * then too. It is replaced at once when all is written; else it stays as it was. */
enum outcome transcript_check(const struct repl_options *options, const char *path,
                              bool is_blessing, FILE *report, struct transcript_tally *tally);

/* "2 files, 9 blocks, 31 inputs: all as written" */
void transcript_print_tally(const struct transcript_tally *tally, bool is_blessing, FILE *report);

#endif
