#!/usr/bin/env bash
# What is generated in labs/ is what its source makes of it: the public checks and the blanks. Each
# file of labs/ that a student fills in is what labs/make-blank makes of its solution: the file
# that is there or, once a student has begun to fill it in, the one that was committed.
cd "$(dirname "$0")/.." || exit 2
mkdir -p build/tests

for checks in solutions/lab*/checks; do
    public=labs/${checks#solutions/}
    if labs/make-checks "$checks" | diff -u "$public" - >build/tests/checks.diff 2>&1; then
        echo "ok $public"
    else
        echo "not ok $public: labs/make-checks $checks > $public"
        head -n 20 build/tests/checks.diff
    fi
done

for solution in solutions/lab*/*.c; do
    blank=labs/${solution#solutions/}
    grep -q 'BEGIN SOLUTION' "$solution" || continue
    if labs/make-blank "$solution" | diff -u "$blank" - >build/tests/blank.diff 2>&1; then
        echo "ok $blank"
    elif labs/make-blank "$solution" | cmp -s - <(git -c safe.directory='*' show "HEAD:$blank" 2>&1); then
        echo "ok $blank as committed"
    else
        echo "not ok $blank is not the blank of $solution"
        head -n 20 build/tests/blank.diff
        echo "    a new blank would be: labs/make-blank $solution"
        echo "    if nobody's work is in $blank, put it there; it is overwritten by that"
    fi
done
