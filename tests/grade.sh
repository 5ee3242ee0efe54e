#!/usr/bin/env bash
# grade.sh [MEMREPL]: the grader proves itself. The blank gets little and is told politely, the
# solution gets everything, each planted bug loses points in a check meant for it and its session
# lands there, and submissions that cheat or break gain nothing.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$(cd "$root" && realpath "${1:-./memrepl}")
solution=$root/solutions/lab1-queue/request_queue.c
work=$root/build/tests/grade
limit_seconds=60
rm -rf "$work"
mkdir -p "$work"

verdict() { # verdict NAME PROBLEMS DIR: passed when there are no problems
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n%s\n' "$1" "$2"
        echo "    to repeat: cd $3 && $memrepl --grade 1 --from ."
    fi
}

two_at_a_time() { while [ "$(jobs -pr | wc -l)" -ge 2 ]; do wait -n; done; }

grade() { # grade DIR: leaves DIR/report and DIR/status
    (
        cd "$work/$1" || exit
        timeout $limit_seconds "$memrepl" --grade 1 --from . >report 2>&1 </dev/null
        echo $? >status
    )
}

submit() { # submit DIR < FILE: begins to grade it; `wait` before you look
    mkdir -p "$work/$1"
    cat >"$work/$1/request_queue.c"
    two_at_a_time
    grade "$1" &
}

points() { tail -n 1 "$work/$1/report" | sed -n 's|^lab1: \([0-9]*\)/100$|\1|p'; }
status() { cat "$work/$1/status" 2>&1; }

expect_report() { # expect_report DIR LEAST MOST STATUS [TEXT]: says what is wrong, if anything
    local got
    got=$(points "$1")
    [ -n "$got" ] || echo "    the last line is: $(tail -n 1 "$work/$1/report")"
    [ "${got:-0}" -ge "$2" ] && [ "${got:-101}" -le "$3" ] ||
        echo "    points: expected $2 to $3, got $got"
    [ "$(status "$1")" = "$4" ] || echo "    status: expected $4, got $(status "$1")"
    [ -z "${5:-}" ] || grep -qF -- "$5" "$work/$1/report" || echo "    the report does not say: $5"
}

check() { # check NAME DIR LEAST MOST STATUS [TEXT]: judges a submission that was graded
    verdict "$1" "$(expect_report "${@:2}")" "$work/$2"
}

# ---- Blank and solution --------------------------------------------------------------------------

# The file in labs/ may be somebody's work by now: the blank is made anew, and what a student who
# begins sees is graded in a house of its own.
submit blank < <("$root/labs/make-blank" "$solution")
submit solution <"$solution"
wait
check "the blank is told that it is not written yet" blank 0 19 1 "does nothing yet"
touch "$work/solution/fail-lab1-99.mem"
cp "$work/solution/report" "$work/solution/first"
grade solution
begun=$work/begun
mkdir -p "$begun/labs"
cp "$memrepl" "$begun/memrepl"
ln -s "$root/src" "$root/solutions" "$begun/"
cp -r "$root/labs/lab1-queue" "$begun/labs/"
cp "$work/blank/request_queue.c" "$begun/labs/lab1-queue/"
shown=$(sed -n '/^\$ make lab1$/,/^```$/p' "$root/labs/lab1-queue/README.md" | sed '1d;$d')
got=$(cd "$begun" && ./memrepl --grade 1 2>&1)
verdict "the README shows the report on the blank" "$(
    diff <(sed '/^\.\.\.$/,$d' <<<"$shown") <(head -n "$(sed -n '/^\.\.\.$/=' <<<"$shown")" <<<"$got" | sed '$d')
    diff <(tail -n 1 <<<"$shown") <(tail -n 1 <<<"$got"))" "$begun"
check "the solution gets full marks" solution 100 100 0
verdict "the same file gets the same report" \
    "$(diff "$work/solution/first" "$work/solution/report")" "$work/solution"
verdict "sessions of an earlier grading go" \
    "$(ls "$work"/solution/*.mem 2>/dev/null)" "$work/solution"

# ---- Planted bugs --------------------------------------------------------------------------------

