#include "grade/worker/worker.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "grade/worker/lacking.h"
#include "program/expressions/expression.h"
#include "program/host/mishaps.h"
#include "program/image/image.h"
#include "program/values/names.h"
#include "program/values/returns.h"

/* Of one order: far more than any function of a lab has synchronisation operations. */
enum { STEPS_MOST = 100000, CALL_BYTES = 200 };

/* What was printed, with a NUL behind it; what does not fit is left out. */
struct kept {
    char *text;
    size_t size, used;
};

struct worker {
    struct image *image;
    struct lines *lines;
    struct names *names;
    struct stepper *stepper;
    bool has_server; /* a server is to wait for requests before the first check */
    bool is_started; /* position 0 is its first wait */
    bool has_mems;
    thread_slot caller; /* runs what is called */
    FILE *session;      /* the orders since the last reset; writes to the two below */
    char *session_text;
    size_t session_bytes;
    struct kept printed, output;
    char printed_text[WORKER_PRINTED_BYTES + 1], output_text[WORKER_OUTPUT_BYTES];
    struct kept said; /* by the other threads */
    char said_text[WORKER_PRINTED_BYTES + 1];
};

/* ---- Opening --------------------------------------------------------------------------------- */

static bool open_parts(struct worker *worker, const char *path, const struct lab *lab, char **error)
{
    enum image_result result = image_open(path, &worker->image);
    if (result == IMAGE_OK)
        result = lines_open(worker->image, &worker->lines);
    if (result == IMAGE_OK)
        result = names_open(worker->image, &worker->names);
    if (result != IMAGE_OK) {
        *error = strdup(image_result_sentence(result));
        if (result != IMAGE_NOT_SUBJECT)
            mishap_note("the program that was built cannot be read");
        return false;
    }
    *error = lacking_describe(worker->image, lab->functions);
    if (*error != NULL)
        return false;
    worker->stepper = stepper_open_apart(worker->image, error);
    return worker->stepper != NULL;
}

static void end_session(struct worker *worker)
{
    if (worker->session != NULL)
        fclose(worker->session);
    free(worker->session_text);
    worker->session_text = NULL;
}

static bool begin_session(struct worker *worker)
{
    end_session(worker);
    worker->session = open_memstream(&worker->session_text, &worker->session_bytes);
    if (worker->session == NULL)
        mishap_note("no memory left");
    return worker->session != NULL;
}

struct worker *worker_open(const char *path, const struct lab *lab, char **error)
{
    *error = NULL;
    struct worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL)
        return NULL;
    worker->printed =
        (struct kept){.text = worker->printed_text, .size = sizeof worker->printed_text};
    worker->output = (struct kept){.text = worker->output_text, .size = sizeof worker->output_text};
    worker->has_server = strcmp(lab->program, "server") == 0;
    worker->has_mems = strcmp(lab->program, "mems") == 0;
    worker->caller = worker->has_mems ? WORKER_MAIN : WORKER_PROMPT;
    if (begin_session(worker) && open_parts(worker, path, lab, error))
        return worker;
    worker_close(worker);
    return NULL;
}

void worker_close(struct worker *worker)
{
    if (worker == NULL)
        return;
    stepper_close(worker->stepper);
    names_close(worker->names);
    lines_close(worker->lines);
    image_close(worker->image);
    end_session(worker);
    free(worker);
}

/* ---- Threads --------------------------------------------------------------------------------- */

struct worker_name worker_name(const struct worker *worker, thread_slot slot)
{
    struct worker_name name;
    if (worker->has_mems)
        snprintf(name.text, sizeof name.text, "main");
    else if (slot < WORKER_SERVER)
        snprintf(name.text, sizeof name.text, "T%d", slot);
    else
        snprintf(name.text, sizeof name.text, "%s", slot == WORKER_SERVER ? "server" : "prompt");
    return name;
}

static void keep(struct kept *kept, const struct output *output)
{
    size_t room = kept->size - 1 - kept->used;
    size_t size = output->size < room ? output->size : room;
    memcpy(kept->text + kept->used, output->bytes, size);
    kept->used += size;
    kept->text[kept->used] = '\0';
}

/* The threads of the server may print: that is theirs. What is called directly is the student's, and
 * so is all on stderr, which is no answer. */
