/* test_explore_fuzz.c: the explorer against the enumeration of all orders, on small random programs.
 *
 * Of each program both must find the same final states (a state in which nobody can go on is one of
 * them), and the explorer must run each class of equivalent executions once. TEST_TABLE names
 * subjects/table.c as built by build-subject.sh, which runs any program that fits a table. A program is
 * written as in "lock0 wait1 | post1", a thread between two bars. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "skipping.h"

#include "explore/workshop.h"
#include "program/image/image.h"
#include "stepper/machine/scheduler.h"
#include "stepper/stepper.h"

enum {
    THREADS = 4, /* as in subjects/table.c */
    STEPS = 8,
    PROGRAMS = 20000,
    PROGRAMS_SLOW = 1000,
    PROCESSES = 2,      /* that share them */
    ORDERS_MOST = 1000, /* of one program; others are drawn in its place */
    TEXT_BYTES = 1024
};

/* In the order of enum action in subjects/table.c. `objects`: how many there are; `partner`: the
 * action that most often follows in the same thread, or that one before it. */
static const struct {
    const char *name;
    int objects;
    const char *before, *after;
} actions[] = {
    {.name = ""},
    {"lock", 2, NULL, "unlock"},
    {"trylock", 2, NULL, "unlock"},
    {"unlock", 2, NULL, NULL},
    {"wait", 3, NULL, NULL},
    {"trywait", 3, NULL, NULL},
    {"post", 3, NULL, NULL},
    {"condwait", 2, "lock", "unlock"},
    {"condtimedwait", 2, "lock", "unlock"},
    {"signal", 2, NULL, NULL},
    {"broadcast", 2, NULL, NULL},
    {"read", 2, NULL, NULL},
    {"store", 2, NULL, NULL},
    {"add", 2, NULL, NULL},
    {"exchange", 2, NULL, NULL},
    {"readlock", 2, NULL, "rwunlock"},
    {"readtrylock", 2, NULL, "rwunlock"},
    {"writelock", 2, NULL, "rwunlock"},
    {"writetrylock", 2, NULL, "rwunlock"},
    {"rwunlock", 2, NULL, NULL},
    {"barrier", 2, NULL, NULL},
};
enum { ACTIONS = sizeof actions / sizeof actions[0] };

struct program {
    unsigned char steps[THREADS][STEPS];
};

struct bench {
    struct image *image;
    struct workshop workshop;
    uint64_t table, run;
};

/* ---- The bench ------------------------------------------------------------------------------- */

static uint64_t address_of(const struct bench *bench, const char *name)
{
    struct symbol symbol;
    if (!image_symbol(bench->image, name, &symbol))
        fail_msg("the subject has no %s", name);
    return symbol.address;
}

static int setup(void **state)
{
    struct bench *bench = *state = calloc(1, sizeof *bench);
    const char *path = getenv("TEST_TABLE");
    char *error = NULL;
    if (path == NULL || image_open(path, &bench->image) != IMAGE_OK ||
        !workshop_open(&bench->workshop, PATH_STRIDE))
        return -1;
    struct stepper *stepper = bench->workshop.stepper = stepper_open(bench->image, &error);
    if (stepper == NULL)
        return -1;
    bench->table = address_of(bench, "table");
    bench->run = address_of(bench, "run");
    struct start prepare = {.name = "prepare", .function = address_of(bench, "prepare")};
    stepper_start(stepper, &prepare);
    stepper_run(stepper, UINT64_MAX);
    stepper_rebase(stepper);
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    workshop_close(&bench->workshop);
    image_close(bench->image);
    free(bench);
    return 0;
}

/* ---- Programs -------------------------------------------------------------------------------- */

static void write_program(const struct program *program, char text[TEXT_BYTES])
{
    size_t length = 0;
    for (int thread = 0; thread < THREADS; thread++) {
        length += (size_t)sprintf(text + length, "%s", thread > 0 ? " |" : "");
        for (int step = 0; step < STEPS && program->steps[thread][step] != 0; step++) {
            unsigned char what = program->steps[thread][step];
            length += (size_t)sprintf(text + length, " %s%d", actions[what / 4].name, what % 4);
        }
    }
}

