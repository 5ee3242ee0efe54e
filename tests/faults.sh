#!/usr/bin/env bash
# faults.sh [--all]: the nth allocation, open, read, write, mmap, pipe or fork of memrepl fails.
#
# Each of a few runs that together use most of the kit is repeated with one fault, for every n (in
# `make test` for every eleventh only). The fault must do no harm, the same bytes then, or be told: in
# a line, with exit status 1 to 3. Allocations fail by a library that is preloaded (faults/), calls to
# the system by strace, in memrepl itself and not in what it starts.
cd "$(dirname "$0")/.." || exit 2
root=$PWD work=$PWD/build/tests/faults
export LC_ALL=C.UTF-8
stride=11
[ "${1:-}" != --all ] || stride=1
limit_seconds=30 # for one run
kept=(saved.mem saved.svg saved.html)

rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 2
gcc -O1 -shared -fPIC -o no_memory.so "$root/tests/faults/no_memory.c" || exit 2

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
}

# In test-all only: more commands, and each session of the tests, of which few faults are tried.
more_runs() {
    run page --batch -e run -e 'back 3' -e 'export html saved.html' count.c
    run typed --batch -e 'step main 4' -e 'print &count' -e 'whatis count' -e 'where' -e 'explain' \
        -e 'watch count' -e 'break count.c:6' -e run -e 'info locals' count.c
    run found --explore -j 2 --json "$root/handout/examples/programs/philosophers.c"
    stride=211
    ln -s "$root"/{tests,handout,solutions,labs} .
    for session in tests/sessions/*.mem; do
        read -ra options < <(sed -n '1s/^# options: //p' "$session")
        run "${session##*/}" "${options[@]}" --batch -x "$session"
    done
}

# ---- One run with one fault ----------------------------------------------------------------------

# What --version does already is the loader's, who has words and failures of its own.

# What is in the files that a run writes: none of them may come out cut.
saved() { cat "${kept[@]}" 2>/dev/null; }

# The words of one who was told of a fault.
told='memrepl: |cannot|out of memory|no memory|Input/output error|Cannot allocate|Too many open'

# Compares what a run with a fault did to what it does without.
judge() { # judge STATUS
    if [ "$1" -gt 3 ]; then
        echo "exit status $1: $(tail -n 1 bad)"
    elif [ "$1" -eq "$good_status" ]; then
        cmp -s good bad || grep -qE "^error: |could not|there may be a shorter|\"shortest\": false|$told" bad ||
            echo "something else is printed: $(diff good bad | sed -n '2p')"
    elif ! grep -qE "error: |$told" bad; then
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
}

# Says what was wrong with each fault, one line each.
with_faults() { # with_faults HOW FIRST COUNT COMMAND...
    local n how=$1 first=$2 count=$3
    shift 3
    for ((n = first + ${#run} % stride; n <= count; n += stride)); do
        prepare
        "$how" "$n" "$@" >bad 2>&1 </dev/null
        judge $? | sed "s/^/$n: /"
    done
}

no_memory() { NO_MEMORY_AT=$1 LD_PRELOAD=$work/no_memory.so timeout $limit_seconds "${@:2}"; }
no_call() {
    timeout $limit_seconds strace -qq -e trace="$call" -e inject="$call:error=$error:when=$1" \
        -o /dev/null "${@:2}"
}

count_memory() {
    NO_MEMORY_COUNT=$work/count LD_PRELOAD=$work/no_memory.so "$@" >/dev/null 2>&1 </dev/null
    cat "$work/count"
}
count_calls() {
    strace -qq -e trace="$call" -o "$work/calls" "$@" >/dev/null 2>&1 </dev/null
    grep -c "^$call(" "$work/calls"
}

verdict() { # verdict NAME WRONG
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        echo "not ok $1"
        head -n 20 <<<"$2" | while IFS= read -r line; do echo "    $line"; done
    fi
}

# ---- All of them ---------------------------------------------------------------------------------

run() { # run NAME ARGUMENT...
    local run=$1 good_status good_saved old_saved call error
    shift
    set -- "$root/memrepl" "$@"
    prepare
    old_saved=$(saved)
    for file in "${kept[@]}"; do cp "$file" "old.$file"; done
    "$@" >good 2>&1 </dev/null
    good_status=$? good_saved=$(saved)
    for file in "${kept[@]}"; do cp "$file" "good.$file"; done
    verdict "$run: no memory" "$(with_faults no_memory 1 "$(count_memory "$@")" "$@")"
    while read -r call error; do
        verdict "$run: $call fails with $error" \
            "$(with_faults no_call "$(($(count_calls "$1" --version) + 1))" "$(count_calls "$@")" "$@")"
    done <<'END'
openat EMFILE
read EIO
write ENOSPC
mmap ENOMEM
pipe2 EMFILE
clone EAGAIN
END
}

if ! strace -qq -o /dev/null true 2>/dev/null; then
    echo "ok faults # skip strace cannot trace here"
    exit
fi
runs
[ "$stride" -gt 1 ] || more_runs
