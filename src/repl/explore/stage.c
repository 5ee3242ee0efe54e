#include "repl/explore/stage.h"

#include "repl/explore/splitting.h"

bool stage_open(struct stage *stage, struct study *study, const struct explore_report *report,
                bool splits_output, char **error)
{
    struct stepper *stepper = stepper_open(study->image, error);
    if (stepper == NULL)
        return false;
    stepper_copy(stepper, study->stepper);
    *stage = (struct stage){.study = study,
                            .own = study->stepper,
                            .report = report,
                            .splits_output = splits_output,
                            .position = stepper_position(stepper),
                            .step = stepper_machine(stepper)->step};
    study->stepper = stepper;
    return true;
}

void stage_close(struct stage *stage)
{
    struct stepper *stepper = stage->study->stepper;
    stage->study->stepper = stage->own;
    stepper_close(stepper);
}

uint32_t stage_splits(const struct stage *stage, const struct record *record,
                      struct split_range *ranges)
{
    const struct explore_report *report = stage->report;
    uint32_t count = record->facts.places;
    uint32_t joined = splitting_join(
        report->places, count < report->place_count ? count : report->place_count, ranges);
    if (stage->splits_output && joined < MACHINE_SPLITS)
        ranges[joined++] = (struct split_range){MACHINE_OUTPUT_PLACE, MACHINE_WORD};
    return joined;
}

static struct stop play_step(struct stage *stage, const struct scheduled *scheduled)
{
    struct stepper *stepper = stage->study->stepper;
    struct stop stop = stepper_step_waking(stepper, scheduled->thread, scheduled->waiter);
    struct output output;
    while (stage->heard != NULL && stepper_next_output(stepper, &output))
        fwrite(output.bytes, 1, output.size, stage->heard);
    return stop;
}

void stage_begin(struct stage *stage, const struct record *record)
{
    struct stepper *stepper = stage->study->stepper;
    struct split_range ranges[MACHINE_SPLITS];
    stepper_goto(stepper, stage->position);
    uint32_t count = stage_splits(stage, record, ranges);
    for (uint32_t index = 0; index < count; index++)
        stepper_split(stepper, ranges[index].address, ranges[index].bytes);
}

struct stop stage_step(struct stage *stage, thread_slot slot)
{
    return play_step(stage, &(struct scheduled){.thread = slot});
}

bool stage_play(struct stage *stage, const struct record *record)
{
    stage_begin(stage, record);
    for (uint32_t index = 0; index + 1 < record->facts.length; index++)
        if (play_step(stage, &record->schedule[index]).steps == 0)
            return false;
    return true;
}

struct stop stage_finish(struct stage *stage, const struct record *record)
{
    if (record->facts.length == 0)
        return (struct stop){.reason = STOP_DONE, .thread = NO_THREAD};
    return play_step(stage, &record->schedule[record->facts.length - 1]);
}