static unsigned char read_action(const char *name, size_t length, int object)
{
    for (int action = 1; action < ACTIONS; action++)
        if (strlen(actions[action].name) == length &&
            memcmp(name, actions[action].name, length) == 0)
            return (unsigned char)(4 * action + object);
    fail_msg("there is no action %s", name);
    return 0;
}

static struct program read_program(const char *text)
{
    struct program program = {0};
    char copy[TEXT_BYTES], *rest = NULL;
    int thread = 0, step = 0;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *word = strtok_r(copy, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        size_t length = strlen(word) - 1;
        if (*word == '|') {
            thread++;
            step = 0;
        } else {
            program.steps[thread][step++] = read_action(word, length, word[length] - '0');
        }
    }
    return program;
}

/* ---- Chance ---------------------------------------------------------------------------------- */

static int draw(uint64_t *random, int below)
{
    return (int)(random_next(random) >> 33) % below;
}

/* Adds an action to the thread, and what belongs before and behind it, most of the time. */
static int add_phrase(unsigned char *steps, int count, int action, int object, uint64_t *random)
{
    const char *before = actions[action].before, *after = actions[action].after;
    if (before != NULL && count + 1 < STEPS)
        steps[count++] = read_action(before, strlen(before), object);
    steps[count++] = (unsigned char)(4 * action + object);
    if (after != NULL && count < STEPS && draw(random, 4) > 0)
        steps[count++] = read_action(after, strlen(after), object);
    return count;
}

/* Most programs use few kinds of actions and objects: others have little to quarrel about. */
static struct program draw_program(uint64_t *random)
{
    static const int actions_most[] = {0, 0, 5, 3, 2};
    struct program program = {0};
    int kinds[3], threads = 2 + draw(random, THREADS - 1);
    bool is_narrow = draw(random, 4) > 0;
    int objects = 1 + draw(random, 3);
    for (int kind = 0; kind < 3; kind++)
        kinds[kind] = 1 + draw(random, ACTIONS - 1);
    for (int thread = 0; thread < threads; thread++) {
        int phrases = 1 + draw(random, actions_most[threads]), count = 0;
        for (int phrase = 0; phrase < phrases && count < STEPS; phrase++) {
            int action = is_narrow ? kinds[draw(random, 3)] : 1 + draw(random, ACTIONS - 1);
            int most = objects < actions[action].objects ? objects : actions[action].objects;
            count = add_phrase(program.steps[thread], count, action, draw(random, most), random);
        }
    }
    return program;
}

/* ---- What is found --------------------------------------------------------------------------- */

static void begin_program(struct bench *bench, const struct program *program)
{
    struct stepper *stepper = bench->workshop.stepper;
    stepper_goto(stepper, 0);
    stepper_write(stepper, bench->table, program->steps, sizeof program->steps);
    for (thread_slot slot = 0; slot < (thread_slot)THREADS; slot++) {
        struct start start = {
            .slot = slot, .name = "T", .function = bench->run, .arguments = {(uint64_t)slot}};
        if (program->steps[slot][0] == 0)
            continue;
        stepper_start(stepper, &start);
        stepper_step(stepper, slot, 1);
    }
    bench->workshop.search->findings->count = 0;
}

static bool go_on(void *unused)
{
    (void)unused;
    return true;
}

struct found {
    uint64_t states, state_sum, traces, executions;
    uint32_t faults; /* that no such program has */
    bool is_all;     /* there were not too many orders */
};

static struct found find(struct bench *bench, enum strategy strategy)
{
    struct search *search = bench->workshop.search;
    struct search_options options = {.strategy = strategy,
                                     .collects_states = true,
                                     .looks_for_races = strategy == STRATEGY_ALL,
                                     .executions_most = ORDERS_MOST};
    struct found found = {0};
    workshop_reset(&bench->workshop, &options);
    found.is_all = workshop_search(&bench->workshop, go_on, NULL) == WORKSHOP_FINISHED;
    found.states = search->states;
    found.state_sum = search->state_sum;
    found.traces = search->traces;
    found.executions = search->executions;
    for (uint32_t index = 0; index < search->findings->count; index++) {
        enum finding_kind kind = search->findings->list[index].facts.kind;
        found.faults += kind == FINDING_EVENT || kind == FINDING_DATA_RACE;
    }
    return found;
}

