#include "repl/explore/saving.h"

#include "program/host/beside.h"
#include "repl/act/scheduling.h"
#include "repl/explore/splitting.h"
#include "repl/explore/story.h"
#include "repl/words/narrate.h"

#include <errno.h>

enum { COLUMNS = 78 }; /* of a line of a session */

bool saving_write_way(struct stage *stage, const struct record *record, int columns, FILE *file)
{
    struct split_range ranges[MACHINE_SPLITS];
    uint32_t count = stage_splits(stage, record, ranges);
    for (uint32_t index = 0; index < count; index++)
        fprintf(file, "%s %s%s", index == 0 ? "split" : "",
                splitting_name(stage->study, &ranges[index]).text, index + 1 == count ? "\n" : "");
    return scheduling_write(stage->study, file, columns, stage->step,
                            study_machine(stage->study)->step);
}

/* What to type there, and what that does. */
static void write_outlook(const struct stage *stage, const struct record *record, FILE *file)
{
    struct words words;
    words_clear(&words);
    story_outlook(stage->study, &words, record);
    if (words.used > 0)
        fprintf(file, "say %s\n", words.text);
}

void saving_write_foreseen(const struct stage *stage, const struct record *record,
                           const char *headline, FILE *file)
{
    struct words story;
    if (record->facts.length == 0)
        return;
    const struct scheduled *last = &record->schedule[record->facts.length - 1];
    words_clear(&story);
    words_add(&story, "%s: %s", finding_name(&record->facts), headline);
    foreseen_write(
        stage->study, file,
        &(struct foreseen){.story = story.text, .slot = last->thread, .waiter = last->waiter});
}

bool saving_save(struct stage *stage, const struct record *record, const char *headline,
                 const char *path)
{
    struct beside beside;
    if (!beside_open(&beside, path))
        return false;
    fprintf(beside.out, "# %s: %s.\n", finding_name(&record->facts), headline);
    if (stage->study->hooks->settings != NULL)
        stage->study->hooks->settings(stage->study, beside.out, path);
    bool is_whole = saving_write_way(stage, record, COLUMNS, beside.out);
    saving_write_foreseen(stage, record, headline, beside.out);
    write_outlook(stage, record, beside.out);
    bool is_saved = beside_close(&beside, is_whole);
    if (!is_whole)
        errno = ENOMEM;
    return is_saved && is_whole;
}
