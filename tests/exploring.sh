#!/usr/bin/env bash
# exploring.sh MEMREPL: `memrepl --explore` from the shell: what it refuses, prints and saves, and that
# it is the same for any number of processes. The programs of tests/explore are explore.sh's; the
# command `explore` is in tests/sessions/explore*.mem.
cd "$(dirname "$0")/.." || exit 2
memrepl=$(realpath "${1:-./memrepl}")
examples=$PWD/handout/examples/programs
programs=$PWD/tests/sessions/programs
requests=$PWD/tests/explore/requests.c
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export LC_ALL=C.UTF-8 ASAN_OPTIONS=detect_stack_use_after_return=0

verdict() { # verdict NAME PROBLEMS: passed when there are none
    if [ -z "$2" ]; then echo "ok $1"; else printf 'not ok %s\n%s\n' "$1" "$2"; fi
}

check() { # check NAME STATUS EXPECTED ARGUMENT...: exit status, and a line that contains EXPECTED
    local name=$1 status=$2 expected=$3 got code
    shift 3
    got=$(timeout 60 "$memrepl" "$@" 2>&1 </dev/null)
    code=$?
    if [ $code -eq "$status" ] && grep -qF -e "$expected" <<<"$got"; then
        echo "ok $name"
    else
        printf 'not ok %s: expected status %s and "%s", got status %s and\n' \
            "$name" "$status" "$expected" $code
        head -n 30 <<<"$got"
        printf '    to repeat: memrepl%s\n' "$(printf ' %q' "$@")"
    fi
}

echo 'int helper(void) { return 1; }' >no-main.c
echo 'int main(void) { return undeclared; }' >broken.c
echo 'int main(void) { return 0; }' | tee right.c >plus.cpp
echo hello >notes.txt
echo 'double half(void) { return 0.5; } int main(void) { return 0; }' >half.c

# ---- What is refused ----
check "a program that is not there" 2 "nowhere.c: No such file" --explore nowhere.c
check "C++" 2 "plus.cpp is C++" --explore plus.cpp
check "a text" 2 "notes.txt is no C source" --explore notes.txt
check "no main" 2 "no-main.c has no main()" --explore no-main.c
check "a compile error" 2 "broken.c:1:25: error: " --explore broken.c
check "no program" 2 "--explore needs a program" --explore
check "a number that is none" 2 "--delays takes a number" --explore --delays two right.c
check "a shard that is none" 2 "--shard takes K/N" --explore --shard 3/2 right.c
check "an invariant that is none" 2 "no function nothing" --explore --invariant nothing right.c
check "an invariant of something" 2 "--invariant takes a function without parameters that returns a number," \
    --explore --invariant half half.c
check "an option without --explore" 2 "--delays needs --explore" --delays 2 right.c
check "too few ticks" 2 "--ticks takes a number from 20000000 to" --explore --ticks 5 right.c
check "ticks of no program" 2 "--ticks needs a program" --ticks 30000000
check "two doors" 2 "exclude one another" --explore --grade 1

# ---- What is printed ----
check "a right program" 0 "explored: 1 executions, 0 blocked, 0 failures, complete" --explore right.c
check "a failure" 1 "explored: 7 executions, 0 blocked, 1 failures, complete" \
    --explore "$examples/philosophers.c"
check "arguments" 0 "explored: 8 executions," --explore "$requests" -- 2
check "a bound" 0 "bounded: all schedules with at most 2 delays" --explore --delays 2 "$requests" -- 3
echo 'int main(void) { for (int round = 0; round < 12000000; round++) {} return 0; }' >rounds.c
echo 'int main(void) { for (;;) {} }' >for-ever.c
check "a long loop is given up" 1 "million branches, loads and stores in one step (if it does come" \
    --explore rounds.c
check "and so the exploration is bounded" 1 "bounded: a step that was given up as an endless loop" \
    --explore rounds.c