struct comparison {
    struct found naive, all;
};

/* False when the program has too many orders to compare. */
static bool compare(struct bench *bench, const struct program *program, struct comparison *result)
{
    begin_program(bench, program);
    result->naive = find(bench, STRATEGY_NAIVE);
    if (!result->naive.is_all)
        return false;
    result->all = find(bench, STRATEGY_ALL);
    return true;
}

static bool agrees(const struct comparison *comparison)
{
    const struct found *naive = &comparison->naive, *all = &comparison->all;
    return all->is_all && all->states == naive->states && all->state_sum == naive->state_sum &&
           all->executions == naive->traces && naive->faults == 0 && all->faults == 0;
}

/* ---- When they disagree ---------------------------------------------------------------------- */

/* Leaves out what the difference does not need. */
static void minimise(struct bench *bench, struct program *program)
{
    struct comparison result;
    for (int turn = 0; turn < 2 * THREADS * STEPS; turn++) {
        int thread = turn / STEPS % THREADS, step = turn % STEPS;
        struct program less = *program;
        memmove(&less.steps[thread][step], &less.steps[thread][step + 1],
                (size_t)(STEPS - step - 1));
        less.steps[thread][STEPS - 1] = 0;
        if (program->steps[thread][step] != 0 && compare(bench, &less, &result) &&
            !agrees(&result)) {
            *program = less;
            turn--;
        }
    }
}

static void tell(struct bench *bench, struct program program)
{
    char text[TEXT_BYTES];
    struct comparison result;
    minimise(bench, &program);
    compare(bench, &program, &result);
    write_program(&program, text);
    print_error("%s: all orders lead to %d states by %d inequivalent executions; explored: %d by "
                "%d; %d faults\n",
                text, (int)result.naive.states, (int)result.naive.traces, (int)result.all.states,
                (int)result.all.executions, (int)(result.naive.faults + result.all.faults));
}

/* ---- Tests ----------------------------------------------------------------------------------- */

/* Programs that an explorer was once wrong about. */
static const char *const known[] = {
    "broadcast0 | lock0 condtimedwait0 condtimedwait0", /* a wait may end before it was signalled */
};

static void test_known(void **state)
{
    int wrong = 0;
    struct comparison result;
    for (size_t index = 0; index < sizeof known / sizeof known[0]; index++) {
        struct program program = read_program(known[index]);
        if (!compare(*state, &program, &result) || !agrees(&result)) {
            tell(*state, program);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static bool check_programs(struct bench *bench, uint64_t seed)
{
    const int share = (IS_SLOW ? PROGRAMS_SLOW : PROGRAMS) / PROCESSES;
    struct comparison result;
    for (int count = 0; count < share;) {
        struct program program = draw_program(&seed);
        if (!compare(bench, &program, &result))
            continue;
        if (!agrees(&result)) {
            tell(bench, program);
            return false;
        }
        count++;
    }
    return true;
}

static pid_t start_process(uint64_t seed)
{
    fflush(NULL);
    pid_t process = fork();
    if (process != 0)
        return process;
    void *bench = NULL;
    bool is_fine = setup(&bench) == 0 && check_programs(bench, seed);
    teardown(&bench);
    _exit(is_fine ? 0 : 1);
}

static void test_random(void **state)
{
    pid_t processes[PROCESSES];
    int wrong = 0;
    (void)state;
    for (int process = 0; process < PROCESSES; process++)
        processes[process] = start_process((uint64_t)process);
    for (int process = 0; process < PROCESSES; process++) {
        int status = 1;
        waitpid(processes[process], &status, 0);
        wrong += status != 0;
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_known, setup, teardown),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
