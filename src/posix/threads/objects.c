#include "posix/threads/objects.h"

#include <string.h>

#include "posix/check.h"
#include "stepper/child/engine.h"

enum { DESTROYED_BYTE = 0xFF, NANOSECONDS = 1000000000 };

static _Noreturn void tell(const struct performed *performed, const void *object, uint64_t pc)
{
    engine_event((struct event){.kind = performed->trouble,
                                .pc = pc,
                                .address = (uint64_t)object,
                                .other = performed->other,
                                .other_pc = performed->other_pc});
}

int32_t objects_declare(void *object, size_t size, enum object_kind kind, enum mutex_type type,
                        int64_t value, uint64_t pc)
{
    struct machine *machine = engine_machine();
    check_object(object, size, USE_INITIALISE, pc);
    int32_t index = sync_find(machine, (uint64_t)object);
    struct performed performed = {.other = NO_THREAD};
    if (index >= 0)
        performed = sync_redeclare(machine, index);
    if (performed.trouble != EVENT_NONE)
        tell(&performed, object, pc);
    memset(object, 0, size);
    index = sync_declare(machine, (uint64_t)object, kind, type, value);
    if (index < 0)
        engine_event((struct event){
            .kind = EVENT_TOO_MANY, .pc = pc, .value = MACHINE_OBJECTS, .other = NO_THREAD});
    return index;
}

void objects_destroy(void *object, size_t size, enum object_kind kind, uint64_t pc)
{
    struct machine *machine = engine_machine();
    check_object(object, size, USE_DESTROY, pc);
    int32_t index = sync_find(machine, (uint64_t)object);
    struct performed performed = {.trouble = EVENT_NOT_INITIALISED, .other = NO_THREAD};
    if (index >= 0 && machine->objects[index].kind == kind)
        performed = sync_destroy(machine, machine->running, index, pc);
    if (performed.trouble != EVENT_NONE)
        tell(&performed, object, pc);
    memset(object, DESTROYED_BYTE, size);
}

bool objects_is_known(const void *object, enum object_kind kind)
{
    struct machine *machine = engine_machine();
    int32_t index = sync_find(machine, (uint64_t)object);
    return index >= 0 && machine->objects[index].is_live && machine->objects[index].kind == kind;
}

bool objects_is_zero(const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    for (size_t index = 0; index < size; index++)
        if (byte[index] != 0)
            return false;
    return true;
}

void objects_know(const void *object, size_t size, enum object_kind kind, uint64_t pc)
{
    check_object(object, size, USE_SYNC, pc);
    if (!objects_is_known(object, kind) && objects_is_zero(object, size))
        sync_declare(engine_machine(), (uint64_t)object, kind, MUTEX_NORMAL, 0);
}

int32_t objects_operate(enum operation_kind kind, const void *object, size_t size, uint64_t pc)
{
    int32_t result = engine_operation(kind, (uint64_t)object, 0, 0, pc);
    check_again(object, size, pc);
    return result;
}

int objects_fail(int error)
{
    engine_thread()->error_number = error;
    return -1;
}

/* CLOCK_REALTIME begins with the epoch, the others with the program: see posix/process/clock.c. */
bool objects_set_deadline(clockid_t clock, const struct timespec *deadline, uint64_t pc)
{
    check_read(deadline, sizeof *deadline, pc);
    if (deadline->tv_nsec < 0 || deadline->tv_nsec >= NANOSECONDS ||
        (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC))
        return false;
    int64_t seconds = deadline->tv_sec - (clock == CLOCK_REALTIME ? MACHINE_EPOCH_SECONDS : 0);
    const int64_t most = INT64_MAX / NANOSECONDS - 1;
    seconds = seconds > most ? most : seconds;
    engine_thread()->wakes_at_ns =
        seconds < 0 ? 0 : (uint64_t)(seconds * NANOSECONDS + deadline->tv_nsec);
    return true;
}
