#include "stepper/journal.h"

#include <string.h>

void journal_copy(struct control *control, const struct control *from)
{
    control->length = from->machine.position;
    control->actions_used = from->actions_used;
    control->texts_used = from->texts_used;
    control->recordings = from->recordings;
    memcpy(control->journal, from->journal, control->length * sizeof from->journal[0]);
    memcpy(control->actions, from->actions, control->actions_used * sizeof from->actions[0]);
    memcpy(control->texts, from->texts, control->texts_used);
}

static bool is_move(const struct choice *choice)
{
    return choice->kind == CHOICE_STEP || choice->kind == CHOICE_TICKS;
}

uint64_t journal_moves_back(const struct control *control, uint64_t *moves)
{
    uint64_t position = control->machine.position, found = position, count = 0;
    while (position > control->base && count < *moves)
        if (is_move(&control->journal[--position])) {
            found = position;
            count++;
        }
    *moves = count;
    return found;
}

bool journal_find_step(const struct control *control, uint64_t step, uint64_t *position)
{
    bool in_step[MACHINE_THREADS] = {false};
    uint64_t steps = 0, at = control->base;
    while (at < control->length && (steps < step || !is_move(&control->journal[at]))) {
        const struct choice *choice = &control->journal[at];
        if (is_move(choice) && !in_step[choice->slot])
            steps++;
        if (is_move(choice))
            in_step[choice->slot] = choice->kind == CHOICE_TICKS;
        at++;
    }
    *position = at;
    return steps == step;
}
