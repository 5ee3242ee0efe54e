#include "stepper/journal.h"

#include <string.h>

void journal_copy(struct control *control, const struct control *from, const struct seen *seen)
{
    control->length = seen->machine.position;
    control->actions_used = seen->actions_used;
    control->texts_used = seen->texts_used;
    control->recordings = from->recordings;
    memcpy(control->journal, from->journal, control->length * sizeof from->journal[0]);
    memcpy(control->actions, from->actions, control->actions_used * sizeof from->actions[0]);
    memcpy(control->texts, from->texts, control->texts_used);
}

static bool is_move(const struct choice *choice)
{
    return choice->kind == CHOICE_STEP || choice->kind == CHOICE_TICKS;
}

uint64_t journal_moves_back(const struct seen *seen, const struct choice *journal, uint64_t *moves)
{
    uint64_t position = seen->machine.position, found = position, count = 0;
    while (position > seen->base && count < *moves)
        if (is_move(&journal[--position])) {
            found = position;
            count++;
        }
    *moves = count;
    return found;
}

bool journal_find_step(const struct seen *seen, const struct choice *journal, uint64_t step,
                       uint64_t *position)
{
    bool in_step[MACHINE_THREADS] = {false};
    uint64_t steps = 0, at = seen->base;
    while (at < seen->length && (steps < step || !is_move(&journal[at]))) {
        const struct choice choice = journal[at];
        bool is_of_thread = is_move(&choice) && choice.slot >= 0 && choice.slot < MACHINE_THREADS;
        if (is_of_thread && !in_step[choice.slot])
            steps++;
        if (is_of_thread)
            in_step[choice.slot] = choice.kind == CHOICE_TICKS;
        at++;
    }
    *position = at;
    return steps == step;
}
