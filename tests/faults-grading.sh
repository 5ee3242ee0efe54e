#!/usr/bin/env bash
# faults-grading.sh [TIMES]: the nth allocation and the nth call to the system of a grading fails.
#
# A hand-in that loses some points is graded with one fault at a time, in the supervisor, in the grader,
# in the child that the hand-in runs in, in an exploration of lab 3, and in what grades a class. It must
# get the same score, with the same report or with a line that tells what could not be done, or it is
# UNGRADED with exit status 2: never another score. As many faults as are named below are spread evenly
# over those that there are; TIMES as many where that is given.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
work=$root/build/tests/faults-grading
times=${1:-1}
. "$root/tests/faults/common.sh"
export MEMREPL_SANDBOX=limits # the others hide the library that lets allocations fail
children=30                   # allocations in a child, which has no file to tell their number in

# ---- What is graded ------------------------------------------------------------------------------

# Those who grade as nobody come from the outside.
mkdir -p one three class/submissions
chmod 777 one three class
cp "$root/solutions/lab1-queue/mutants/counted-too-early.c" one/request_queue.c
cp "$root/solutions/lab3-server/memory_server.c" three
cp one/request_queue.c class/submissions/ada.c
for name in malloc-unchecked tail-stays; do
    cp "$root/solutions/lab1-queue/mutants/$name.c" "class/submissions/$name.c"
done

# Each in the current folder, with more variables or a command before it; leaves report and status.
grade() { # grade [WORD...]
    rm -f result.json fail-lab*
    in_time env "$@" "$root/memrepl" --grade "$lab" --from . --result result.json \
        >report 2>&1 </dev/null
    status=$?
}
grade_class() { # grade_class [WORD...]
    rm -rf out
    in_time env "$@" "$root/memrepl" --class submissions --lab "$lab" --out out --jobs 1 \
        >report 2>&1 </dev/null
    status=$?
}

# ---- What came of it -----------------------------------------------------------------------------

keep() { # what comes of it without a fault
    "$do"
    cp report good
    good_status=$status good_score=$(tail -n 1 report)
    cp result.json good.json 2>/dev/null || cp out/gradebook.csv good.csv
}

is_same() { [ "$status" = "$good_status" ] && cmp -s report good && cmp -s result.json good.json; }
is_told() {
    [ "$status" = "$good_status" ] && grep -qxF "$good_score" report && diff good report |
        grep -qE '^> (Not all sessions could be written| .*cannot be (read|written): )'
}
is_ungraded() {
    [ "$status" = 2 ] && grep -qE '^(UNGRADED|memrepl): ' <(tail -n 1 report) &&
        { [ ! -e result.json ] || grep -q '"status": "ungraded"' result.json; }
}

# Every row of the books is the same or says ungraded; without books, or with another status, it is told.
is_class_right() {
    local rows
    rows=$(grep -vF ,ungraded, out/gradebook.csv 2>/dev/null | grep -vxFf good.csv)
    [ -z "$rows" ] && { [ "$status" = 0 ] || grep -qE 'memrepl: |cannot|ungraded|no memory' report; }
}

judge() {
    if [ "$do" = grade_class ]; then is_class_right; else is_same || is_told || is_ungraded; fi ||
        echo "status $status: $(tail -n 1 report)"
}

# ---- Faults --------------------------------------------------------------------------------------

# Numbers from FIRST to LAST, at most MOST times TIMES of them.
spread() { # spread FIRST LAST MOST
    local step=$((($2 - $1) / ($3 * times) + 1)) n
    for ((n = $1 + step / 2; n <= $2; n += step)); do echo "$n"; done
}

# In each memrepl that is started with that word.
no_memory() { # no_memory WORD MOST
    local n
    rm -f count
    "$do" NO_MEMORY_COUNT="$PWD/count" NO_MEMORY_IN="$1" LD_PRELOAD="$library"
    for n in $(spread 1 "$(cat count 2>/dev/null || echo $children)" "$2"); do
        "$do" NO_MEMORY_AT="$n" NO_MEMORY_IN="$1" LD_PRELOAD="$library"
        judge | sed "s/^/$n: /"
    done
}

trace() { # trace WORD OPTION...: with strace around the process that is started by hand, or the grader
    local word=$1
    shift
    if [ "$word" = --inside ]; then
        "$do" FAULTS_BY="strace -D -qq $*" FAULTS_IN=--inside LD_PRELOAD="$library"
    else
        "$do" strace -f --seccomp-bpf -qq "$@" -b execve
    fi
}

no_call() { # no_call WORD MOST
    local n first
    first=$(count_of "$call" "$work/loading")
    for n in $(spread $((first + 1)) "$(count_of "$call" calls)" "$2"); do
        trace "$1" -e trace="$call" -e inject="$call:error=$error:when=$n" -o /dev/null
        judge | sed "s/^/$n: /"
    done
}

# ---- All of them ---------------------------------------------------------------------------------

fail_in() { # fail_in NAME WORD ALLOCATIONS CALLS: of each kind of call
    local call error
    verdict "$1: no memory" "$(no_memory "$2" "$3")"
    [ "$4" -gt 0 ] || return
    rm -f calls
    trace "$2" -e trace="$(all_calls)" -o "$PWD/calls"
    for call in $calls; do
        error=${call#*:} call=${call%:*}
        verdict "$1: $call fails with $error" "$(no_call "$2" "$4")"
    done
}

strace -qq -e trace="$(all_calls)" -o loading "$root/memrepl" --version >/dev/null
lab=1 do=grade
cd "$work/one" || exit 2
keep
fail_in supervisor --grade 20 5
fail_in grader --inside 60 8
fail_in "child of a grading" --child 15 0
lab=3
cd "$work/three" || exit 2
keep
fail_in exploration --explore 6 0
lab=1 do=grade_class
cd "$work/class" || exit 2
keep
fail_in class --class 20 3