check "more ticks come to its end" 0 "0 failures, complete" --explore --ticks 500000000 rounds.c
check "a loop that goes round is endless" 1 "1 failures, complete" --explore for-ever.c
echo 'int main(void) { for (long round = 0;; round++) {} }' >counts.c
check "the time ends within a step" 0 "0 failures, bounded: the time (--time 1) was over" \
    --explore --time 1 --ticks 4000000000 counts.c
check "sessions keep the ticks" 0 "The program ended: main returned 0" --ticks 500000000 --batch \
    -e 'save kept.mem' -e 'program rounds.c' -e 'source kept.mem' -e run rounds.c
cat >long.c <<'SUBJECT'
#include <stdatomic.h>
int main(void) { static atomic_int word; while (++word < 600) {} return 0; }
SUBJECT
check "more steps than are tried" 0 "a thread makes more than 500 steps (long.c:2)" --explore long.c
cat >asks.c <<'SUBJECT'
#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static void *sleeper(void *unused)
{
    pthread_mutex_lock(&lock);
    pthread_cond_wait(&condition, &lock);
    pthread_mutex_unlock(&lock);
    return unused;
}
static void *waker(void *unused)
{
    pthread_mutex_lock(&lock);
    pthread_cond_signal(&condition);
    pthread_cond_signal(&condition);
    pthread_mutex_unlock(&lock);
    return unused;
}
int main(void)
{
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, i < 2 ? sleeper : waker, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
SUBJECT
check "fewer executions than the first delay bound has" 1 "bounded: the executions asked for" \
    --explore --delays 3 --executions 1 asks.c
check "may be allowed" 0 "0 failures, complete" --explore --steps 1000 long.c
check "a time" 0 "bounded: the time (--time 1) was over" --explore --time 1 --executions 100000000 "$requests" -- 8
# More than one process does alone. The second worker comes first in few executions, which are tried last.
cat >late.c <<'SUBJECT'
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int first, rounds;
static int plain;
static void *idle(void *unused)
{
    return unused;
}
static void *worker(void *is_second)
{
    pthread_t another;
    if (atomic_exchange(&first, 1) == 0 && is_second != NULL) {
        pthread_create(&another, NULL, idle, NULL);
        pthread_join(another, NULL);
        while (++rounds < 600) {}
        return NULL;
    }
    for (int round = 0; round < 8; round++) {
        pthread_mutex_lock(&lock);
        pthread_mutex_unlock(&lock);
    }
    plain = 1;
    return NULL;
}
int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, worker, NULL);
    pthread_create(&threads[1], NULL, worker, &plain);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
SUBJECT
verdict "the same for one process and two, and nothing of time" "$(
    for jobs in 1 2; do
        "$memrepl" --explore -j $jobs late.c >late.$jobs 2>&1
        "$memrepl" --explore -j $jobs "$examples/counter.c" >counter.$jobs 2>&1
        "$memrepl" --explore -j $jobs "$requests" -- 4 >requests.$jobs 2>&1
    done
    diff counter.1 counter.2
    diff late.1 late.2
    grep -q '^explored: 25761 executions, .* 1 failures, .* which cut 21 executions' late.2 || tail -n 3 late.2
    diff requests.1 requests.2)"
verdict "shards add up to the whole" "$(
    for shard in 1 2 3; do "$memrepl" --explore --shard $shard/3 "$requests" -- 4; done |
        awk '/^explored: / { sum += $2 } END { if (sum != 8856) print "expected 8856, got " sum }')"
check "a shard leaves a small whole to the first" 0 "explored: 0 executions, 0 blocked, 0 failures" \
    --explore --shard 2/2 "$examples/philosophers.c"
check "which tells it" 1 "explored: 7 executions, 0 blocked, 1 failures" \
    --explore --shard 1/2 "$examples/philosophers.c"
