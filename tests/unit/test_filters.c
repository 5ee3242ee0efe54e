/* test_filters.c: what the filters of system calls answer, on a machine without seccomp too, as qemu-user
 * is. In place of the kernel the test takes each filter, which is a program for a small machine, BPF
 * (seccomp(2)), and runs it on calls of its own. */
#include "grade/sandbox/filter.h"
#include "stepper/child/seal.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <setjmp.h> /* cmocka.h wants these before it */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum {
    INSTRUCTIONS_MOST = 4096, /* of the kernel, too */
    ORDERS = 3,               /* descriptors of the pipes of a sealed child */
    ANSWERS = 4,
    REFUSED = SECCOMP_RET_ERRNO | EPERM,
    UNKNOWN = SECCOMP_RET_ERRNO | ENOSYS
};

static struct sock_filter program[INSTRUCTIONS_MOST];
static size_t program_length;

/* Stands in for the library's. */
int seccomp_load(void *const ctx)
{
    int file = memfd_create("filter", MFD_CLOEXEC);
    assert_int_equal(seccomp_export_bpf(ctx, file), 0);
    ssize_t size = pread(file, program, sizeof program, 0);
    close(file);
    assert_in_range(size, 1, sizeof program);
    program_length = (size_t)size / sizeof *program;
    return 0;
}

/* ---- The small machine ----------------------------------------------------------------------- */

static bool is_met(const struct sock_filter *jump, uint32_t value)
{
    switch (BPF_OP(jump->code)) {
    case BPF_JA:
        return true;
    case BPF_JEQ:
        return value == jump->k;
    case BPF_JGT:
        return value > jump->k;
    case BPF_JGE:
        return value >= jump->k;
    default:
        return (value & jump->k) != 0; /* BPF_JSET */
    }
}

static uint32_t answer_to(const struct seccomp_data *call)
{
    uint32_t value = 0;
    for (size_t at = 0; at < program_length; at++) {
        const struct sock_filter *next = &program[at];
        switch (BPF_CLASS(next->code)) {
        case BPF_LD:
            assert_int_equal(next->code, BPF_LD | BPF_W | BPF_ABS);
            memcpy(&value, (const char *)call + next->k, sizeof value);
            break;
        case BPF_ALU:
            assert_int_equal(next->code, BPF_ALU | BPF_AND | BPF_K);
            value &= next->k;
            break;
        case BPF_JMP:
            if (BPF_OP(next->code) == BPF_JA)
                at += next->k;
            else
                at += is_met(next, value) ? next->jt : next->jf;
            break;
        default:
            assert_int_equal(next->code, BPF_RET | BPF_K);
            return next->k;
        }
    }
    fail_msg("the filter has no end");
    return 0;
}

/* ---- Calls ----------------------------------------------------------------------------------- */

struct expected {
    const char *what;
    int call;
    uint64_t arguments[3];
    uint32_t answer;
};

/* As the kernel names the machine that this program is for, or else the other one. */
static uint32_t machine(bool is_this)
{
    struct utsname names;
    assert_int_equal(uname(&names), 0);
    bool is_arm = strcmp(names.machine, "aarch64") == 0;
    return is_arm == is_this ? AUDIT_ARCH_AARCH64 : AUDIT_ARCH_X86_64;
}

static void check_answers(const struct expected *calls, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        struct seccomp_data call = {.nr = calls[index].call, .arch = machine(true)};
        memcpy(call.args, calls[index].arguments, sizeof calls[index].arguments);
        uint32_t got = answer_to(&call);
        if (got != calls[index].answer)
            fail_msg("%s: expected %#x, got %#x", calls[index].what, calls[index].answer, got);
        call.arch = machine(false);
        assert_in_range(answer_to(&call), SECCOMP_RET_KILL_THREAD, SECCOMP_RET_TRAP - 1);
    }
}

static void test_sandbox(void **state)
{
    static const struct expected calls[] = {
        {"read", SYS_read, {0}, SECCOMP_RET_ALLOW},
        {"openat", SYS_openat, {0}, SECCOMP_RET_ALLOW},
        {"execve", SYS_execve, {0}, SECCOMP_RET_ALLOW},
        {"clone", SYS_clone, {SIGCHLD}, SECCOMP_RET_ALLOW},
        {"a clone among other users", SYS_clone, {CLONE_NEWUSER | SIGCHLD}, REFUSED},
        {"clone3", SYS_clone3, {0}, UNKNOWN},
        {"ptrace", SYS_ptrace, {0}, REFUSED},
        {"socket", SYS_socket, {0}, REFUSED},
        {"unshare", SYS_unshare, {0}, REFUSED},
        {"mknodat", SYS_mknodat, {0}, REFUSED},
        {"io_uring_setup", SYS_io_uring_setup, {0}, REFUSED},
        {"ioctl", SYS_ioctl, {0, TCGETS}, SECCOMP_RET_ALLOW},
        {"typing into the terminal", SYS_ioctl, {0, TIOCSTI}, REFUSED},
        {"the same by a long number", SYS_ioctl, {0, (uint64_t)1 << 32 | TIOCSTI}, REFUSED},
    };
    (void)state;
    assert_true(filter_close());
    check_answers(calls, sizeof calls / sizeof *calls);
}

static void test_seal(void **state)
{
    static const struct expected calls[] = {
        {"an order", SYS_read, {ORDERS}, SECCOMP_RET_ALLOW},
        {"an answer", SYS_write, {ANSWERS}, SECCOMP_RET_ALLOW},
        {"standard input", SYS_read, {STDIN_FILENO}, REFUSED},
        {"standard error", SYS_write, {STDERR_FILENO}, REFUSED},
        {"memory", SYS_mmap, {0, 4096, PROT_READ | PROT_WRITE}, SECCOMP_RET_ALLOW},
        {"memory as code", SYS_mmap, {0, 4096, PROT_READ | PROT_EXEC}, REFUSED},
        {"memory made code", SYS_mprotect, {0, 4096, PROT_EXEC}, REFUSED},
        {"futex", SYS_futex, {0}, SECCOMP_RET_ALLOW},
        {"an end", SYS_exit_group, {0}, SECCOMP_RET_ALLOW},
        {"openat", SYS_openat, {0}, REFUSED},
        {"clone", SYS_clone, {SIGCHLD}, REFUSED},
        {"kill", SYS_kill, {1, SIGKILL}, REFUSED},
        {"execve", SYS_execve, {0}, REFUSED},
        {"socket", SYS_socket, {0}, REFUSED},
    };
    (void)state;
    assert_true(seal_child(ORDERS, ANSWERS));
    check_answers(calls, sizeof calls / sizeof *calls);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sandbox),
        cmocka_unit_test(test_seal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
