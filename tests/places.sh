#!/usr/bin/env bash
# places.sh MEMREPL: each place of the kit that asks for memory is refused it once.
#
# A place is told by its last three calls (faults/one_place.c). It is refused in the first of the runs
# below that comes to it: sessions, explorations, gradings. That must do no harm, the same bytes then, or be
# told: in a line, with exit status 1 to 3, which blames nothing that is sound. Where tests/faults.sh tries
# each allocation of a few runs, this tries each kind of allocation of many.
cd "$(dirname "$0")/.." || exit 2
root=$PWD memrepl=$(realpath "${1:-./memrepl}") work=$PWD/build/tests/places
export LC_ALL=C.UTF-8
limit_seconds=60 # for one run

rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 2
ln -s "$root"/{tests,handout,solutions,labs} .
gcc -O1 -shared -fPIC -o one_place.so "$root/tests/faults/"{one_place,allocations}.c || exit 2
: >tried

# The words of one who was told. A finding that is not the shortest, or without its output, is no loss; and
# the program that is stepped may be the one who asked, and got NULL.
told='no memory|out of memory|Cannot allocate memory|there may be a shorter|"shortest": false'
told+='|address = NULL|error: |memrepl: |\.mem:[0-9]+: |UNGRADED|explored: '
# What is said of labs that are not as they should be.
blaming='before the first check stand|there is no lab |there is no suspect |there is no .* to be read in'

run() { # run NAME ARGUMENT...
    local name=$1 place good_status status wrong=
    shift
    rm -f here
    timeout $limit_seconds "$memrepl" "$@" >good 2>&1 </dev/null
    good_status=$?
    PLACES=$work/here LD_PRELOAD=$work/one_place.so timeout $limit_seconds "$memrepl" "$@" \
        >/dev/null 2>&1 </dev/null
    sort -u here | comm -23 - tried >fresh
    sort -mu fresh tried -o tried
    while read -r place; do
        NO_MEMORY_IN=$place LD_PRELOAD=$work/one_place.so timeout $limit_seconds "$memrepl" "$@" \
            >bad 2>&1 </dev/null
        status=$?
        if [ $status -gt 3 ]; then
            wrong+="$place: exit status $status: $(tail -n 1 bad)"$'\n'
        elif ! { [ $status -eq $good_status ] && cmp -s good bad; } && ! grep -qE "$told" bad; then
            wrong+="$place: exit status $status, and not told: $(diff good bad | sed -n 2p)"$'\n'
        elif grep -qE "$blaming" <(comm -13 <(sort good) <(sort bad)); then
            wrong+="$place: not the lab's fault: $(grep -E "$blaming" bad | tail -n 1)"$'\n'
        fi
    done <fresh
    verdict "$name: $(wc -l <fresh) places" "$wrong"
}

verdict() { # verdict NAME WRONG
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n%s' "$1" "$2" | sed '2,$s/^/    /'
    fi
}

for session in tests/sessions/*.mem; do
    read -ra options < <(sed -n '1s/^# options: //p' "$session")
    run "$session" "${options[@]}" --batch -x "$session"
done
run "an exploration" --explore -j 1 handout/examples/programs/philosophers.c
run "a grading" --grade 1 --from solutions