check "a shard says so" 0 "This is shard 2 of 3" --explore --shard 2/3 "$requests" -- 3
verdict "no progress where nobody watches" "$("$memrepl" --explore "$requests" -- 4 2>&1 >/dev/null)"
verdict "progress on a terminal, and no trace of it below the report" "$(
    TERM=xterm script -qec "'$memrepl' --explore --time 2 '$requests' -- 8" /dev/null >terminal </dev/null
    grep -q ': .* executions, found .*; Ctrl-C ends it' terminal || echo "there is none"
    tail -n 1 terminal | tr '\r' '\n' | grep -q '^.*explored: .* bounded: ' || tail -n 1 terminal)"

verdict "who starves has a column in a table where it does nothing" "$(
    "$memrepl" --explore --delays 0 "$programs/starving.c" >starving
    { grep -qE '^step +line +main +T1 +T2$' starving && grep -qE '^waits +wait board$' starving; } ||
        cat starving)"
cat >reads.c <<'SUBJECT'
#include <stdio.h>
int main(void) { int number = 0; return scanf("%d", &number) == 1 && number > 2; }
SUBJECT
echo 3 >three.txt
hint="the program reads standard input; give it with --input FILE"
verdict "input that the program does not get" "$(
    "$memrepl" --explore reads.c <three.txt 2>&1 >/dev/null | grep -qF "memrepl: $hint" || echo "no hint"
    "$memrepl" --explore reads.c 2>&1 >/dev/null </dev/null
    # shellcheck disable=SC2094  # read twice, not written
    "$memrepl" --explore --input three.txt reads.c 2>&1 >/dev/null <three.txt
    "$memrepl" --explore right.c 2>&1 >/dev/null <three.txt)"

verdict "progress is as wide as a narrow window at most" "$(
    TERM=xterm script -qec "stty cols 40; '$memrepl' --explore --time 2 '$requests' -- 8 >/dev/null" /dev/null \
        >terminal </dev/null
    tr '\r' '\n' <terminal | sed 's/\x1b\[K//' >lines
    grep -qE ': [0-9]+ executions' lines || echo "there is none"
    grep -E '^.{40}' lines | grep -E ': [0-9]+ executions')"

verdict "a report in a narrow window breaks between words" "$(
    TERM=dumb script -qec "stty cols 40; '$memrepl' --explore '$examples/philosophers.c' 2>/dev/null" /dev/null \
        </dev/null | tr -d '\r' >narrow
    grep -q '^deadlock: T1 waits for fork_at\[1\]$' narrow || echo "the first line is another"
    grep -qx '    pthread_mutex_lock(&fork_at\[right\]);' narrow || echo "the line of source is another"
    grep -q '^explored: 7 executions, 0 blocked, 1 failures, complete$' narrow || echo "the last line is broken"
    grep -v '^explored: ' narrow | grep -E '.{41}')"

verdict "the report that README shows" "$(
    sed -n '/^    \$ \.\/memrepl --explore /,/^    explored: /{ s/^    //; p; }' "$examples/../../../README.md" |
        sed 1d | diff - counter.1)"

# ---- Results that differ ----
cat >status.c <<'SUBJECT'
#include <pthread.h>
#include <stdlib.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int first;
static void *work(void *number)
{
    pthread_mutex_lock(&lock);
    if (first == 0)
        first = *(int *)number;
    pthread_mutex_unlock(&lock);
    return number;
}
int main(void)
{
    int one = 1, two = 2;
    pthread_t a, b;
    pthread_create(&a, NULL, work, &one);
    pthread_create(&b, NULL, work, &two);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    exit(first - 1);
}
SUBJECT
check "a status that depends on the schedule" 1 \
    "different results: the program ends with status 1, and with 0 by other schedules (status.c:21)" --explore status.c
