#include "repl/explore/saving.h"

#include "repl/explore/splitting.h"
#include "repl/explore/story.h"
#include "repl/study/narrate.h"
#include "repl/study/scheduling.h"

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

bool saving_save(struct stage *stage, const struct record *record, const char *headline,
                 const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    fprintf(file, "# %s: %s.\n", finding_name(&record->facts), headline);
    if (stage->study->hooks->settings != NULL)
        stage->study->hooks->settings(stage->study, file, path);
    bool is_whole = saving_write_way(stage, record, COLUMNS, file);
    write_outlook(stage, record, file);
    bool is_written = fflush(file) == 0 && !ferror(file);
    return fclose(file) == 0 && is_written && is_whole;
}
