#!/usr/bin/env bash
# cheats.sh [MEMREPL]: submissions that cheat, break or are no C at all gain nothing, and what cannot be
# graded is nobody's zero. They are of lab 1, but for one that leaves a program with threads, of lab 8.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$(cd "$root" && realpath "${1:-./memrepl}")
work=$root/build/tests/cheats
. "$root/tests/grading.sh"
lab=1 folder=lab1-queue
solution=$root/solutions/$folder/request_queue.c

submit() { # submit DIR < FILE: begins to grade it; `wait` before you look
    mkdir -p "$work/$1"
    cat >"$work/$1/request_queue.c"
    two_at_a_time
    grade "$1" &
}

check() { # check NAME DIR LEAST MOST STATUS [TEXT]: judges a submission that was graded
    verdict "$1" "$(expect_report "${@:2}")" "$work/$2"
}

# ---- Submissions of other kinds ------------------------------------------------------------------

# The solution with lines of C in front of its functions, and others at the beginning of queue_push.
changed() { # changed GLOBAL_LINES PUSH_LINES
    global=$1 push=$2 awk '
        /^void queue_init/ { print ENVIRON["global"] }
        { print }
        /^bool queue_push/ { inside = 1 }
        inside && /^{/ { print ENVIRON["push"]; inside = 0 }
    ' "$solution"
}

submit syntax < <(sed 's/^bool queue_pop.*/& int }/' "$solution")
submit undefined < <(sed '/^void queue_destroy/,$d' "$solution")
submit 'two words' <"$root/solutions/lab1-queue/mutants/swapped.c"
submit exit < <(changed "" "exit(0);")
submit _exit < <(changed "" "_Exit(0);")
submit early-exit < <(changed "__attribute__((constructor)) void early(void) { exit(0); }" "")
submit score < <(changed "#include <stdio.h>" 'printf("lab1: 100/100\n"); return false;')
submit score-and-exit < <(changed "#include <stdio.h>" 'puts("lab1: 100/100"); exit(0);')
submit loop < <(sed 's/^    struct request \*request = queue->head;/& for (;;) queue->length = 0;/' "$solution")
submit slow < <(changed "static void slow(void) { for (volatile int i = 0; i < 2500000; i++) { } }" 'slow();')
submit recursion < <(changed "static int deep(int n) { return n + deep(n + 1); }" 'deep(size);')
submit fork < <(changed "#include <unistd.h>" 'fork();')
submit desk < <(changed "struct request_queue desk[2];" "")
submit names < <(changed "int stats; void step(int n) { stats += n; } int rand(void) { return 4; }
    void *xmalloc(size_t n) { return malloc(n); }" "step(rand());" | sed 's/= malloc(/= xmalloc(/')
wait
check "a file that does not compile gets 0 and the compiler's words" syntax 0 0 1 "request_queue.c:"
check "a function that is not there is named" undefined 0 0 1 "does not define queue_destroy"
check "a path with blanks is fine" "two words" 0 90 1 "40:1"
verdict "the session of a path with blanks lands" "$(cd "$work/two words" &&
    "$memrepl" --grade 1 --from "$work/two words" >report 2>&1
    "$memrepl" --batch -x fail-lab1-1.mem 2>&1 </dev/null | grep -q 'queue->length++' ||
    echo "    $(tail -n 1 "$work/two words/report")")" "$work"
cp "$solution" "$work/two words/"
verdict "once the mistake is gone the session says so" "$(cd "$work/two words" &&
    "$memrepl" --echo --batch -x fail-lab1-2.mem 2>&1 </dev/null | grep -A 2 'the mistake is gone' |
    grep -q 'got' || echo "    fail-lab1-2.mem goes on")" "$work"