cp status.c $'caf\xe9.c'
check "a name that is no UTF-8, in JSON" 1 '"file": "caf?.c"' --explore --json $'caf\xe9.c'
rm fail-status.mem && mkdir fail-status.mem
check "a session that cannot be saved, beside JSON" 1 "memrepl: fail-status.mem cannot be written" --explore --json status.c
cat >lines.c <<'SUBJECT'
#include <pthread.h>
#include <stdio.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *work(void *name)
{
    pthread_mutex_lock(&lock);
    for (int line = 1; line <= 8; line++)
        printf("%s %d\n", (const char *)name, line);
    pthread_mutex_unlock(&lock);
    return name;
}
int main(void)
{
    pthread_t a, b;
    printf("begin\n");
    pthread_create(&a, NULL, work, "first");
    pthread_create(&b, NULL, work, "second");
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
SUBJECT
cat >late.c <<'SUBJECT'
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
static sem_t sem;
static void *work(void *name)
{
    sem_post(&sem);
    puts("T1");
    return name;
}
int main(void)
{
    pthread_t a;
    sem_init(&sem, 0, 0);
    pthread_create(&a, NULL, work, NULL);
    sem_wait(&sem);
    puts("main");
    pthread_join(a, NULL);
    return 0;
}
SUBJECT
verdict "what each prints, from where they differ" "$(
    for program in lines late; do
        "$memrepl" --explore --same-output $program.c | sed -n '/^  This/,/^step/p' | sed '$d'
    done | diff - /dev/fd/3 3<<'EXPECTED'
  This schedule prints:
    ...
    second 1
    second 2
    second 3
    second 4
    second 5
    second 6
    ...
  Another one prints:
    ...
    first 1
    first 2
    first 3
    first 4
    first 5
    first 6
    ...
  This schedule prints:
    T1
    main
  Another one prints:
    main
    T1
EXPECTED
)"
sed 's/sem_wait(&sem)/usleep(1000)/; 1i #include <unistd.h>' late.c >asleep.c
check "what is printed by who wakes first" 1 "  This schedule prints:" --explore --same-output asleep.c
cat >less.c <<'SUBJECT'
#include <pthread.h>
#include <stdio.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int is_first = 1;
static void *work(void *name)
{
    pthread_mutex_lock(&lock);
    is_first = 0;
    pthread_mutex_unlock(&lock);
    return name;
}
int main(void)
{
    pthread_t a;
    puts("begin");
    pthread_create(&a, NULL, work, NULL);
    pthread_mutex_lock(&lock);
    if (is_first)
        puts("main is first");
    pthread_mutex_unlock(&lock);
    pthread_join(a, NULL);
    return 0;
}
SUBJECT
check "what is not printed" 1 "  This schedule prints nothing more." --explore --same-output less.c
cat >dies.c <<'SUBJECT'
#include <pthread.h>
static void *work(void *unused)
{
#if defined __x86_64__
    __asm__ volatile("syscall" : : "a"(231), "D"(3));
#elif defined __aarch64__
    register long number __asm__("x8") = 94;
    __asm__ volatile("svc 0" : : "r"(number));
#endif
    return unused;
}
int main(void)
{
    pthread_t a;
    pthread_create(&a, NULL, work, NULL);
    pthread_join(a, NULL);
    return 0;
}
SUBJECT
case $(uname -m) in
x86_64 | aarch64)
    check "a process that ends itself" 1 "in a step of T1 the program ended its own process with status 3" --explore dies.c ;;
*) echo "ok a process that ends itself # skip it is written for other machines" ;;
esac
{
    echo '#include <pthread.h>'
    for ((n = 0; n < 70; n++)); do echo "int v$n;"; done
    printf 'static void *work(void *unused)\n{\n'
    for ((n = 0; n < 70; n++)); do echo "    v$n++;"; done
    printf '    return unused;\n}\n'
    sed -n '/^int main/,$p' late.c | grep -v 'sem_\|puts' | sed 's/    pthread_join/    work(NULL);\n&/'
} >races.c
check "more failures than are kept" 1 "more findings are left out." --explore --executions 2 races.c

