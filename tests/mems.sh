#!/usr/bin/env bash
# mems.sh [--all]: the tests of MeMS: the contract in each placement, failing mmaps, and the same
# addresses and chains as the linear model after every operation. With --all ten times as many
# operations, the header in all the languages it promises, sanitizers and valgrind: minutes.
cd "$(dirname "$0")/.." || exit 2
[ "${1:-}" = --all ] && operations=1000000 || operations=100000
export CMOCKA_MESSAGE_OUTPUT=tap

built() { make -s "$@" || echo "not ok make $*"; }
# run NAME COMMAND...: the command's own cases, or the command as one.
run() {
    local name=$1 output status
    shift
    output=$("$@" 2>&1 </dev/null)
    status=$?
    if grep -qE '^(not )?ok ' <<<"$output"; then
        sed -nE "s/^((not )?ok) [0-9]+ - /\1 $name: /p; /^# /p" <<<"$output" | grep -vE '^# (not )?ok'
        [ $status -le 1 ] || echo "not ok $name ended with status $status"
    elif [ $status -eq 0 ]; then
        echo "ok $name"
    else
        echo "not ok $name"
        tail -n 20 <<<"$output"
    fi
    [ $status -eq 0 ] || echo "    to repeat: $*"
}

built mems.h
built -f tests/mems/mems.mk contracts differential
for test in build/mems/contract-* build/mems/failures-*; do
    run "$(basename "$test")" "$test"
done
for test in build/mems/differential-*; do
    run "$(basename "$test"), $operations operations" "$test" "$operations"
done
make -s -C handout/examples/mems example
run "the example prints what its file says" \
    diff handout/examples/mems/example.expected <(handout/examples/mems/example)

[ "${1:-}" = --all ] || exit 0
run "the header, by each compiler and language" tests/mems/mems_header.sh build
rm -rf build/mems/sanitized
built -f tests/mems/mems.mk MEMS_BUILD=build/mems/sanitized \
    SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all' contracts
for test in build/mems/sanitized/contract-* build/mems/sanitized/failures-*; do
    run "$(basename "$test"), sanitized" "$test"
done
for way in first fast; do
    run "contract-$way under valgrind" valgrind -q --error-exitcode=9 build/mems/contract-$way
done
