#!/usr/bin/env bash
# unit.sh BUILD [COMMAND...]: runs the unit tests of tests/unit as `make BUILD=BUILD unit` built them
# (cmocka, TAP); where this machine cannot run them itself, COMMAND runs them.
cd "$(dirname "$0")/.." || exit 2
build=${1:-build}
by=("${@:2}")
limit_seconds=300 # for one program, on a machine with much else to do
export CMOCKA_MESSAGE_OUTPUT=tap

settings=("TEST_CALLS_NATIVE=${by[*]}${by:+ }$build/tests/calls-native")
for name in subject misbehaving whole primitives calls early table bare numbers requests planted posing; do
    settings+=("TEST_${name^^}=$build/tests/$name.so")
done
for name in requests planted; do settings+=("TEST_${name^^}_CLANG=$build/tests/$name-clang.so"); done
# With what is built for that machine, which is slow.
[ ${#by[@]} -eq 0 ] || { settings+=("TEST_HOUSE=$build" TEST_SLOW=yes); limit_seconds=1200; }

# A line "skip: WHY" of a test is why its next one is skipped.
cases() { # cases NAME
    awk -v name="$1" '
        /^skip: / { why = " " substr($0, 7); next }
        sub(/^not ok [0-9]+ # SKIP /, "") { print "ok " name ": " $0 " # skip" why; why = ""; next }
        /^# (not )?ok|^1\.\.[0-9]/ { next }
        /^(not )?ok [0-9]+ - / { sub(/ok [0-9]+ - /, "ok " name ": ") }
        { print }'
}

for source in tests/unit/test_*.c; do
    name=$(basename "$source" .c)
    [ -x "$build/tests/$name" ] || { echo "not ok $name was not built"; continue; }
    env "${settings[@]}" timeout "$limit_seconds" "${by[@]}" "$build/tests/$name" 2>&1 | cases "$name"
    status=${PIPESTATUS[0]}
    [ "$status" -eq 0 ] || printf '    to repeat:%s\n' "$(printf ' %q' env "${settings[@]}" "${by[@]}" "$build/tests/$name")"
    [ "$status" -lt 124 ] || echo "not ok $name ended with status $status"
done
