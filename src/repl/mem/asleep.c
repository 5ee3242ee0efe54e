#include "repl/mem/asleep.h"

#include <semaphore.h>

uint64_t asleep_released(const struct mem *mem, int id)
{
    return mem->subject.released + (uint64_t)id * sizeof(sem_t);
}

/* True when the thread stands before something that it cannot do now. */
static bool is_asleep(const struct study *study, thread_slot slot)
{
    return study_thread(study, slot)->phase == PHASE_PARKED && !study_can_run(study, slot);
}

bool asleep_for_release(const struct mem *mem, thread_slot slot)
{
    const struct operation *next = &study_thread(&mem->study, slot)->pending;
    return slot < mem_server(mem) && is_asleep(&mem->study, slot) && next->kind == OPERATION_WAIT &&
           next->object == asleep_released(mem, slot);
}

bool asleep_server_rests(const struct mem *mem)
{
    const struct thread *thread = study_thread(&mem->study, mem_server(mem));
    return thread->phase == PHASE_PARKED && thread->pending.kind == mem->rest.kind &&
           thread->pending.object == mem->rest.object;
}

bool asleep_for_answer(const struct mem *mem, int id)
{
    thread_slot slot = (thread_slot)id;
    return is_asleep(&mem->study, slot) && !asleep_for_release(mem, slot) &&
           study_waits_for(&mem->study, slot) == NO_THREAD;
}

const char *asleep_why_not(const struct mem *mem)
{
    enum thread_state server = study_state(&mem->study, mem_server(mem));
    if (server == STATE_DONE)
        return " the server's function has returned.";
    if (server == STATE_NEW && study_state(&mem->study, mem->study.prompt) == STATE_DONE)
        return " memory_server_start() returned false.";
    return study_can_run(&mem->study, mem_server(mem)) ? " it went on without one." : "";
}
