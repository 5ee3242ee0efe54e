#include "stepper/child/child.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <ucontext.h>
#include <unistd.h>

#include "program/image/load.h"
#include "stepper/child/engine.h"
#include "stepper/stacks/locals.h"
#include "stepper/child/orders.h"
#include "stepper/child/seal.h"
#include "stepper/looks/witness.h"
#include "stepper/control.h"

/* The watchdog looks every ALARM_MS of CPU time; a thread that neither ticked nor stepped for
 * IDLE_MS, or less if the parent has less patience, stands in a loop without any branch, load or
 * store. */
enum { ALARM_MS = 50, IDLE_MS = 1000, SIGNAL_STACK_BYTES = 1 << 16 };

enum { LARGEST_KEPT_BYTES = 32 << 20 }; /* of one block: glibc allows no more */

static struct control *control(void)
{
    return (struct control *)ARENA_CONTROL_ADDRESS;
}

/* ---- Signals that a subject can cause -------------------------------------------------------- */

static bool is_code(const struct control *c, uint64_t pc)
{
    return pc >= c->text_low && pc < c->text_high;
}

#if defined __x86_64__
static uint64_t program_counter(const ucontext_t *context)
{
    return (uint64_t)context->uc_mcontext.gregs[REG_RIP];
}

/* Of a call that has just jumped. */
static uint64_t return_address(const ucontext_t *context)
{
    return *(const uint64_t *)context->uc_mcontext.gregs[REG_RSP];
}

/* The processor raises SIGTRAP after the next instruction; or does not. */
static void trace_instruction(ucontext_t *context, bool is_on)
{
    const greg_t trap_flag = 0x100;
    greg_t *flags = &context->uc_mcontext.gregs[REG_EFL];
    *flags = is_on ? *flags | trap_flag : *flags & ~trap_flag;
}

/* Where a call or jump through a register leads that has not been made; false for anything else.
 * The instruction: perhaps 40 to 4F, whose lowest bit means the registers from R8 on; FF; the kind
 * of operand (3: a register), of instruction (2: call, 4: jump) and the number of the register. */
static bool find_target(const ucontext_t *context, uint64_t *target)
{
    static const int registers[] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP,
                                    REG_RSI, REG_RDI, REG_R8,  REG_R9,  REG_R10, REG_R11,
                                    REG_R12, REG_R13, REG_R14, REG_R15};
    const unsigned char *code = (const unsigned char *)program_counter(context);
    unsigned number = (*code & 0xF1) == 0x41 ? 8 : 0;
    code += (*code & 0xF0) == 0x40;
    unsigned operand = code[1] >> 6, kind = code[1] >> 3 & 7;
    if (code[0] != 0xFF || operand != 3 || (kind != 2 && kind != 4))
        return false;
    *target = (uint64_t)context->uc_mcontext.gregs[registers[number + (code[1] & 7)]];
    return true;
}
#else
static uint64_t program_counter(const ucontext_t *context)
{
    return context->uc_mcontext.pc;
}

static uint64_t return_address(const ucontext_t *context)
{
    return context->uc_mcontext.regs[30];
}

/* Only another process can have that here: see silent.h. */
static void trace_instruction(ucontext_t *context, bool is_on)
{
    (void)context, (void)is_on;
}

/* Such a call is made, and the fault comes at its target. */
static bool find_target(const ucontext_t *context, uint64_t *target)
{
    (void)context, (void)target;
    return false;
}
#endif

/* The address that the thread used or went to. False where none is to blame, or the processor does
 * not tell it: for one that no memory can ever have it tells only where that was used. */
static bool find_address(const struct control *c, int number, const siginfo_t *info,
                         const ucontext_t *context, uint64_t *address)
{
    if (number != SIGSEGV && number != SIGBUS)
        return false;
    if (info->si_code == SI_KERNEL || (number == SIGBUS && info->si_addr == NULL))
        return is_code(c, program_counter(context)) && find_target(context, address);
    *address = (uint64_t)info->si_addr;
    return true;
}

