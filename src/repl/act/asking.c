#include "repl/act/asking.h"

#include "program/expressions/expression.h"
#include "program/values/returns.h"
#include "repl/act/stepping.h"
#include "repl/words/events.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CALL_STEPS = 1000000 }; /* of a called function, before it counts as endless */

/* ---- call ------------------------------------------------------------------------------------ */

static bool read_arguments(const struct study *study, struct console *console, int count,
                           char **arguments, struct start *start)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    for (int index = 0; index < count; index++) {
        int64_t number;
        if (!study_evaluate(study, arguments[index], &number, problem, sizeof problem)) {
            command_refuse(console, "%s", problem);
            return false;
        }
        start->arguments[index] = (uint64_t)number;
    }
    return true;
}

bool asking_may_call(const struct study *study, struct console *console)
{
    if (asking_is_calling(study))
        command_refuse(console, "the last call has not come to its end; step %s goes on with it",
                       study_thread_name(study, study_prompt(study)).text);
    else if (study_prompt(study) >= MACHINE_THREADS)
        command_refuse(console, "there are too many threads for one more to make the call");
    return !asking_is_calling(study) && study_prompt(study) < MACHINE_THREADS;
}

struct stop asking_call(struct study *study, uint64_t function, const uint64_t *arguments,
                        int count)
{
    struct thread_name name = study_thread_name(study, study_prompt(study));
    struct start start = {.slot = study_prompt(study), .name = name.text, .function = function};
    for (int index = 0; index < count; index++)
        start.arguments[index] = arguments[index];
    struct stop stop = stepper_start(study->stepper, &start);
    if (stop.reason == STOP_DONE)
        stop = stepper_step(study->stepper, study_prompt(study), CALL_STEPS);
    return stop;
}

bool asking_is_calling(const struct study *study)
{
    enum thread_state state = study_state(study, study_prompt(study));
    return state != STATE_NEW && state != STATE_DONE;
}

/* The function that the prompt's slot ran last; its name stays the image's. */
static struct symbol called(const struct study *study)
{
    struct symbol symbol = {.name = "the function"};
    image_symbol_at(study->image, study_thread(study, study_prompt(study))->function, &symbol);
    return symbol;
}

static struct returns result_kind(const struct study *study)
{
    const struct thread *thread = study_thread(study, study_prompt(study));
    if (study_state(study, study_prompt(study)) != STATE_DONE || thread->runs <= study->prompt_runs)
        return (struct returns){.kind = RETURN_NOTHING};
    return returns_of(study->image, called(study).name);
}

bool asking_result(const struct study *study, int64_t *result)
{
    struct returns returns = result_kind(study);
    *result = returns_value(returns, study_thread(study, study_prompt(study))->result);
    return returns.kind != RETURN_NOTHING && returns.kind != RETURN_OTHER;
}

static void add_returned(const struct study *study, struct words *words, const char *function)
{
    int64_t result;
    enum return_kind kind = result_kind(study).kind;
    if (!asking_result(study, &result))
        words_add(words, "%s returns.", function);
    else if (kind == RETURN_BOOLEAN)
        words_add(words, "%s returns %s.", function, result ? "true" : "false");
    else if (kind == RETURN_POINTER && result != 0)
        words_add(words, "%s returns 0x%" PRIx64 ".", function, (uint64_t)result);
    else if (kind == RETURN_POINTER)
        words_add(words, "%s returns NULL.", function);
    else
        words_add(words, "%s returns %" PRId64 "%s.", function, result,
                  kind == RETURN_UNKNOWN ? ", if anything" : "");
}

void asking_tell_call(struct study *study, struct console *console)
{
    struct symbol function = called(study);
    struct words words;
    words_clear(&words);
    if (!asking_is_calling(study)) {
        add_returned(study, &words, function.name);
    } else if (study_state(study, study_prompt(study)) == STATE_BLOCKED) {
        words_add(&words, "%s has not returned: ", function.name);
        narrate_wait(study, &words, study_prompt(study));
        words_add(&words, ".");
    } else {
        words_add(&words, "%s has not returned.", function.name);
    }
    words_print(&words, console, 0);
}

/* Calls, with the frame staying the one looked at. */
static struct stop call_aside(struct study *study, uint64_t function, const uint64_t *arguments,
                              int count)
{
    struct chosen_frame chosen = study->chosen;
    bool is_present = study_has_chosen(study);
    struct stop stop = asking_call(study, function, arguments, count);
    if (is_present && !asking_is_calling(study))
        study_choose_frame(study, chosen.slot, chosen.level);
    return stop;
}

/* By name, or by what a pointer to it is called: operations[1].apply. */
static bool find_function(const struct study *study, const char *text, struct symbol *symbol)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    int64_t address;
    if (image_symbol(study->image, text, symbol) && symbol->is_function)
        return true;
    return study_evaluate(study, text, &address, problem, sizeof problem) &&
           image_symbol_at(study->image, (uint64_t)address, symbol) && symbol->is_function &&
           symbol->address == (uint64_t)address;
}

