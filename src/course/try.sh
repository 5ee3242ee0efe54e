#!/usr/bin/env bash
# Does this tree work here? Runs the sessions of the handout, the transcripts, and the grader.
cd "$(dirname "$0")/.." || exit 2
failed=0

try() { # try WHAT COMMAND...
    local what=$1 got
    shift
    if got=$("$@" 2>&1 </dev/null); then
        echo "ok $what"
    else
        printf 'not ok %s\n%s\n    to repeat: %s\n' "$what" "$(tail -n 5 <<<"$got")" "$*"
        failed=$((failed + 1))
    fi
}

can_grade() { ./memrepl --grade "$1" || [ $? -eq 1 ]; }

for session in handout/sessions/*.mem; do try "$session" ./memrepl --batch --echo -x "$session"; done
for page in README.md $(find handout -name '*.md' -o -name '*.adoc' | sort); do
    grep -q '^```memrepl\|^\[.*memrepl' "$page" && try "$page" ./memrepl --check "$page"
done
for checks in $(find labs -path 'labs/lab[0-9]*/checks' | sort -V); do
    lab=$(basename "$(dirname "$checks")")
    number=${lab#lab}
    try "$lab can be graded" can_grade "${number%%-*}"
done
try "the suspects of lab 7 have a MeMS, too" ./memrepl --batch --suspect I -e mems -e init -e "malloc 100"
try "the memory server on real threads" ./memrepl --native
[ $failed -eq 0 ]