static void keep_printed(struct worker *worker, struct kept *kept)
{
    struct output output;
    while (stepper_next_output(worker->stepper, &output))
        keep(output.is_error                   ? &worker->printed
             : output.thread == worker->caller ? kept
                                               : &worker->said,
             &output);
}

static struct answer run(struct worker *worker, thread_slot slot, struct kept *kept,
                         uint64_t *steps)
{
    struct stop stop = stepper_step(worker->stepper, slot, STEPS_MOST);
    const struct machine *machine = worker_machine(worker);
    struct answer answer = {.kind = ANSWER_WAITS, .slot = slot};
    *steps = stop.steps;
    keep_printed(worker, kept);
    if (stop.reason == STOP_DIED) {
        answer.kind = ANSWER_DIED;
    } else if (machine->event.kind != EVENT_NONE) {
        answer.kind = ANSWER_EVENT;
        answer.slot = machine->event.thread;
    } else if (machine->threads[slot].phase == PHASE_DONE) {
        answer.kind = ANSWER_RETURNED;
        answer.result = machine->threads[slot].result;
    }
    return answer;
}

static uint64_t function_address(const struct worker *worker, const char *name)
{
    struct symbol symbol;
    return image_symbol(worker->image, name, &symbol) ? symbol.address : 0;
}

static void start(struct worker *worker, thread_slot slot, const char *function,
                  const uint64_t arguments[MACHINE_ARGUMENTS])
{
    struct start order = {.slot = slot, .function = function_address(worker, function)};
    struct worker_name name = worker_name(worker, slot);
    order.name = name.text;
    memcpy(order.arguments, arguments, sizeof order.arguments);
    stepper_start(worker->stepper, &order);
}

/* ---- Orders ---------------------------------------------------------------------------------- */

/* Starts the call that `line` describes, which it takes to pieces. */
static void start_call(struct worker *worker, char *line)
{
    uint64_t arguments[MACHINE_ARGUMENTS] = {0};
    char *rest;
    const char *function = strtok_r(line, " ", &rest);
    for (int index = 0; index < MACHINE_ARGUMENTS; index++) {
        int64_t number;
        const char *word = strtok_r(NULL, " ", &rest);
        if (word != NULL && worker_number(worker, word, &number))
            arguments[index] = (uint64_t)number;
    }
    start(worker, worker->caller, function, arguments);
}

/* `note` NULL: as `call`. */
static struct answer call(struct worker *worker, const char *note, struct kept *kept,
                          const char *format, va_list arguments)
{
    char line[CALL_BYTES];
    uint64_t steps;
    vsnprintf(line, sizeof line, format, arguments);
    fprintf(worker->session, "%s%s\n", note == NULL ? "call " : note, note == NULL ? line : "");
    start_call(worker, line);
    return run(worker, worker->caller, kept, &steps);
}

struct answer worker_call(struct worker *worker, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct answer answer = call(worker, NULL, &worker->printed, format, arguments);
    va_end(arguments);
    return answer;
}

struct answer worker_call_printing(struct worker *worker, char *text, size_t size,
                                   const char *format, ...)
{
    struct kept kept = {.text = text, .size = size};
    va_list arguments;
    text[0] = '\0';
    va_start(arguments, format);
    struct answer answer = call(worker, NULL, &kept, format, arguments);
    va_end(arguments);
    return answer;
}

struct answer worker_call_as(struct worker *worker, const char *note, const char *format, ...)
{
    va_list arguments;
    worker->output.used = 0;
    worker->output_text[0] = '\0';
    va_start(arguments, format);
    struct answer answer = call(worker, note, &worker->output, format, arguments);
    va_end(arguments);
    return answer;
}

const char *worker_output(const struct worker *worker)
{
    return worker->output_text;
}

void worker_limit_blocks(struct worker *worker, int blocks)
{
    fprintf(worker->session, "blocks %d\n", blocks);
    stepper_limit_blocks(worker->stepper, blocks);
}

void worker_write(struct worker *worker, uint64_t address, const void *bytes, size_t size)
{
    stepper_write(worker->stepper, address, bytes, size);
}

int64_t worker_result(const struct worker *worker, const char *function,
                      const struct answer *answer)
{
    return returns_value(returns_of(worker->image, function), answer->result);
}

