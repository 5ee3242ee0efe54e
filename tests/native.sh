#!/bin/sh
# Runs the memory server on real threads many times over, each time with another seed and now and
# then with other threads, memory, placement or threads that free. The program checks itself that
# array, list and messages agree; a run that takes longer than LIMIT seconds counts as hung.
#
#     tests/native.sh BINARY [RUNS]        e.g. tests/native.sh build/memory-server 1000

LIMIT=20
binary=$1
runs=${2:-1000}

if [ ! -x "$binary" ]; then
    echo "usage: tests/native.sh BINARY [RUNS]" >&2
    exit 2
fi

output=$(mktemp) || exit 2
trap 'rm -f "$output"' EXIT

seed=0
while [ "$seed" -lt "$runs" ]; do
    seed=$((seed + 1))
    case $((seed % 8)) in
    1) options="--threads 60 --memory 1000" ;;
    2) options="--free" ;;
    3) options="--threads 60 --free --placement next" ;;
    4) options="--placement worst" ;;
    5) options="--threads 1 --memory 1" ;;
    *) options="" ;;
    esac
    # shellcheck disable=SC2086 # $options is a list of words
    timeout "$LIMIT" "$binary" --seed "$seed" $options > "$output" 2>&1
    status=$?
    if [ "$status" -ne 0 ]; then
        cat "$output"
        [ "$status" -eq 124 ] && echo "native: hung, no end after $LIMIT seconds"
        echo "native: run $seed of $runs failed with status $status; to repeat it:"
        echo "    $binary --seed $seed $options"
        exit 1
    fi
done

# fails STATUS TEXT COMMAND...: the status, and words that are among what it prints
fails() {
    wanted=$1 words=$2
    shift 2
    "$@" > "$output" 2>&1
    status=$?
    if [ "$status" -ne "$wanted" ] || ! grep -q "$words" "$output"; then
        cat "$output"
        echo "native: expected status $wanted and \"$words\", got status $status; to repeat it: $*"
        exit 1
    fi
}
fails 0 'bytes are not shown' "$binary" --memory 100000 --threads 2
fails 1 'memory-server: standard output: No space left on device' sh -c "\"$binary\" >/dev/full"
case $binary in
*san/*) ;; # a sanitizer needs more by itself
*) fails 1 'memory-server: no memory for 1000000000 bytes; try fewer' \
    sh -c "ulimit -v 200000; exec \"$binary\" --memory 1000000000"
    fails 1 'memory-server: the system has no more threads; try fewer' \
        sh -c "ulimit -s 8192; ulimit -v 200000; exec \"$binary\" --threads 60" ;;
esac
echo "native: $runs runs, all consistent, none hung"
