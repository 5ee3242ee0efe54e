#!/usr/bin/env bash
# spin.sh N: the time that SPIN takes for the request program with N requests (requests.pml), without
# making and compiling its verifier. Prints a line.
cd "$(dirname "$0")" || exit 2
if ! command -v spin >/dev/null; then
    echo "not measured: Debian's package spin is not installed"
    exit 0
fi
model=$PWD/requests.pml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
spin -a "-DREQUESTS=$1" "$model" >spin.log && gcc -O2 -DSAFETY -w -o pan pan.c || exit 1
TIMEFORMAT='%R'
seconds=$({ time ./pan -m100000 >pan.log; } 2>&1)
grep -q 'errors: 0' pan.log || { echo "not measured: SPIN found errors"; exit 1; }
echo "$seconds s     $(awk '/states, stored/ {print $1}' pan.log) states"
