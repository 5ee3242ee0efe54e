#!/usr/bin/env bash
# faults.sh [--all [RUN...]]: the nth allocation, open, read, write, mmap, … of memrepl fails.
#
# Each of a few runs that together use most of the kit is repeated with one fault, for every n (in
# `make test` for every eleventh only). The fault must do no harm, the same bytes then, or be told: in
# a line, with exit status 1 to 3. Allocations fail by a library that is preloaded (faults/), calls to
# the system by strace, in memrepl itself and not in what it starts; gradings are put to the same in
# faults-grading.sh. With --all every n is tried, and each session of tests/sessions is a run, too: of each
# kind of fault twenty are tried there, spread evenly. RUN... names the only runs to do.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
work=$root/build/tests/faults
stride=11 most=1000000 # one fault in so many, and of a kind in a run no more than that
[ "${1:-}" != --all ] || stride=1
only=" ${*:2} "
kept=(saved.mem saved.svg saved.html blessed.md)
forked=40 # allocations in each process that is forked: hardly one has more
. "$root/tests/faults/common.sh"

# A house of its own, in which a program is compiled once.
house=$work/house
mkdir -p "$house/src/program" "$house/real" "$house/built"
cp "$root/memrepl" "$house" || { echo "not ok memrepl is not built: make"; exit 2; }
ln -s "$root"/{build,labs,solutions} "$house"
ln -s "$root"/src/* "$house/src" 2>/dev/null
ln -s "$root"/src/program/* "$house/src/program"
cp --remove-destination "$root/tests/faults/remembering.sh" "$house/src/program/build-subject.sh"
cp "$root/src/program/build-subject.sh" "$house/real"

cat >course.md <<'END'
```memrepl
mem> enqueue 1 40
T1 asks for 40 bytes and waits for its answer.                       queue: 1:40
Next: the server can run (serve).
```
END
cat >count.c <<'END'
#include <pthread.h>
#include <stdio.h>
static int count;
static void *add(void *unused)
{
    count++;
    return unused;
}
int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, add, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", count);
    return 0;
}
END

runs() {
    run server --batch -e 'enqueue 1 40' -e serve -e step -e 'back 2' -e dump -e trace
    run saving --batch -e 'enqueue 1 40' -e serve -e 'save saved.mem' -e 'export svg dump saved.svg'
    run session --batch -x "$root/tests/sessions/mems.mem"
    run program --batch -e run -e 'print count' -e 'back 3' -e threads count.c
    run explore --explore -j 1 count.c
    run check --check course.md
    run page --batch -e run -e 'back 3' -e 'export html saved.html' count.c
}

# In test-all only: more commands, and each session of the tests.
more_runs() {
    run typed --batch -e 'step main 4' -e 'print &count' -e 'whatis count' -e 'where' -e 'explain' \
        -e 'watch count' -e 'break count.c:6' -e run -e 'info locals' count.c
    run found --explore -j 2 --json "$root/handout/examples/programs/philosophers.c"
    run map --batch -e mems -e 'malloc 1000 as a' -e 'malloc 5000' -e 'free a' \
        -e 'export svg saved.svg' -e mem -e 'export html saved.html'
    run bless --check --bless blessed.md
    (cd "$root" && ./memrepl --grade 2 --result "$work/result.json" >/dev/null 2>&1)
    for format in text html gradescope autolab junit tap; do
        run "as-$format" --as "$format" result.json
    done
    ln -s "$root"/{tests,handout,solutions,labs} .
    most=20
    for session in tests/sessions/*.mem; do
        read -ra options < <(sed -n '1s/^# options: //p' "$session")
        run "${session##*/}" "${options[@]}" --batch -x "$session"
    done
}

# ---- One run with one fault ----------------------------------------------------------------------

# What is in the files that a run writes: none of them may come out cut.
saved() { cat "${kept[@]}" 2>/dev/null; }