/* As a return address, like all others. A jump to nowhere is placed at its call, a fault of the kit
 * or of libc at the thread's last tick. */
static uint64_t place_of(const struct control *c, const siginfo_t *info, const ucontext_t *context)
{
    uint64_t pc = program_counter(context);
    if (is_code(c, pc))
        return pc + 1;
    if (pc == (uint64_t)info->si_addr && is_code(c, return_address(context)))
        return return_address(context);
    return c->errand.last_pc;
}

static enum event_kind kind_of(const struct control *c, uint64_t address)
{
    uint64_t low = arena_stack_low(c->machine.running);
    if (address < low && address >= low - ARENA_GUARD_BYTES)
        return EVENT_STACK_OVERFLOW;
    if (address >= ARENA_TEXT_ADDRESS && address < c->image_high)
        return EVENT_READ_ONLY;
    return address < 4096 ? EVENT_NULL_ACCESS : EVENT_WILD_ACCESS;
}

/* gcc calls a nested function by a few instructions that it writes to the stack. */
static bool is_stack_code(const ucontext_t *context, uint64_t address)
{
    return address == program_counter(context) && address >= ARENA_STACKS_ADDRESS &&
           address < ARENA_CONTROL_ADDRESS;
}

static void on_fault(int number, siginfo_t *info, void *context)
{
    struct control *c = control();
    if (!c->errand.on_fiber) { /* a fault of the kit: let the parent see it die */
        signal(number, SIG_DFL);
        return;
    }
    uint64_t address = 0;
    bool is_address = find_address(c, number, info, context, &address);
    struct event event = {.kind = is_address         ? kind_of(c, address)
                                  : number == SIGFPE ? EVENT_DIVISION
                                                     : EVENT_ILLEGAL,
                          .pc = place_of(c, info, context),
                          .address = address,
                          .value = number};
    if (is_address && is_stack_code(context, address))
        snprintf(event.text, sizeof event.text,
                 "code on the stack cannot run here; give the nested function a place outside");
    engine_event(event);
}

/* A program that traps by itself does not do so while it is looked at. */
static void on_trap(int number, siginfo_t *info, void *context)
{
    struct control *c = control();
    bool is_looked_at = info->si_code == TRAP_TRACE || info->si_code == SI_TKILL;
    if (is_looked_at)
        trace_instruction(context, witness_instruction(c, program_counter(context)));
    else
        on_fault(number, info, context);
}

static void on_alarm(int number, siginfo_t *info, void *context)
{
    (void)number;
    struct control *c = control();
    bool is_idle = c->errand.on_fiber && c->fuel == c->last_fuel && c->machine.step == c->last_step;
    c->idle_alarms = is_idle ? c->idle_alarms + 1 : 0;
    c->last_fuel = c->fuel;
    c->last_step = c->machine.step;
    int idle_ms = c->patience.idle_ms > 0 ? c->patience.idle_ms : IDLE_MS;
    if (c->idle_alarms * ALARM_MS < idle_ms)
        return;
    c->idle_alarms = 0;
    engine_event((struct event){.kind = EVENT_ENDLESS_LOOP, .pc = place_of(c, info, context)});
}

/* The handlers leave by switching to the order loop, so no signal may stay blocked. */
static void catch_signal(int number, void (*handler)(int, siginfo_t *, void *))
{
    struct sigaction action = {.sa_sigaction = handler,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

static bool catch_signals(void)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS};
    const struct itimerval period = {.it_interval.tv_usec = 1000L * ALARM_MS,
                                     .it_value.tv_usec = 1000L * ALARM_MS};
    stack_t stack = {.ss_sp = malloc(SIGNAL_STACK_BYTES), .ss_size = SIGNAL_STACK_BYTES};
    if (stack.ss_sp == NULL || sigaltstack(&stack, NULL) != 0)
        return false;
    for (size_t index = 0; index < sizeof faults / sizeof *faults; index++)
        catch_signal(faults[index], on_fault);
    catch_signal(SIGTRAP, on_trap);
    catch_signal(SIGVTALRM, on_alarm);
    setitimer(ITIMER_VIRTUAL, &period, NULL);
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    return true;
}

