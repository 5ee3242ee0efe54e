/* A document with transcripts, as --check reads it. The first byte says of which kind it is, and
 * whether it is blessed too; what was blessed is then as written. */
#include "../stage.h"

#include "../fuzz.h"
#include "repl/transcript/transcript.h"

enum { IS_ASCIIDOC = 1, IS_BLESSED = 2 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct repl_options options;
    struct transcript_tally tally = {0};
    if (size == 0)
        return 0;
    repl_options_init(&options, "/home");
    const char *path = fuzz_file(data[0] & IS_ASCIIDOC ? "x.adoc" : "x.md", data + 1, size - 1);
    enum outcome outcome = transcript_check(&options, path, false, fuzz_nowhere(), &tally);
    if (data[0] & IS_BLESSED && outcome == OUTCOME_FAILED &&
        transcript_check(&options, path, true, fuzz_nowhere(), &tally) == OUTCOME_OK)
        fuzz_promise(transcript_check(&options, path, false, fuzz_nowhere(), &tally) == OUTCOME_OK,
                     "what was blessed is as written");
    transcript_print_tally(&tally, false, fuzz_nowhere());
    return 0;
}
