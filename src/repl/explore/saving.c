#include "repl/explore/saving.h"

#include "repl/explore/splitting.h"
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
    const struct study *study = stage->study;
    if (record->facts.length == 0)
        return;
    const struct scheduled *last = &record->schedule[record->facts.length - 1];
    const struct thread *thread = study_thread(study, last->thread);
    fprintf(file, "# One step before. Now `step %s` does %s (%s)",
            study_thread_name(study, last->thread).text,
            narrate_operation(study, &thread->pending).text,
            study_place(study, thread->pending.pc).text);
    if (last->waiter > 0)
        fprintf(file, ",\n# as `schedule %s!%d`, which wakes another than who waits longest",
                study_thread_name(study, last->thread).text, last->waiter + 1);
    fprintf(file, ", and shows it.\n");
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
