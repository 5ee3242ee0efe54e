#!/usr/bin/env bash
# unit.sh BUILD: runs the unit tests of tests/unit as `make BUILD=BUILD unit` built them (cmocka, TAP).
cd "$(dirname "$0")/.." || exit 2
build=${1:-build}
limit_seconds=300 # for one program, on a machine with much else to do
subjects="TEST_SUBJECT=$build/tests/subject.so TEST_MISBEHAVING=$build/tests/misbehaving.so"
subjects+=" TEST_WHOLE=$build/tests/whole.so TEST_PRIMITIVES=$build/tests/primitives.so"
subjects+=" TEST_CALLS=$build/tests/calls.so TEST_CALLS_NATIVE=$build/tests/calls-native"
subjects+=" TEST_EARLY=$build/tests/early.so TEST_TABLE=$build/tests/table.so"
subjects+=" TEST_BARE=$build/tests/bare.so TEST_NUMBERS=$build/tests/numbers.so"
for name in requests planted; do
    subjects+=" TEST_${name^^}=$build/tests/$name.so TEST_${name^^}_CLANG=$build/tests/$name-clang.so"
done
export CMOCKA_MESSAGE_OUTPUT=tap

for source in tests/unit/test_*.c; do
    name=$(basename "$source" .c)
    [ -x "$build/tests/$name" ] || { echo "not ok $name was not built"; continue; }
    # shellcheck disable=SC2086  # settings
    env $subjects timeout "$limit_seconds" "$build/tests/$name" 2>&1 |
        sed -E "s/^not ok [0-9]+ # SKIP (.*)/ok $name: \1 # skip/; s/^((not )?ok) [0-9]+ - /\1 $name: /
                /^# (not )?ok|^1\.\.[0-9]/d"
    status=${PIPESTATUS[0]}
    [ "$status" -eq 0 ] || echo "    to repeat: $subjects $build/tests/$name"
    [ "$status" -lt 124 ] || echo "not ok $name ended with status $status"
done
