#include "repl/study/foreseen.h"

#include "repl/study/study.h"
#include "repl/words/events.h"
#include "repl/words/narrate.h"

#include <stdlib.h>
#include <string.h>

enum { WAITERS_MOST = 256 /* what stepper_step_waking() can name */ };

void foreseen_forget(struct foreseen *foreseen)
{
    free(foreseen->story);
    *foreseen = (struct foreseen){0};
}

/* True when a story of this class ends in an event or a deadlock, which anybody can see. */
static bool is_seen(const char *story)
{
    char class[64];
    snprintf(class, sizeof class, "%.*s", (int)strcspn(story, ":"), story);
    return strcmp(class, "deadlock") == 0 || strcmp(class, "lost wake-up") == 0 ||
           strcmp(class, "double unlock") == 0 || events_find(class) != EVENT_NONE;
}

bool foreseen_came(const struct study *study)
{
    enum event_kind kind = study_machine(study)->event.kind;
    bool has_failed = (kind != EVENT_NONE && kind != EVENT_EXIT) || study_is_deadlocked(study);
    return has_failed || !is_seen(study->foreseen.story);
}

/* A name that two threads have, or that has blanks, is left for the number of the slot. */
void foreseen_write(const struct study *study, FILE *file, const struct foreseen *foreseen)
{
    struct thread_name name = study_thread_name(study, foreseen->slot);
    if (strpbrk(name.text, " !") != NULL || study_find_thread(study, name.text) != foreseen->slot)
        snprintf(name.text, sizeof name.text, "T%d", foreseen->slot);
    fprintf(file, "foresee %s", name.text);
    if (foreseen->waiter > 0)
        fprintf(file, "!%d", foreseen->waiter + 1);
    fprintf(file, " %s\n", foreseen->story);
}

/* Takes "!2" off the thread's end: 1 for the second of those who wait; -1: no number stands there. */
static int take_waiter(char *thread)
{
    char *mark = strchr(thread, '!');
    int64_t number;
    if (mark == NULL)
        return 0;
    *mark = '\0';
    return words_number(mark + 1, 1, WAITERS_MOST, &number) ? (int)number - 1 : -1;
}

enum outcome foreseen_run(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    char thread[MACHINE_NAME_BYTES + 8];
    size_t length = strcspn(arguments[0], " ");
    const char *story = arguments[0] + length + strspn(arguments[0] + length, " ");
    (void)count;
    snprintf(thread, sizeof thread, "%.*s", (int)length, arguments[0]);
    int waiter = take_waiter(thread);
    thread_slot slot = study_find_thread(study, thread);
    if (slot == NO_THREAD || waiter < 0)
        return command_refuse(console, "there is no thread \"%.40s\"; threads lists them",
                              arguments[0]);
    if (story[0] == '\0')
        return command_refuse(console, "foresee %s: what will its next step show?", thread);
    char *copy = strdup(story);
    if (copy == NULL)
        return command_refuse_lack(console, "to keep this");
    foreseen_forget(&study->foreseen);
    study->foreseen = (struct foreseen){.story = copy,
                                        .position = stepper_position(study->stepper),
                                        .slot = slot,
                                        .waiter = (uint8_t)waiter};
    return OUTCOME_OK;
}