# ---- What is saved ----
check "the session lands one step before" 0 "Next: T3 at pthread_mutex_lock(fork_at[2])" \
    --batch -x fail-philosophers.mem -e "expect step 9"
check "and the next step shows it" 0 "a circle" \
    --batch -x fail-philosophers.mem -e "step T3" -e "expect deadlock"
check "the session says what to type" 0 "One step before the deadlock: type step T3." \
    --batch fail-philosophers.mem
check "and what there is to see" 0 "and nothing orders that and the read that comes now." \
    --batch fail-counter.mem
check "a race is split" 0 "Next: T2 at read of hits" --batch fail-counter.mem
cat >alike.c <<'C'
#define _GNU_SOURCE
#include <pthread.h>
static int sum;
static void *add(void *one)
{
    sum++;
    return one;
}
int main(void)
{
    pthread_t adders[2];
    for (int i = 0; i < 2; i++) {
        pthread_create(&adders[i], NULL, add, NULL);
        pthread_setname_np(adders[i], "one more");
    }
    for (int i = 0; i < 2; i++)
        pthread_join(adders[i], NULL);
    return sum;
}
C
"$memrepl" --explore alike.c >/dev/null
verdict "of threads with the same name one is known by its number" \
    "$(grep -q '^foresee T[12] data race: the one more ' fail-alike.mem || cat fail-alike.mem)"
check "and its session runs" 0 "one more at read of sum" --batch -x fail-alike.mem
mkdir -p elsewhere
cp "$examples/philosophers.c" elsewhere/mine.c
check "in the present folder" 1 "See it: ./memrepl fail-mine.mem" --explore elsewhere/mine.c
check "from another folder" 0 "T3 at pthread_mutex_lock" --batch -x ../"${work##*/}"/fail-mine.mem
sed -i 's/left = (int)(intptr_t)seat/left = 2 - (int)(intptr_t)seat/' elsewhere/mine.c
check "a changed program is told" 1 "The program has changed" --batch -x fail-mine.mem
check "and stops where it does something else" 1 "not before lock(fork_at[0])" --batch -x fail-mine.mem
chmod a-w elsewhere
verdict "a folder that cannot be written" "$(
    cd elsewhere && [ "$(id -u)" -ne 0 ] || exit 0
    "$memrepl" --explore mine.c | grep -q 'fail-mine.mem cannot be written' || echo "nothing is said")"
chmod u+w elsewhere

"$memrepl" --explore elsewhere/mine.c >/dev/null
sed -i 's/--hash [0-9a-f]*/--hash 12345678/' fail-mine.mem
check "flags may be what has changed" 0 "or CFLAGS differ" --batch -x fail-mine.mem
CFLAGS='-DWORD' "$memrepl" --explore elsewhere/mine.c >/dev/null
verdict "flags are noted" "$(grep -x '# CFLAGS=-DWORD' fail-mine.mem >/dev/null || cat fail-mine.mem)"

# ---- Another compiler ----
check "a compiler that is none" 2 "no compiler 'nowhere-cc'" --explore --cc nowhere-cc right.c
check "a compiler for nothing" 2 "--cc needs a program" --cc gcc --grade 1
if command -v clang >/dev/null; then
    cat >parts.c <<'C'
#include <pthread.h>
struct parts { int first, others[9]; };
static int last_of(struct parts parts) { return parts.others[8]; }
static void *fill(void *part)
{
    *(int *)part = 7;
    return NULL;
}
int main(void)
{
    struct parts parts = {0};
    pthread_t thread;
    pthread_create(&thread, NULL, fill, &parts.others[1]);
    parts.first = parts.others[1];
    last_of(parts);
    return pthread_join(thread, NULL);
}
C
    check "a race for a part of a variable, from clang" 1 \
        "main's parts.others[1] (parts.c:6) while main reads it (parts.c:14)" --explore --cc clang parts.c
    sed -i '14d' parts.c
    check "a race for a struct that is handed over, from clang" 1 \
        "main's parts.others[1] (parts.c:6) while main reads it (parts.c:14)" --explore --cc clang parts.c
    cat >bits.c <<'C'