/* ---- Life ------------------------------------------------------------------------------------ */

/* Nothing that a subject writes by a way of its own reaches the user's terminal or files. */
static void shut_in(const struct child *child)
{
    const struct rlimit none = {0, 0};
    int null = open("/dev/null", O_RDWR);
    for (int file = 0; file <= 2; file++)
        dup2(null, file);
    for (int file = 3; file < 256; file++)
        if (file != child->orders && file != child->answers && file != child->arena.file)
            close(file);
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_FSIZE, &none);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static bool read_byte(int file)
{
    char byte;
    ssize_t count;
    do
        count = read(file, &byte, 1);
    while (count < 0 && errno == EINTR);
    return count == 1;
}

static void load(const struct child *child, struct control *c)
{
    c->text_low = child->text_low;
    c->text_high = child->text_high;
    c->image_high = child->image_high;
    c->constants = child->constants;
    c->thread_variables = child->thread_variables;
    c->arena = child->arena;
    c->orders = child->orders;
    c->answers = child->answers;
    c->machine.running = NO_THREAD;
    memset(c->stack_is_open, 0, sizeof c->stack_is_open);
    if (child->thread_variables.size > LOCALS_BYTES_MOST) {
        snprintf(c->load_error, sizeof c->load_error,
                 "%s: its variables declared __thread take %zu bytes; each thread has room for %zu",
                 child->path, (size_t)child->thread_variables.size, LOCALS_BYTES_MOST);
        return;
    }
    load_subject(child->path, &child->arena, &c->destructors, c->load_error, sizeof c->load_error);
}

/* Checkpoints come and go all the time: their memory is kept, not given back and asked for again. */
static void keep_freed_memory(void)
{
    mallopt(M_TRIM_THRESHOLD, CHECKPOINT_BYTES_MOST);
    mallopt(M_MMAP_THRESHOLD, LARGEST_KEPT_BYTES);
}

_Noreturn void child_give_up(void)
{
    _exit(CHILD_REFUSED);
}

void child_ask(struct control *c)
{
    if (write(c->answers, "", 1) != 1 || !read_byte(c->orders))
        _exit(0);
    c->question.is_asked = false;
}

_Noreturn void child_main_apart(const struct child *child)
{
    char file[16];
    struct control *c = arena_at(&child->arena, ARENA_CONTROL_ADDRESS, sizeof *c);
    c->introduction = *child;
    snprintf(c->path, sizeof c->path, "%s", child->path);
    snprintf(file, sizeof file, "%d", child->arena.file);
    fcntl(child->arena.file, F_SETFD, 0);
    fcntl(child->orders, F_SETFD, 0);
    fcntl(child->answers, F_SETFD, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execl("/proc/self/exe", "memrepl", CHILD_OPTION, file, NULL);
    child_give_up();
}

_Noreturn void child_arrive(const char *file)
{
    struct arena arena;
    if (!arena_join(&arena, (int)strtol(file, NULL, 10)))
        child_give_up();
    const struct control *c = arena_at(&arena, ARENA_CONTROL_ADDRESS, sizeof *c);
    if (c != NULL) {
        struct child child = c->introduction;
        child.path = c->path;
        child.arena.file = arena.file;
        child.arena.view = arena.view;
        child_main(&child);
    }
    child_give_up();
}

_Noreturn void child_main(const struct child *child)
{
    struct control *c = control();
    shut_in(child);
    if (!arena_enter(&child->arena) || !catch_signals())
        child_give_up();
    keep_freed_memory();
    load(child, c);
    bool is_loaded = c->load_error[0] == '\0';
    if (is_loaded && !checkpoint_take(&c->checkpoints, &c->arena, &c->machine))
        child_give_up();
    if (getenv(SEAL_VARIABLE) != NULL && !seal_child(child->orders, child->answers))
        child_give_up();
    while (write(child->answers, "", 1) == 1 && read_byte(child->orders))
        orders_obey(c);
    _exit(0);
}
