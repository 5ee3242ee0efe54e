#!/usr/bin/env bash
# Programs as they are found: what is built, what is told of them, what is refused.
#
#     tests/programs.sh MEMREPL
memrepl=$(realpath "${1:-./memrepl}")
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
unset CFLAGS
export COLUMNS=200

# expect NAME PATTERN...: the program in $work/NAME.c, run to its end, says each of them; with a "!"
# before the pattern it does not.
expect() {
    local name=$1 pattern output words problems=
    shift
    output=$("$memrepl" --batch -e "program $files" -e run 2>&1)
    words=$(tr -s '\n ' ' ' <<<"$output") # wherever the lines end
    for pattern; do
        case $pattern in
        !*) ! grep -qF -- "${pattern#!}" <<<"$words" || problems+="    said: ${pattern#!}"$'\n' ;;
        *)  grep -qF -- "$pattern" <<<"$words" || problems+="    not said: $pattern"$'\n' ;;
        esac
    done
    if [ -z "$problems" ]; then
        echo "ok $name"
    else
        printf 'not ok %s\n%s%s\n' "$name" "$problems" "${output//$'\n'/$'\n'    }"
    fi
}

program() { # the C source on standard input becomes $files
    files=$work/program.c
    cat >"$files"
}

program <<'C'
#include <stdio.h>
main(argc, argv)
int argc;
char **argv;
{
    twice(argc);
    return 0;
}
twice(number) int number; { printf("%d\n", 2 * number); }
C
expect "programs of forty years ago" "implicit declaration of function" "prints: 2" "ended: main returned 0"

program <<'C'
static int swap(int *place, int value)
{
    __asm__ volatile("" : : : "memory");
    __asm__ volatile("nop");
#if defined __x86_64__
    __asm__ volatile("xchgl %0, %1" : "+r"(value), "+m"(*place) : : "memory");
#else
    __asm__ volatile("ldr %w0, %1" : "+r"(value), "+m"(*place) : : "memory");
#endif
    return value;
}
int main(void)
{
    int one = 1;
    return swap(&one, 1) - 1;
}
C
expect "inline assembly is told" "inline assembly runs unseen" "!program.c:3: warning: inline" \
    "!program.c:4: warning: inline" "main returned 0"
CFLAGS=-w expect "CFLAGS reach the compiler" "!warning"

program <<'C'
struct pair {
    int left, right;
};
static struct pair make(int left) { return (struct pair){left, 0}; }
int main(void)
{
    static struct pair pair;
    pair = make(0);
    return pair.left;
}
C
expect "structs by value are told" "program.c:8: warning: make returns a struct by value" "main returned 0"

program <<'C'
#include <math.h>
#include <stdio.h>
#include NUMBER
int main(void)
{
    printf("%g\n", sqrt(number));
}
C
mkdir "$work/include"
echo 'static const double number = 6.25;' >"$work/include/number.h"
CFLAGS="-I $work/include -DNUMBER=<number.h> -lm -lpthread" expect "own headers and macros" "prints: 2.5"
TMPDIR=$work/nowhere expect "no folder for temporary files" "TMPDIR may name another" "$work/nowhere/"
CFLAGS="-I $work/include -DNUMBER=<number.h> -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-all -flto -fsanitize=address" \
    expect "what other programs have in CFLAGS" "prints: 2.5"
expect "an error is the compiler's own" "program.c:3:10: error" "!prints"

program <<'C'
int main(void)
{
    void (*wild)(void) = (void (*)(void))(1ul << 46);
    wild();
}
C
expect "a call of what is no code" "wild pointer. main uses memory at 0x400000000000" "program.c:4"
sed -i 's/1ul << 46/0xFEFEFEFEFEFEul << 15 | 8/' "$work/program.c"
expect "a call of what can be no address" "wild pointer. main" "!null pointer" "program.c:4"
sed -i 's,(0xFEFE.*8),0,' "$work/program.c"
expect "a call of no function" "null pointer. main" "program.c:4"

program <<'C'
#include <stdlib.h>
int main(void)
{
    int sign = 1, numbers[2] = {2, 1};
    int by(const void *one, const void *other) { return sign * (*(int *)one - *(int *)other); }
    qsort(numbers, 2, sizeof *numbers, by);
    return 0;
}
C
expect "a nested function" "code on the stack" "!where nothing is"
program <<'C'
#include <stdio.h>
int main(void)
{
    fclose(stdout);
    fclose(stdout);
}
C
expect "a standard stream that was closed" "wild pointer. main uses what is not there: stdout was" \
    "program.c:5"
if [ "$(uname -m)" = x86_64 ]; then
    echo 'int main(void) { __asm__ volatile("hlt"); }' >"$work/program.c"
    expect "what the processor refuses" "fatal signal. main is ended by signal 11" "!null pointer"