/* Tells how to write "add(3, 4)". */
static enum outcome refuse_function(struct console *console, int count, char **arguments)
{
    struct words line;
    if (strchr(arguments[0], '(') == NULL)
        return command_refuse(console, "the program has no function \"%s\"", arguments[0]);
    words_clear(&line);
    for (int index = 0; index < count; index++) {
        for (char *at = arguments[index]; *at != '\0'; at++)
            *at = strchr("(),", *at) == NULL ? *at : ' ';
        for (char *rest, *word = strtok_r(arguments[index], " ", &rest); word != NULL;
             word = strtok_r(NULL, " ", &rest))
            words_add(&line, " %s", word);
    }
    return command_refuse(console, "call takes no brackets: call%s", line.text);
}

static enum outcome run_call(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    struct symbol symbol;
    struct start start = {0};
    if (!stepping_may_act(study, console))
        return OUTCOME_ERROR;
    if (!find_function(study, arguments[0], &symbol))
        return refuse_function(console, count, arguments);
    int wanted = returns_parameters(study->image, symbol.name);
    if (wanted >= 0 && wanted != count - 1)
        return command_refuse(console, "%s takes %d argument%s, not %d", arguments[0], wanted,
                              wanted == 1 ? "" : "s", count - 1);
    if (!asking_may_call(study, console) ||
        !read_arguments(study, console, count - 1, arguments + 1, &start))
        return OUTCOME_ERROR;
    struct words line;
    words_clear(&line);
    words_add(&line, "call");
    for (int index = 0; index < count; index++)
        words_add(&line, " %s", arguments[index]);
    if (!stepping_begin(study, console, "%s", line.text))
        return OUTCOME_ERROR;
    struct stop stop = call_aside(study, symbol.address, start.arguments, count - 1);
    narrate_output(study, console);
    asking_tell_call(study, console);
    return stepping_end(study, console, &stop);
}

/* ---- expect ---------------------------------------------------------------------------------- */

bool asking_compare(const char *operator, int64_t left, int64_t right, bool *holds)
{
    static const struct {
        const char *operator;
        bool less, equal, greater; /* holds when left is less than, equal to, greater than right */
    } rows[] = {
        {"==", false, true, false}, {"!=", true, false, true}, {"<", true, false, false},
        {"<=", true, true, false},  {">", false, false, true}, {">=", false, true, true},
    };
    for (size_t index = 0; index < sizeof rows / sizeof rows[0]; index++)
        if (strcmp(operator, rows[index].operator) == 0) {
            *holds = left < right    ? rows[index].less
                     : left == right ? rows[index].equal
                                     : rows[index].greater;
            return true;
        }
    return false;
}

static enum verdict judge(bool holds)
{
    return holds ? VERDICT_HOLDS : VERDICT_FAILS;
}

/* thread ID STATE */
static enum verdict expect_thread(struct study *study, int count, char **words, struct words *got)
{
    enum thread_state wanted = 0;
    if (count != 3)
        return VERDICT_UNKNOWN;
    thread_slot slot = study_find_thread(study, words[1]);
    while (wanted < STATE_COUNT && strcmp(words[2], study_state_name(wanted)) != 0)
        wanted++;
    if (slot == NO_THREAD || wanted == STATE_COUNT) {
        words_add(got, slot == NO_THREAD ? "no thread \"%s\"" : "no state \"%s\" of a thread",
                  words[slot == NO_THREAD ? 1 : 2]);
        return VERDICT_WRONG;
    }
    enum thread_state state = study_state(study, slot);
    words_add(got, "%s", study_state_name(state));
    if (state == STATE_BLOCKED) {
        words_add(got, ": ");
        narrate_wait(study, got, slot);
    }
    return judge(state == wanted);
}

/* step N */
static enum verdict expect_step(struct study *study, int count, char **words, struct words *got)
{
    int64_t wanted;
    if (count != 2 || !words_number(words[1], 0, INT64_MAX, &wanted))
        return VERDICT_UNKNOWN;
    words_add(got, "step %" PRIu64, study_machine(study)->step);
    return judge((uint64_t)wanted == study_machine(study)->step);
}

/* event NAME: the name may be several words */
static enum verdict expect_event(struct study *study, int count, char **words, struct words *got)
{
    struct words name;
    words_clear(&name);
    for (int index = 1; index < count; index++)
        words_add(&name, "%s%s", index == 1 ? "" : " ", words[index]);
    enum event_kind wanted = events_find(name.text);
    enum event_kind kind = study_machine(study)->event.kind;
    if (count == 1)
        return VERDICT_UNKNOWN;
    if (wanted == EVENT_NONE) {
        words_add(got, "no event is called \"%s\"", name.text);
        return VERDICT_WRONG;
    }
    words_add(got, "%s", event_name(kind));
    return judge(kind == wanted);
}

