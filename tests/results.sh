#!/usr/bin/env bash
# results.sh: what a grading writes with --result, and the formats that --as makes of it.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$root/memrepl
work=$root/build/tests/results
. "$root/tests/grading.sh"
lab=1 folder=lab1-queue
solution=$root/solutions/$folder/request_queue.c

lay_out() { # lay_out NAME: its request_queue.c is what comes in
    mkdir -p "$work/$1"
    cat >"$work/$1/request_queue.c"
}
grade() { # grade NAME [VARIABLE=VALUE]: leaves report, status and result.json
    (
        cd "$work/$1" || exit
        env "${@:2}" "$memrepl" --grade $lab --from . --result result.json >report 2>&1 </dev/null
        echo $? >status
    )
}
as() { "$memrepl" --as "$1" "$work/$2/result.json" 2>&1; } # as FORMAT NAME

lay_out solution <"$solution"
lay_out blank < <("$root/labs/make-blank" "$solution")
lay_out bug < <(sed 's/queue->length++/queue->length += 2/' "$solution")
lay_out ungraded <"$solution"
for name in solution blank bug; do grade $name; done
grade ungraded MEMREPL_SANDBOX=none
declare -A status=([solution]=0 [blank]=1 [bug]=1 [ungraded]=2)
for name in solution blank bug ungraded; do
    verdict "$name: the result says what was printed" \
        "$(diff <(as text $name) "$work/$name/report"; diff <(status $name) - <<<"${status[$name]}")" "$work/$name"
done