fi

# What it asks of the system by instructions of its own: the numbers of getpid, kill and exit_group.
ask_system() {
    cat <<'C'
static long ask(long number, long first, long second)
{
#if defined __x86_64__
    __asm__ volatile("syscall" : "+a"(number) : "D"(first), "S"(second) : "rcx", "r11", "memory");
    return number;
#else
    register long x8 __asm__("x8") = number, x0 __asm__("x0") = first, x1 __asm__("x1") = second;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1) : "memory");
    return x0;
#endif
}
#if defined __x86_64__
enum { GETPID = 39, KILL = 62, EXIT = 231 };
#else
enum { GETPID = 172, KILL = 129, EXIT = 94 };
#endif
C
}

{ ask_system; echo 'int main(void) { return (int)ask(EXIT, 7, 0); }'; } | program
expect "a program that ends its own process" "ended its own process with status 7" "It was started again"
{ ask_system; echo 'int main(void) { return (int)ask(KILL, ask(GETPID, 0, 0), 9); }'; } | program
expect "a program that kills its own process" "ended its own process by signal 9" "It was started again"
{ ask_system; echo 'int main(void) { return (int)ask(KILL, ask(GETPID, 0, 0), 19); }'; } | program
expect "a program that stops its own process" "ended: main returned 0"

program <<'C'
#include <unistd.h>
#include <sys/wait.h>
int main(void)
{
    if (fork() == 0)
        execlp("true", "true", NULL);
    wait(NULL);
    return nothing_such();
}
C
expect "all that is missing is named" "program.c:5: fork is not supported here: a program is one" \
    "program.c:6: execlp is" "program.c:7: wait is" "program.c:8: nothing_such is used, but no file"

echo 'int twice(int number) { return 2 * number; }' >"$work/twice.c"
gcc -g -fPIC -c "$work/twice.c" -o "$work/twice.o"
program <<'C'
int twice(int number);
int main(void)
{
    return twice(4);
}
C
files="$files $work/twice.o"
expect "an object that was compiled elsewhere" "twice.o: warning: this was not compiled for stepping" \
    "main returned 8"
files="$work/program.c $work/twice.c"
expect "a program of several files" "main returned 8" "!warning"

# ---- Words of all sizes, and what has no room -----------------------------------------------------

program <<'C'
#include <stdio.h>
static short half;
static unsigned __int128 twice;
int main(void)
{
    __atomic_fetch_add(&half, 7, __ATOMIC_SEQ_CST);
    __atomic_store_n(&twice, (unsigned __int128)5 << 64 | 6, __ATOMIC_SEQ_CST);
    unsigned __int128 got = __atomic_load_n(&twice, __ATOMIC_SEQ_CST);
    printf("%d %d %d\n", half, (int)(got >> 64), (int)got);
    return 0;
}
C
expect "atomics of two and of sixteen bytes" "prints: 7 5 6"

echo 'static __thread char each[300 << 10]; int main(void) { return each[0]; }' >"$work/program.c"
expect "too much for each thread" "__thread take 307200 bytes; each thread has room for 262144"
echo 'static char all[65 << 20]; int main(void) { return all[0]; }' >"$work/program.c"
expect "too much for the program" "its globals take 681" "at most 67108864 can be stepped"

# ---- Before main, and traps -----------------------------------------------------------------------

program <<'C'
#include <stdlib.h>
__attribute__((constructor)) static void early(void)
{
    for (size_t alignment = (size_t)1 << 30; alignment > 32; alignment /= 2)
        while (aligned_alloc(alignment, 1) != NULL)
            ;
}
int main(void)
{
    return 0;
}
C
expect "a heap that is full before main" "limit reached" "program.c:9"
sed -i 's/for (.*/*(volatile int *)0 = 1;/; /while/d; /^ *;$/d' "$work/program.c"
expect "a wrong address before main" "program.c:4: null pointer before main, in a constructor"
sed -i 's/\*(vol.*/__builtin_trap();/' "$work/program.c"
expect "an end before main" "what it runs before main, such as a constructor, ends the process"

echo '#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
__attribute__((constructor)) static void early(void) { pthread_mutex_lock(&lock); }' >"$work/early.c"
gcc -fPIC -c "$work/early.c" -o "$work/early.o"
echo 'int main(void) { return 0; }' >"$work/program.c"
files="$work/program.c $work/early.o"
expect "a lock before main in an object without lines" "pthread_mutex_lock in what the program runs before main"

files=$work/program.c
case $(uname -m) in
x86_64) trap_itself='int3' ;;
*) trap_itself='brk #0' ;;
esac
echo "int main(void) { __asm__ volatile(\"$trap_itself\"); }" >"$work/program.c"
expect "a program that traps by itself" "fatal signal. main is ended by signal 5"