static enum verdict expect_deadlock(struct study *study, int count, char **words, struct words *got)
{
    (void)words;
    words_add(got, study_is_deadlocked(study) ? "a deadlock" : "no deadlock");
    return count == 1 ? judge(study_is_deadlocked(study)) : VERDICT_UNKNOWN;
}

/* no deadlock, no event */
static enum verdict expect_no(struct study *study, int count, char **words, struct words *got)
{
    bool is_deadlock = count == 2 && strcmp(words[1], "deadlock") == 0;
    if (count != 2 || (!is_deadlock && strcmp(words[1], "event") != 0))
        return VERDICT_UNKNOWN;
    enum event_kind kind = study_machine(study)->event.kind;
    words_add(got, "%s", is_deadlock ? "a deadlock" : event_name(kind));
    return judge(is_deadlock ? !study_is_deadlocked(study) : kind == EVENT_NONE);
}

/* result OPERATOR NUMBER */
static enum verdict expect_result(struct study *study, int count, char **words, struct words *got)
{
    int64_t wanted, result;
    bool holds, has_result = asking_result(study, &result);
    if (count != 3 || !words_number(words[2], INT64_MIN, INT64_MAX, &wanted) ||
        !asking_compare(words[1], result, wanted, &holds))
        return VERDICT_UNKNOWN;
    if (has_result)
        words_add(got, "%" PRId64, result);
    else
        words_add(got, "no result: the last call returned nothing, or has not returned");
    return judge(has_result && holds);
}

/* EXPRESSION OPERATOR EXPRESSION */
static enum verdict expect_value(struct study *study, int count, char **words, struct words *got)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    int64_t left, right;
    bool holds;
    if (count != 3 || !asking_compare(words[1], 0, 0, &holds))
        return VERDICT_UNKNOWN;
    if (!study_evaluate(study, words[0], &left, problem, sizeof problem) ||
        !study_evaluate(study, words[2], &right, problem, sizeof problem)) {
        words_add(got, "%s", problem);
        return VERDICT_WRONG;
    }
    asking_compare(words[1], left, right, &holds);
    words_add(got, "%" PRId64, left);
    return judge(holds);
}

enum verdict asking_expect(struct study *study, int count, char **words, struct words *got)
{
    static const struct {
        const char *word;
        enum verdict (*judge)(struct study *study, int count, char **words, struct words *got);
    } forms[] = {
        {"thread", expect_thread}, {"step", expect_step},         {"event", expect_event},
        {"no", expect_no},         {"deadlock", expect_deadlock}, {"result", expect_result},
    };
    for (size_t index = 0; index < sizeof forms / sizeof forms[0]; index++)
        if (strcmp(words[0], forms[index].word) == 0)
            return forms[index].judge(study, count, words, got);
    return expect_value(study, count, words, got);
}

static enum outcome conclude(struct console *console, const char *expected, enum verdict verdict,
                             const struct words *got)
{
    struct words words;
    switch (verdict) {
    case VERDICT_HOLDS:
        if (console->is_terminal)
            fprintf(console->out, "As expected.\n");
        return OUTCOME_OK;
    case VERDICT_FAILS:
        words_clear(&words);
        words_add(&words, "expected %s, got %s", expected, got->text);
        console_message(console, "expect", words.text);
        return OUTCOME_FAILED;
    case VERDICT_WRONG:
        return command_refuse(console, "expect %s: %s", expected, got->text);
    case VERDICT_UNKNOWN:
        break;
    }
    return command_refuse(console, "cannot expect \"%s\"; help expect lists what can be", expected);
}

enum outcome asking_judge(struct console *console, const char *text,
                          enum verdict (*judge_words)(void *context, int count, char **words,
                                                      struct words *got),
                          void *context)
{
    char *words[COMMAND_WORDS_MOST];
    const char *error = NULL;
    struct words got;
    char *copy = strdup(text);
    if (copy == NULL)
        return command_refuse_lack(console, "to read this line");
    words_clear(&got);
    int count = command_split(copy, words, COMMAND_WORDS_MOST, &error);
    enum verdict verdict = count > 0 ? judge_words(context, count, words, &got) : VERDICT_UNKNOWN;
    enum outcome outcome = count < 0 ? command_refuse(console, "expect: %s", error)
                                     : conclude(console, text, verdict, &got);
    free(copy);
    return outcome;
}

void asking_explain(struct console *console, const struct console_form *forms, size_t count)
{
    words_say(console, "Behind expect stands what should be the case now. When it is not, the line "
                       "says what is instead, and a script ends there with exit status 1.");
    console_list(console, forms, count);
}

const struct command asking_commands[] = {
    {.name = "call",
     .arguments = "FUNCTION [ARGUMENT...]",
     .help = "run a function of the program to its end; arguments are numbers or &NAME",
     .example = "call queue_is_empty &queue -- prints what it returns",
     .least = 1,
     .most = 1 + MACHINE_ARGUMENTS,
     .group = GROUP_MORE,
     .complete = ARGUMENT_PLACE,
     .run = run_call},
    {.name = NULL},
};
