#!/usr/bin/env bash
# Records the four traces anew: tests/bench/record.sh FOLDER. The traces in the tree were made by
# this; they differ a little with the versions of the four programs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
to=${1:?usage: record.sh FOLDER}
mkdir -p "$to"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -shared -fPIC -o "$work/recorder.so" "$here/recorder.c"

# record NAME PROGRAM COMMAND...: the allocations of PROGRAM when COMMAND runs it.
record() {
    name=$1 program=$2
    shift 2
    RECORD_TO=$work/lines RECORD_PROGRAM=$program LD_PRELOAD=$work/recorder.so "$@" >"$work/out"
    awk -v most=150000 -f "$here/to-rep.awk" "$work/lines" >"$to/$name.rep"
    rm "$work/lines"
}

record cc1 /cc1 gcc -O2 -S -o "$work/out.s" -I"$root/src/mems" "$root/solutions/lab5-mems/mems.c"
record sqlite /sqlite3 sqlite3 :memory: ".read $here/programs/orders.sql"
mapfile -t sources < <(find "$root/src" "$root/solutions" "$root/tests" -name "*.[ch]" | sort)
record perl /perl perl "$here/programs/words.pl" "${sources[@]}"
export PYTHONMALLOC=malloc PYTHONHASHSEED=0
record python '' /usr/bin/python3 -S "$here/programs/inventory.py"
