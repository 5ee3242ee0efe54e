#include "posix/process/program.h"

#include <stdint.h>
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/heap.h"
#include "stepper/stacks/fiber.h"
#include "stepper/child/tick.h"

/* ---- Handlers -------------------------------------------------------------------------------- */

enum handler_kind { HANDLER_EXIT, HANDLER_EXIT_STATUS, HANDLER_QUICK_EXIT };

/* A reserved block of the heap each, linked from machine.program.exit_handlers, the last first. */
struct handler {
    enum handler_kind kind;
    uint64_t function, argument;
    struct handler *before;
};

static int register_handler(enum handler_kind kind, uint64_t function, const void *argument)
{
    struct program_state *program = &engine_machine()->program;
    struct handler *handler = heap_reserve(sizeof *handler, false);
    if (handler == NULL)
        return -1;
    *handler = (struct handler){.kind = kind,
                                .function = function,
                                .argument = (uint64_t)argument,
                                .before = (struct handler *)program->exit_handlers};
    program->exit_handlers = (uint64_t)handler;
    return 0;
}

int memrepl_atexit(void (*function)(void))
{
    return register_handler(HANDLER_EXIT, (uint64_t)function, NULL);
}

int memrepl_on_exit(void (*function)(int status, void *argument), void *argument)
{
    return register_handler(HANDLER_EXIT_STATUS, (uint64_t)function, argument);
}

int memrepl_at_quick_exit(void (*function)(void))
{
    return register_handler(HANDLER_QUICK_EXIT, (uint64_t)function, NULL);
}

/* What libc's own atexit() and at_quick_exit() come down to, in the object that is linked to a
 * program. */
int memrepl___cxa_atexit(void (*function)(void *), void *argument, void *object)
{
    (void)object;
    return register_handler(HANDLER_EXIT, (uint64_t)function, argument);
}

int memrepl___cxa_at_quick_exit(void (*function)(void *), void *object)
{
    (void)object;
    return register_handler(HANDLER_QUICK_EXIT, (uint64_t)function, NULL);
}

/* The stack below here is the handler's: it sees the same addresses as any call would. */
static void run_handler(const struct handler *handler, int status)
{
    uint64_t arguments[MACHINE_ARGUMENTS] = {handler->argument};
    if (handler->kind == HANDLER_EXIT_STATUS) {
        arguments[0] = (uint64_t)status;
        arguments[1] = handler->argument;
    }
    ((void (*)(uint64_t, uint64_t))handler->function)(arguments[0], arguments[1]);
}

/* Each runs once, even if one of them calls exit() again. */
static void run_handlers(int status, bool is_quick)
{
    struct program_state *program = &engine_machine()->program;
    struct handler *handler;
    while ((handler = (struct handler *)program->exit_handlers) != NULL) {
        program->exit_handlers = (uint64_t)handler->before;
        if ((handler->kind == HANDLER_QUICK_EXIT) == is_quick)
            run_handler(handler, status);
    }
}

/* What is marked __attribute__((destructor)). */
static void run_destructors(void)
{
    struct range addresses = ((const struct control *)ARENA_CONTROL_ADDRESS)->destructors;
    for (const uint64_t *at = (uint64_t *)addresses.high; at > (uint64_t *)addresses.low;)
        ((void (*)(void)) * --at)();
}

static void clean_up(int status)
{
    run_handlers(status, false);
    run_destructors();
}

/* ---- The end --------------------------------------------------------------------------------- */

static _Noreturn void end(int status, uint64_t pc, bool is_return)
{
    engine_operation(OPERATION_EXIT, 0, 0, status, pc);
    engine_event((struct event){
        .kind = EVENT_EXIT, .pc = pc, .value = status, .is_return = is_return, .other = NO_THREAD});
}

_Noreturn void memrepl_exit(int status)
{
    uint64_t pc = CALLER;
    clean_up(status);
    end(status, pc, false);
}

_Noreturn void memrepl_quick_exit(int status)
{
    uint64_t pc = CALLER;
    run_handlers(status, true);
    end(status, pc, false);
}

_Noreturn void memrepl__exit(int status)
{
    end(status, CALLER, false);
}

_Noreturn void memrepl__Exit(int status) __attribute__((alias("memrepl__exit")));

_Noreturn void memrepl_abort(void)
{
    engine_event((struct event){.kind = EVENT_ABORT, .pc = CALLER, .other = NO_THREAD});
}

_Noreturn void memrepl___assert_fail(const char *expression, const char *file, unsigned line,
                                     const char *function)
{
    (void)file, (void)line, (void)function;
    struct event event = {.kind = EVENT_ASSERT, .pc = CALLER, .other = NO_THREAD};
    strncpy(event.text, expression, sizeof event.text - 1);
    engine_event(event);
}

/* ---- main ------------------------------------------------------------------------------------ */

/* argv with a NULL behind it, an empty environment, and the strings, in one block. */
static char **lay_out_arguments(const struct control *control, uint64_t pc)
{
    const struct program_entry *entry = &control->machine.program.entry;
    const char *texts = control->texts + entry->arguments_at;
    size_t count = entry->argument_count, pointers = (count + 2) * sizeof(char *);
    size_t bytes = 0;
    for (size_t index = 0; index < count; index++)
        bytes += strlen(texts + bytes) + 1;
    char **argv = heap_reserve(pointers + bytes, true);
    if (argv == NULL)
        engine_event((struct event){.kind = EVENT_TOO_MANY, .pc = pc, .other = NO_THREAD});
    char *at = memcpy((char *)argv + pointers, texts, bytes);
    for (size_t index = 0; index < count; index++, at += strlen(at) + 1)
        argv[index] = at;
    return argv;
}

/* The place of the last tick: with its `return` main leaves a function, which is one. */
_Noreturn void program_run_main(uint64_t top)
{
    const struct control *control = (const struct control *)ARENA_CONTROL_ADDRESS;
    struct thread *thread = engine_thread();
    char **argv = lay_out_arguments(control, thread->pc);
    uint32_t count = control->machine.program.entry.argument_count;
    thread->arguments[0] = count;
    thread->arguments[1] = (uint64_t)argv;
    thread->arguments[2] = (uint64_t)(argv + count + 1);
    int status = (int)fiber_call(thread->function, thread->arguments, top);
    uint64_t pc = control->errand.last_pc;
    clean_up(status);
    end(status, pc, true);
}
