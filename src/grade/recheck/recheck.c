#include "grade/recheck/recheck.h"

#include "grade/recheck/account.h"
#include "grade/recheck/witness.h"
#include "grade/runs/around.h"
#include "program/text.h"
#include "stepper/machine/scheduler.h"

#include <stdlib.h>
#include <string.h>

enum {
    SAMPLES = 3,        /* of each program, */
    STEPS_ENOUGH = 500, /* or fewer, when those have so many steps together */
    WORDS_MOST = 24
};

static const struct witness *const witnesses[] = {&server_witness, &blocks_witness};

/* One schedule. */
struct sample {
    const struct witness *witness;
    void *model;
    struct account account;
    struct difference difference;
    char text[sizeof((struct exploration_order *)0)->arguments + WORKLOAD_BYTES];
    const char *words[WORDS_MOST + 1];
    struct single_run_order order;
    struct single_run run;
};

/* ---- Drawing --------------------------------------------------------------------------------- */

/* The witness of the lab's programs; NULL when it has none. */
static const struct witness *find_witness(const struct lab *lab)
{
    for (size_t index = 0; index < sizeof witnesses / sizeof witnesses[0]; index++)
        for (char *const *function = lab->functions; *function != NULL; function++)
            if (strcmp(*function, witnesses[index]->function) == 0)
                return witnesses[index];
    return NULL;
}

/* Of the grading's seed and what is explored: no two programs are given the same. */
static uint64_t seed_of(const struct trial *trial, const struct exploration_order *order,
                        int number)
{
    uint64_t seed = trial->checks->seed;
    for (const char *at = order->arguments; *at != '\0'; at++)
        seed = random_next(&seed) ^ (unsigned char)*at;
    seed += (uint64_t)number;
    return random_next(&seed);
}

/* The words of main with those of a workload; false when the witness does not know the scenario. */
static bool draw(struct sample *sample, const struct exploration_order *order, uint64_t *seed)
{
    char workload[WORKLOAD_BYTES] = "", scenario[sizeof order->arguments], *rest;
    size_t count = 0;
    strcpy(scenario, order->arguments);
    if (!sample->witness->begin(sample->model, scenario, seed, workload))
        return false;
    snprintf(sample->text, sizeof sample->text, "%s%s", order->arguments, workload);
    sample->words[count++] = order->driver;
    for (char *word = strtok_r(sample->text, " ", &rest); word != NULL && count < WORDS_MOST;
         word = strtok_r(NULL, " ", &rest))
        sample->words[count++] = word;
    return true;
}

/* ---- A schedule ------------------------------------------------------------------------------ */

/* Nothing but posts was done to the object yet, unless this was the first. */
static bool is_new(const struct machine *machine, const struct operation *operation)
{
    const struct sync_object *object = machine_object(machine, operation->object);
    return object == NULL || object->waits.done <= 1;
}

static bool look(void *looker, const struct single_run *run)
{
    struct sample *sample = looker;
    const struct machine *machine = stepper_machine(run->stepper);
    const struct trace_entry *done = stepper_trace(run->stepper, machine->step);
    bool is_entered =
        done == NULL || account_enter(&sample->account, done, is_new(machine, &done->operation),
                                      &sample->difference);
    return is_entered && sample->witness->look(sample->model, run, &sample->difference);
}

/* How it ended: main must have come to its end, with everybody. */
static bool judge_end(struct sample *sample)
{
    const struct event *event = &sample->run.event;
    struct difference *difference = &sample->difference;
    struct phrase promise = {.used = 0};
    if (event->kind == EVENT_EXIT && event->is_return && event->value == 0)
        return account_close(&sample->account, stepper_machine(sample->run.stepper), difference) &&
               sample->witness->end(sample->model, &sample->run, difference);
    if (event->kind == EVENT_NONE)
        phrase_add(&difference->got,
                   sample->run.goes_on ? "it goes on and on" : "nobody can go on");
    else
        phrase_add(&difference->got, "%s", event_name(event->kind));
    if (event->kind == EVENT_ASSERT && around_take_promise(event->text, &promise))
        return witness_differs(difference, "%s", promise.bytes);
    return witness_differs(difference, "main comes to its end, and returns 0");
}

static bool fail(struct trial *trial, struct sample *sample)
{
    struct difference *difference = &sample->difference;
    if (sample->run.is_late)
        return trial_fail_late(trial);
    struct moment latest = single_run_latest(&sample->run, trial->submission);
    trial->failure.is_run = true;
    phrase_add(&difference->got, ", in a schedule of \"");
    for (size_t index = 0; sample->words[index] != NULL; index++)
        phrase_add(&difference->got, "%s%s", index == 0 ? "" : " ", sample->words[index]);
    phrase_add(&difference->got, "\" that the grader has drawn");
    if (latest.is_found) {
        around_keep_place(trial, latest.file, latest.line);
        trial->failure.session = single_run_session(trial, &sample->order, &latest, "it shows");
    }
    return trial_fail(trial, &(struct finding){.manner = "rechecked",
                                               .expected = difference->expected.bytes,
                                               .got = difference->got.bytes});
}

static bool fail_without(struct trial *trial, const char *problem)
{
    trial->failure.is_run = true;
    return trial_fail(trial, &(struct finding){.manner = "rechecked",
                                               .expected = "a schedule can be run",
                                               .got = trial_problem(problem)});
}

static bool run_sample(struct trial *trial, struct sample *sample, const char *path,
                       uint64_t *steps)
{
    char *problem = NULL;
    sample->order.path = path;
    bool is_run = single_run_do(&sample->run, trial->submission, &sample->order, &problem);
    bool is_passed = is_run && !sample->difference.is_found && judge_end(sample);
    if (!is_run)
        fail_without(trial, problem);
    else if (!is_passed)
        fail(trial, sample);
    *steps += is_run ? stepper_machine(sample->run.stepper)->step : 0;
    single_run_close(&sample->run);
    free(problem);
    return is_passed;
}

/* True, too, when the witness does not know the scenario. Adds the steps that it took. */
static bool do_sample(struct trial *trial, const struct exploration_order *order,
                      const struct witness *witness, const char *path, int number, uint64_t *steps)
{
    uint64_t seed = seed_of(trial, order, number);
    struct sample *sample = calloc(1, sizeof *sample);
    void *model = sample == NULL ? NULL : calloc(1, witness->model_bytes);
    bool is_passed = false;
    if (model == NULL) {
        fail_without(trial, NULL);
    } else {
        sample->witness = witness;
        sample->model = model;
        bool is_known = draw(sample, order, &seed);
        sample->order = (struct single_run_order){.words = sample->words,
                                                  .scheduler = SCHEDULER_RANDOM,
                                                  .seed = seed % 1000000,
                                                  .most_waits = UINT64_MAX,
                                                  .look = look,
                                                  .looker = sample};
        is_passed = !is_known || run_sample(trial, sample, path, steps);
    }
    free(model);
    free(sample);
    return is_passed;
}

bool recheck(struct trial *trial, const struct exploration_order *order)
{
    const struct witness *witness = find_witness(trial->submission->lab);
    char *problem = NULL;
    uint64_t steps = 0;
    if (witness == NULL)
        return true;
    char *path = around_build(trial->submission, order->driver, &problem);
    bool is_passed = path != NULL || fail_without(trial, problem);
    for (int number = 0; number < SAMPLES && steps < STEPS_ENOUGH && is_passed; number++)
        is_passed = do_sample(trial, order, witness, path, number, &steps);
    free(problem);
    free(path);
    return is_passed;
}