#include <stdlib.h>
struct tag { unsigned kind : 3, more : 5; };
int main(void)
{
    struct tag *tag = malloc(sizeof *tag);
#ifndef NEVER
    tag->kind = 0;
    tag->more = 3;
#endif
    int sum = tag->kind + tag->more;
    free(tag);
    return sum - 3;
}
C
    check "a bit-field is stored without a read, from clang" 0 "0 failures, complete" --explore --cc clang bits.c
    CFLAGS=-DNEVER check "but one that was never written is told, from clang" 1 "reads 1 byte that nobody has written" \
        --explore --cc clang bits.c
    check "the same from clang" 1 "explored: 7 executions, 0 blocked, 1 failures, complete" \
        --explore --cc clang "$examples/philosophers.c"
    check "and its session" 0 "Next: T3 at pthread_mutex_lock(fork_at[2])" --batch fail-philosophers.mem
    verdict "which keeps the compiler" "$(
        grep -q '^program --hash [0-9a-f]* --cc clang ' fail-philosophers.mem || cat fail-philosophers.mem
        "$memrepl" --batch fail-philosophers.mem | grep 'has changed')"
    printf '%s\n' '#!/bin/sh' 'case " $* " in *.s.ll\ *) echo "no such code" >&2; exit 1 ;; esac' 'exec clang "$@"' >other-clang
    chmod +x other-clang
    check "a clang that refuses the edited code" 1 "explored: 7 executions, 0 blocked, 1 failures, complete" \
        --explore --cc ./other-clang "$examples/philosophers.c"
else
    echo "ok the same from clang # skip clang is not installed"
fi

# ---- At the prompt ----
check "an option that is none" 2 "explore has no option" --batch right.c -e "explore --wrong"
check "a value too few" 2 "--executions takes a value" --batch right.c -e "explore --executions"
check "a server without requests" 2 "there is nothing to explore" --batch -e explore
check "in the middle of a step" 2 "finish it first: step T1" \
    --batch "$examples/counter.c" -e "step main 3" -e "step -m T1 2" -e explore
check "a variable that is none" 2 "no variable 'nothing'" --batch right.c -e "split nothing"

# ---- For programs ----
"$memrepl" --explore --json "$examples/philosophers.c" >report.json
verdict "a report in JSON" "$(python3 - 2>&1 <<'PYTHON'
import json
report = json.load(open("report.json"))
failure = report["failures"][0]
assert (report["executions"], report["complete"], report["bounded"]) == (7, True, None), report
assert failure["class"] == "deadlock" and failure["switches"] == 3 and failure["shortest"], failure
assert failure["at"] == {"thread": "T1", "file": "philosophers.c", "line": 20,
                         "function": "philosopher"}, failure
assert failure["schedule"] == ["main"] * 4 + ["T1"] * 2 + ["T2"] * 2 + ["T3"] * 2, failure
assert failure["session"] == "fail-philosophers.mem", failure
assert report["successes"] == 6, report
assert [stand["thread"] for stand in failure["stands"]] == ["main", "T1", "T2", "T3"], failure
assert failure["stands"][1]["function"] == "philosopher", failure
PYTHON
)"
verdict "errors go elsewhere" "$("$memrepl" --explore --json broken.c 2>/dev/null)"

# ---- Ctrl-C ----
verdict "Ctrl-C keeps and tells what was found" "$(
    timeout -s INT 2 "$memrepl" --explore --executions 1000000000 "$requests" -- 8 >interrupted 2>&1
    tail -n 1 interrupted | grep -q '^explored: .*, bounded: interrupted' || tail -n 3 interrupted)"
