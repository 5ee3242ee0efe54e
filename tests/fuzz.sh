#!/usr/bin/env bash
# fuzz.sh BUILD: gives each target of tests/fuzz, as `make BUILD=BUILD fuzz-targets` built them, the
# inputs of its corpus and some that are made of them, always the same ones. `make fuzz` makes new ones.
cd "$(dirname "$0")/.." || exit 2
build=${1:-build/asan}
limit_seconds=60 # for one target
export FUZZ_HOME=$PWD FUZZ_NUMBERS=build/tests/numbers.so FUZZ_FOLDER FUZZ_LEFT
export ASAN_OPTIONS=detect_stack_use_after_return=0:allocator_may_return_null=1
FUZZ_FOLDER=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)") || exit 2
trap 'rm -rf "$FUZZ_FOLDER"' EXIT

# Inputs to make: fewer where a program has to be read, or run, for each.
runs() {
    case $1 in
        image) echo 300 ;;
        prompt) echo 40 ;;
        *) echo 2000 ;;
    esac
}

# What there is in the corpus; files of programs are not kept, but made.
inputs() {
    case $1 in
        image)
            echo build/tests/numbers.so
            find "$loops" -name '*-itself' | sort
            ;;
        object) echo build/objects/server/marks.o ;;
    esac
    find "tests/fuzz/corpus/$1" -type f 2>/dev/null | sort
}

loops=$FUZZ_FOLDER/loops
tests/fuzz/loops "$loops" || { echo "not ok types that lead to themselves could not be made"; exit 1; }
for source in tests/fuzz/targets/*.c; do
    target=$(basename "$source" .c)
    FUZZ_LEFT=$build/fuzz/$target.input
    [ -x "$build/fuzz/$target" ] || { echo "not ok $target was not built"; continue; }
    mapfile -t files < <(inputs "$target")
    if told=$(timeout "$limit_seconds" "$build/fuzz/$target" "$(runs "$target")" "${files[@]}" \
                      2>&1 </dev/null); then
        echo "ok $target: $told"
    else
        printf 'not ok %s\n%s\n' "$target" "$(tail -n 30 <<<"$told")"
        echo "    to repeat: FUZZ_FOLDER=/tmp FUZZ_HOME=. FUZZ_NUMBERS=$FUZZ_NUMBERS" \
            "$build/fuzz/$target 0 $FUZZ_LEFT"
    fi
done