# The first check meant for the kind that failed: its number, and the place that the report names, there
# or in the check that it refers to.
failed_check() { # failed_check DIR KIND
    awk -v kind="[$2]" '
        function find() { if (meant != "" && meant in place) { print meant, place[meant]; exit } }
        /^ *[0-9]+ +[0-9]+\/[0-9]+ / { number = $1; has_failed = $2 ~ /^0/ }
        has_failed && meant == "" && index($0, kind) { meant = number }
        / as in check [0-9]+$/ { place[number] = place[$NF] }
        $1 == "place" || $1 " " $2 == "last line" {
            place[number] = $1 == "place" ? $2 : $3
            sub(/:$/, "", place[number])
        }
        { find() }
    ' "$work/$1/report"
}

# The session stands in the student's file, where the report says, and one step shows the failure.
expect_landing() { # expect_landing DIR NUMBER PLACE
    local session=fail-lab1-$2.mem place=$3 got after
    cd "$work/$1" || return
    [ -e "$session" ] || { echo "    there is no $session"; return; }
    got=$(timeout $limit_seconds "$memrepl" --batch -x "$session" \
        -e threads -e "expect no event" -e step 2>&1 </dev/null)
    after=$(sed '1,/^thread  *state/d' <<<"$got")
    grep -qE "^(prompt|server|T[0-9]+) +running +$place" <<<"$after" ||
        printf '    %s does not land at %s:\n%s\n' "$session" "$place" "$(tail -n 8 <<<"$got")"
    if grep -q '^expect event' "$session"; then
        grep -q "Event: " <<<"$after"
    else
        grep -qE "ends\.|returns|Next: " <<<"$after"
    fi || printf '    one step from %s shows:\n%s\n' "$session" "$after"
}

judge_mutant() { # judge_mutant NAME
    local kind number place
    kind=$(sed -n 's/^ \* Kind of failure: //p' "$root/solutions/lab1-queue/mutants/$1.c")
    mkdir "$work/$1"
    cp "$root/solutions/lab1-queue/mutants/$1.c" "$work/$1/request_queue.c"
    grade "$1"
    read -r number place < <(failed_check "$1" "$kind")
    verdict "planted bug $1 fails a check for \"$kind\"" \
        "$(expect_report "$1" 0 99 1 "[$kind]")" "$work/$1"
    verdict "planted bug $1: the session lands one step before" \
        "$(expect_landing "$1" "$number" "$place")" "$work/$1"
}

for mutant in "$root"/solutions/lab1-queue/mutants/*.c; do
    two_at_a_time
    name=$(basename "$mutant" .c)
    judge_mutant "$name" >"$work/$name.verdict" &
done
wait
cat "$work"/*.verdict

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
check "endless recursion is ended" recursion 0 19 1 "stack overflow"
check "a function the kit does not know is named" fork 0 0 1 "fork is not supported"
check "another desk than the grader's is refused" desk 0 0 1 "desk"
check "step, rand, stats and xmalloc may be the student's own" names 100 100 0

# ---- What cannot be graded -----------------------------------------------------------------------

expect_ungraded() { # expect_ungraded TEXT ARGUMENTS...
    local got code
    got=$(cd "$work" && "$memrepl" "${@:2}" 2>&1 </dev/null)
    code=$?
    [ $code -eq 2 ] || echo "    status: expected 2, got $code"
    grep -qF -- "$1" <<<"$got" || echo "    the report is: $got"
}
verdict "a missing file is no zero" "$(expect_ungraded UNGRADED --grade 1 --from nowhere)" "$work"

# A house without solutions, as students get it.
house=$work/release
mkdir -p "$house/labs"
cp "$memrepl" "$house/memrepl"
ln -s "$root/src" "$house/src"
cp -r "$root/labs/lab1-queue" "$house/labs/"
mkdir "$work/released"
cp "$solution" "$work/released/"
memrepl=$house/memrepl grade released
check "in a release the public checks are scaled to 100" released 100 100 0 "public checks alone"
printf 'check: one\npoints: 5\nkind: leak\nbump 3\n' >"$house/labs/lab1-queue/checks"
verdict "a bad file of checks is told by its line" \
    "$(memrepl=$house/memrepl expect_ungraded checks:4: --grade 1 --from "$work/solution")" "$work"
