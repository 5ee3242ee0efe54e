#include "stepper/child/seal.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>

/* What the engine and the allocator behind it call, and what lets it end. */
static const int allowed[] = {
    SCMP_SYS(munmap),       SCMP_SYS(madvise),        SCMP_SYS(mremap),
    SCMP_SYS(brk),          SCMP_SYS(futex),          SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
    SCMP_SYS(setitimer),    SCMP_SYS(clock_gettime),  SCMP_SYS(gettimeofday),
    SCMP_SYS(getpid),       SCMP_SYS(gettid),         SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),         SCMP_SYS(exit_group),     SCMP_SYS(close),
};

static bool allow_all(scmp_filter_ctx filter)
{
    for (size_t index = 0; index < sizeof allowed / sizeof *allowed; index++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[index], 0) != 0)
            return false;
    return true;
}

/* Memory that is both written and run as code would be one way around the steps. */
static bool allow_memory(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_code) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_code) == 0;
}

static bool allow_pipes(scmp_filter_ctx filter, int orders, int answers)
{
    const struct scmp_arg_cmp in = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)orders, 0);
    const struct scmp_arg_cmp out = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)answers, 0);
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(read), 1, in) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, out) == 0;
}

bool seal_child(int orders, int answers)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool is_sealed = filter != NULL && allow_all(filter) && allow_memory(filter) &&
                     allow_pipes(filter, orders, answers) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return is_sealed;
}
