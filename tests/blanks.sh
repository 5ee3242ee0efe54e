#!/usr/bin/env bash
# Each file of labs/ that a student fills in is what labs/make-blank makes of its solution.
cd "$(dirname "$0")/.." || exit 2
mkdir -p build/tests

for solution in solutions/lab*/*.c; do
    blank=labs/${solution#solutions/}
    grep -q 'BEGIN SOLUTION' "$solution" || continue
    if labs/make-blank "$solution" | diff -u "$blank" - >build/tests/blank.diff 2>&1; then
        echo "ok $blank"
    else
        echo "not ok $blank is not the blank of $solution"
        head -n 20 build/tests/blank.diff
        echo "    to mend: labs/make-blank $solution > $blank"
    fi
done
