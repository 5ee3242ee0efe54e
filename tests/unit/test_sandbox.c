/* What is still possible in each sandbox. This program starts itself inside, where it tries what a
 * grading needs and what it must not be able to do, and prints what came of it. */
#include "grade/sandbox/rights.h"
#include "grade/supervisor/keeper.h"
#include "grade/worker/folder.h"
#include "stepper/child/seal.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h> /* cmocka.h wants these before it */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "skipping.h"

/* ---- Inside ---------------------------------------------------------------------------------- */

static void tell(const char *what, bool is_done)
{
    printf("%s %s\n", what, is_done ? "done" : "refused");
    fflush(stdout);
}

static bool can_open(const char *path, int how)
{
    int file = open(path, how, 0600);
    if (file >= 0)
        close(file);
    return file >= 0;
}

/* A process that leaves its group and its parent, and holds the pipe of the report. */
static void leave_daemon(const char *folder)
{
    char path[PATH_MAX];
    if (fork() != 0)
        return;
    setsid();
    if (fork() != 0)
        _exit(0);
    snprintf(path, sizeof path, "%s/out/fail-lab1-7.mem", folder);
    close(open(path, O_WRONLY | O_CREAT, 0600));
    for (;;)
        pause();
}

static int act_inside(char **words)
{
    struct sandbox_view view;
    char home[] = "/usr", path[PATH_MAX];
    sandbox_look(&view, home, NULL, words[1]);
    if (!sandbox_close(sandbox_of(words[0]), &view) || !keeper_announce())
        return 1;
    snprintf(path, sizeof path, "%s/new", words[1]);
    tell("write", can_open(path, O_WRONLY | O_CREAT));
    tell("read", can_open("/usr/bin/env", O_RDONLY));
    tell("passwords", can_open("/etc/passwd", O_RDONLY));
    tell("file", can_open("/var/tmp/memrepl-escape", O_WRONLY | O_CREAT));
    tell("network", socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    tell("trace", ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0);
    tell("space", unshare(CLONE_NEWUSER) == 0);
    tell("rights", !rights_are_gone() || (getuid() != 0 && setuid(0) == 0));
    tell("environment", getenv("HOME") != NULL);
    leave_daemon(words[1]);
    _exit(0);
}

/* ---- Outside --------------------------------------------------------------------------------- */

/* Of nobody's, or of root's who then gives up no more than its rights. */
static void make_room(char *room, bool as_nobody)
{
    char outbox[FOLDER_BYTES + 8];
    assert_true(folder_make(room, FOLDER_BYTES));
    snprintf(outbox, sizeof outbox, "%s/out", room);
    assert_int_equal(mkdir(outbox, 0700), 0);
    if (as_nobody) {
        assert_true(rights_hand_over(room));
        assert_true(rights_hand_over(outbox));
    }
}

/* What this program prints inside; skipped when there is no such sandbox here. */
static char *report_of(enum sandbox kind, const char *room, bool as_nobody)
{
    char self[PATH_MAX] = "", home[PATH_MAX], *text = NULL;
    size_t size;
    int status;
    struct keeper keeper;
    struct sandbox_view view;
    assert_true(readlink("/proc/self/exe", self, sizeof self - 1) > 0);
    snprintf(home, sizeof home, "%s", self);
    *strrchr(home, '/') = '\0';
    sandbox_look(&view, home, NULL, room);
    view.as_nobody = as_nobody;
    char *words[] = {self, (char *)"inside", (char *)sandbox_name(kind), (char *)room, NULL};
    if (!keeper_begin(&keeper, kind, &view, words)) {
        folder_remove(room);
        SKIP_AS("there is no such sandbox here");
    }
    FILE *out = open_memstream(&text, &size);
    const char *fault = keeper_follow(&keeper, out, &status);
    fclose(out);
    assert_null(fault);
    assert_int_equal(status, 0);
    return text;
}

static void expect_shut_as(bool as_nobody, enum sandbox kind, const char *files)
{
    char room[FOLDER_BYTES], expected[400];
    make_room(room, as_nobody);
    char *report = report_of(kind, room, as_nobody);
    snprintf(expected, sizeof expected,
             "write done\nread done\n%snetwork refused\ntrace refused\nspace refused\n"
             "rights refused\nenvironment refused\n",
             files);
    assert_string_equal(report, expected);
    free(report);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* the daemon is gone, too */
    folder_remove(room);
    assert_int_not_equal(access(room, F_OK), 0);
    unlink("/var/tmp/memrepl-escape");
}

/* What filters answer is test_filters.c's; here they are at work. */
static void skip_without_filters(void)
{
    if (prctl(PR_GET_SECCOMP) < 0)
        SKIP_AS("this kernel has no filters of system calls, as qemu-user");
}

static void expect_shut(enum sandbox kind, const char *files)
{
    skip_without_filters();
    expect_shut_as(false, kind, files);
    if (geteuid() == 0)
        expect_shut_as(true, kind, files);
}

static void test_bubblewrap(void **state)
{
    (void)state;
    expect_shut(SANDBOX_BUBBLEWRAP, "passwords refused\nfile refused\n");
}

static void test_landlock(void **state)
{
    (void)state;
    expect_shut(SANDBOX_LANDLOCK, "passwords refused\nfile refused\n");
}

static void test_limits(void **state)
{
    (void)state;
    expect_shut(SANDBOX_LIMITS, "passwords done\nfile done\n");
}

/* A sealed child has its two pipes and its own memory. */
static void test_seal(void **state)
{
    (void)state;
    int orders[2], answers[2], status;
    skip_without_filters();
    assert_int_equal(pipe(orders), 0);
    assert_int_equal(pipe(answers), 0);
    pid_t child = fork();
    if (child == 0) {
        bool is_shut = seal_child(orders[0], answers[1]);
        is_shut = is_shut && !can_open("/dev/null", O_RDONLY) && fork() < 0 &&
                  kill(getppid(), 0) < 0 && write(STDERR_FILENO, "escape\n", 7) < 0 &&
                  mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
                      MAP_FAILED;
        is_shut = is_shut && malloc(1 << 24) != NULL && write(answers[1], "", 1) == 1;
        _exit(is_shut ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    for (int end = 0; end < 2; end++) {
        close(orders[end]);
        close(answers[end]);
    }
}

/* Only plain files with a session's name leave the room. */
static void test_sessions(void **state)
{
    (void)state;
    char room[FOLDER_BYTES], path[PATH_MAX], here[PATH_MAX];
    make_room(room, geteuid() == 0);
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(room), 0);
    close(open("out/fail-lab1-1.mem", O_WRONLY | O_CREAT, 0600));
    close(open("out/fail-lab2-1.mem", O_WRONLY | O_CREAT, 0600));
    close(open("out/other", O_WRONLY | O_CREAT, 0600));
    assert_int_equal(symlink("/etc/passwd", "out/fail-lab1-2.mem"), 0);
    snprintf(path, sizeof path, "%s/out", room);
    assert_false(keeper_take_sessions(1, path)); /* the link */
    assert_int_equal(access("fail-lab1-1.mem", F_OK), 0);
    assert_int_not_equal(access("fail-lab1-2.mem", F_OK), 0);
    assert_int_not_equal(access("fail-lab2-1.mem", F_OK), 0);
    assert_int_not_equal(access("other", F_OK), 0);
    keeper_remove_sessions(1);
    assert_int_not_equal(access("fail-lab1-1.mem", F_OK), 0);
    assert_int_equal(chdir(here), 0);
    folder_remove(room);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bubblewrap), cmocka_unit_test(test_landlock),
        cmocka_unit_test(test_limits),     cmocka_unit_test(test_seal),
        cmocka_unit_test(test_sessions),
    };
    if (argc > 3 && strcmp(argv[1], "inside") == 0)
        return act_inside(argv + 2);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