check "exit gains nothing" exit 0 19 1 "exit"
check "_Exit gains nothing" _exit 0 19 1
check "exit before the first check gains nothing" early-exit 0 19 1
check "a printed score gains nothing" score 0 19 1 "| lab1: 100/100"
check "a printed score and exit gain nothing" score-and-exit 0 19 1
check "an endless loop is ended" loop 0 90 1 "endless loop"
check "a hand-in that is slow everywhere is not waited for" slow 0 90 1 "the time for one hand-in is used up"
check "endless recursion is ended" recursion 0 19 1 "stack overflow"
check "a function the kit does not know is named" fork 0 0 1 "fork is not supported"
check "another desk than the grader's is refused" desk 0 0 1 "desk"
check "step, rand, stats and xmalloc may be the student's own" names 100 100 0

# What is judged of output is stdout.
aside() { # aside LAB FILE FUNCTION: the solution, where that function begins with words on stderr
    lab=$1
    mkdir -p "$work/aside-$1"
    function=$3 awk '
        NR == 1 { print "#include <stdio.h>" }
        { print }
        index($0, ENVIRON["function"]) == 1 { is_next = 1; next }
        is_next { print "fprintf(stderr, \"here\\n\");"; is_next = 0 }
    ' "$root/solutions/$2" >"$work/aside-$1/${2#*/}"
    grade "aside-$1"
    check "words on stderr cost nothing in lab $1" "aside-$1" 100 100 0 "| here"
}
aside 2 lab2-segments/segment_list.c 'void segment_list_dump('
aside 3 lab3-server/memory_server.c 'void thread_function('
aside 5 lab5-mems/mems.c 'void mems_print_stats('

lab=8
mkdir -p "$work/leaves"
sed 's/^    mems_finish();$/    exit(0);/' "$root/solutions/lab8-threads/mutants/one-lock.c" >"$work/leaves/mems.c"
grade leaves
check "exit out of a program with threads gains nothing" leaves 0 0 1 "ends the program"
lab=1

# ---- What cannot be graded -----------------------------------------------------------------------

expect_ungraded() { # expect_ungraded TEXT ARGUMENTS...
    local got code
    got=$(cd "$work" && "$memrepl" "${@:2}" 2>&1 </dev/null)
    code=$?
    [ $code -eq 2 ] || echo "    status: expected 2, got $code"
    grep -qF -- "$1" <<<"$got" || echo "    the report is: $got"
}
verdict "a missing file is no zero" "$(expect_ungraded UNGRADED --grade 1 --from nowhere)" "$work"

# The seeds of random checks can be changed, from year to year or by whoever wants to try more.
cp "$root/solutions/lab1-queue/mutants/room-for-16.c" "$work/other_name.c"
verdict "another seed asks for other things" "$(cd "$work" &&
    ! diff <("$memrepl" --grade 1 --from other_name.c) \
        <("$memrepl" --grade 1 --from other_name.c --seed 2) >diff.out || echo "    the same report")" "$work"
verdict "a file of another name lands" \
    "$(cd "$work" && "$memrepl" --grade 1 --from other_name.c | grep -q 'last line other_name.c:' ||
        echo "    no line of other_name.c")" "$work"

# A house without solutions, as students get it, in a folder whose name could be a pattern.
house="$work/a [new] release"
mkdir -p "$house/labs"
cp "$memrepl" "$house/memrepl"
ln -s "$root/src" "$root/build" "$house/"
cp -r "$root/labs/lab1-queue" "$house/labs/"
mkdir "$work/released"
cp "$solution" "$work/released/"
memrepl=$house/memrepl grade released
check "in a release the public checks are scaled to 100" released 100 100 0 "public checks alone"
printf 'lab: it\nprogram: server\ntasks: queue\n\ncheck: one\npoints: 5\nkind: leak\nbump 3\n' \
    >"$house/labs/lab1-queue/checks"
verdict "a bad file of checks is told by its line" \
    "$(memrepl=$house/memrepl expect_ungraded checks:8: --grade 1 --from "$work/released")" "$work"