struct answer worker_run(struct worker *worker, thread_slot slot)
{
    uint64_t steps;
    struct answer answer = run(worker, slot, &worker->printed, &steps);
    if (steps > 0 || answer.kind == ANSWER_EVENT)
        fprintf(worker->session, "next %s\n", worker_name(worker, slot).text);
    return answer;
}

struct answer worker_enqueue(struct worker *worker, int id, int size)
{
    char expression[32];
    int64_t address;
    uint64_t steps;
    fprintf(worker->session, "enqueue %d %d\n", id, size);
    snprintf(expression, sizeof expression, "&requested_size[%d]", id);
    if (worker_number(worker, expression, &address))
        stepper_write(worker->stepper, (uint64_t)address, &size, sizeof size);
    start(worker, (thread_slot)id, "thread_function", (uint64_t[MACHINE_ARGUMENTS]){(uint64_t)id});
    return run(worker, (thread_slot)id, &worker->printed, &steps);
}

/* As the prompt's mode does it: what the session of a failure starts from is then the same
 * state. */
static struct answer start_server(struct worker *worker)
{
    struct answer answer =
        worker_call(worker, "memory_server_start %d %d", WORKER_THREADS, WORKER_MEMORY);
    if (answer.kind == ANSWER_RETURNED)
        answer = worker_call(worker, "workload_start 1");
    if (answer.kind != ANSWER_RETURNED)
        return answer;
    start(worker, WORKER_SERVER, "server_function", (uint64_t[MACHINE_ARGUMENTS]){0});
    answer = worker_run(worker, WORKER_SERVER);
    worker->is_started = answer.kind == ANSWER_WAITS;
    if (worker->is_started)
        stepper_rebase(worker->stepper);
    return answer;
}

struct answer worker_reset(struct worker *worker)
{
    struct answer answer = {.kind = ANSWER_WAITS, .slot = WORKER_SERVER};
    stepper_goto(worker->stepper, 0);
    worker->said = (struct kept){.text = worker->said_text, .size = sizeof worker->said_text};
    worker->said_text[0] = '\0';
    if (worker->has_server && !worker->is_started)
        answer = start_server(worker);
    if (!begin_session(worker))
        answer.kind = ANSWER_DIED;
    return answer;
}

struct worker_mark worker_mark(struct worker *worker)
{
    size_t bytes = strlen(worker_session(worker));
    return (struct worker_mark){stepper_position(worker->stepper), bytes};
}

void worker_return(struct worker *worker, struct worker_mark mark)
{
    char *session = strndup(worker_session(worker), mark.session_bytes);
    stepper_goto(worker->stepper, mark.position);
    if (session != NULL && begin_session(worker))
        fputs(session, worker->session);
    free(session);
}

/* ---- Looking --------------------------------------------------------------------------------- */

bool worker_is_ready(const struct worker *worker)
{
    return !worker->has_server || worker->is_started;
}

const struct machine *worker_machine(const struct worker *worker)
{
    return stepper_machine(worker->stepper);
}

struct stepper *worker_stepper(struct worker *worker)
{
    return worker->stepper;
}

bool worker_number(const struct worker *worker, const char *expression, int64_t *number)
{
    const struct memory_view view = {.context = worker->stepper, .read = stepper_read};
    char problem[EXPRESSION_PROBLEM_SIZE];
    struct value value;
    return expression_evaluate(worker->names, &view, expression, &value, problem, sizeof problem) &&
           value_as_integer(&view, &value, number);
}

bool worker_read(const struct worker *worker, uint64_t address, void *buffer, size_t size)
{
    return stepper_read(worker->stepper, address, buffer, size);
}

bool worker_place(const struct worker *worker, uint64_t pc, struct place *place)
{
    return lines_place(worker->lines, pc, place) && place->line > 0;
}

bool worker_line(const struct worker *worker, const struct place *place, char *text, size_t size)
{
    if (!lines_source_text(worker->lines, place->file, place->line, text, size))
        return false;
    size_t blanks = strspn(text, " \t");
    memmove(text, text + blanks, strlen(text + blanks) + 1);
    return true;
}

const char *worker_session(struct worker *worker)
{
    fflush(worker->session);
    return worker->session_text;
}

const char *worker_said(const struct worker *worker)
{
    return worker->said_text;
}

const char *worker_printed(const struct worker *worker)
{
    return worker->printed_text;
}