# The words of one who was told of a fault.
told='memrepl: |cannot|out of memory|no memory|Input/output error|Cannot allocate|Too many open|No space|could not'

# What is printed with a fault only.
news() { diff good bad | sed -n 's/^> //p'; }

# Compares what a run with a fault did to what it does without.
judge() { # judge STATUS
    if [ "$1" -gt 3 ]; then
        echo "exit status $1: $(tail -n 1 bad)"
    elif [ "$1" -eq "$good_status" ]; then
        cmp -s good bad ||
            news | grep -qE "^error: |could not|there may be a shorter|\"shortest\": false|$told" ||
            echo "something else is printed: $(diff good bad | sed -n '2p')"
    elif ! news | grep -qE "error: |$told"; then
        echo "exit status $1 without a word: $(tail -n 1 bad)"
    fi
    [ "$(saved)" = "$good_saved" ] || [ "$(saved)" = "$old_saved" ] || half_saved
}

# One of the files may be new already.
half_saved() {
    for file in "${kept[@]}"; do
        cmp -s "$file" "good.$file" || cmp -s "$file" "old.$file" || echo "$file is neither old nor new"
    done
}

# Files of before that may be replaced.
prepare() {
    printf '# A memrepl session: old\n' >saved.mem
    printf '%s\nold\n' '<!-- Drawn by memrepl. -->' >saved.svg
    printf '%s\nold\n' '<!doctype html><!-- Made by memrepl. -->' >saved.html
    sed 's/asks/asked/' course.md >blessed.md
}

# Says what was wrong with each fault, one line each.
with_faults() { # with_faults HOW FIRST COUNT COMMAND...
    local n how=$1 first=$2 count=$3 step
    shift 3
    step=$(((count - first) / most + 1))
    step=$((step > stride ? step : stride))
    for ((n = first + ${#run} % step; n <= count; n += step)); do
        prepare
        "$how" "$n" "$@" >bad 2>&1 </dev/null
        judge $? | sed "s/^/$n: /"
    done
}

no_memory() { NO_MEMORY_AT=$1 LD_PRELOAD=$library in_time "${@:2}"; }
no_memory_behind() { NO_MEMORY_FORKS=yes no_memory "$@"; }
no_call() {
    in_time strace -qq -e trace="$call" -e inject="$call:error=$error:when=$1" \
        -o /dev/null "${@:2}"
}

count_memory() {
    NO_MEMORY_COUNT=$work/count LD_PRELOAD=$library "$@" >/dev/null 2>&1 </dev/null
    cat "$work/count"
}

# ---- All of them ---------------------------------------------------------------------------------

run() { # run NAME ARGUMENT...
    local run=$1 good_status good_saved old_saved call error first count
    [ "$only" = "  " ] || [[ $only == *" $run "* ]] || return
    shift
    set -- "$house/memrepl" "$@"
    prepare
    old_saved=$(saved)
    for file in "${kept[@]}"; do cp "$file" "old.$file"; done
    "$@" >good 2>&1 </dev/null
    good_status=$? good_saved=$(saved)
    for file in "${kept[@]}"; do cp "$file" "good.$file"; done
    verdict "$run: no memory" "$(with_faults no_memory 1 "$(count_memory "$@")" "$@")"
    verdict "$run: no memory in what is forked" "$(with_faults no_memory_behind 1 $forked "$@")"
    strace -qq -e trace="$(all_calls)" -o calls "$@" >/dev/null 2>&1 </dev/null
    for call in $calls; do
        error=${call#*:} call=${call%:*}
        # What --version does already is the loader's, who has words and failures of its own.
        first=$(count_of "$call" loading) count=$(count_of "$call" calls)
        verdict "$run: $call fails with $error" \
            "$(with_faults no_call $((first + 1)) "$count" "$@")"
    done
}

strace -qq -e trace="$(all_calls)" -o loading "$house/memrepl" --version >/dev/null
runs
[ "$stride" -gt 1 ] || more_runs
