#!/usr/bin/env bash
# Unit tests and the native memory server under valgrind: no error, no leak. What steps a subject is left
# out: valgrind loses its way among the stacks there, and AddressSanitizer sees to that.
cd "$(dirname "$0")/.." || exit 2
export TEST_SUBJECT=build/tests/subject.so TEST_MISBEHAVING=build/tests/misbehaving.so
export TEST_PRIMITIVES=build/tests/primitives.so
valgrind=(valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite)

check() { # check NAME COMMAND…
    local name=$1 got
    shift
    if got=$("$@" 2>&1 </dev/null); then echo "ok $name"; else
        printf 'not ok %s\n%s\n    to repeat: %s\n' "$name" "$(grep '^==' <<<"$got" | head -n 20)" "$*"
    fi
}

for source in tests/unit/test_*.c; do
    name=$(basename "$source" .c)
    if grep -q 'stepper_open' "$source"; then
        echo "ok valgrind $name # skip: it steps a subject"
        continue
    fi
    check "valgrind $name" timeout 600 "${valgrind[@]}" "build/tests/$name"
done
for seed in 1 2 3; do
    check "valgrind memory-server, seed $seed" "${valgrind[@]}" build/memory-server --seed $seed --free
    check "helgrind memory-server, seed $seed" valgrind --quiet --tool=helgrind --error-exitcode=99 \
        build/memory-server --seed $seed
done
