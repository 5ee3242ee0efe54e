#!/usr/bin/env bash
# What the Makefile promises: a build without changes does nothing, a changed header rebuilds what
# includes it, and `make help` lists the targets.
cd "$(dirname "$0")/.." || exit 2

check() { # check NAME COMMAND: passed when the command exits 0
    local got
    if got=$(bash -c "$2" 2>&1); then
        echo "ok $1"
    else
        printf 'not ok %s\n%s\n    to repeat: %s\n' "$1" "$(tail -n 10 <<<"$got")" "$2"
    fi
}

rebuilds() { # rebuilds HEADER WHAT: a change of the one makes make say the other
    check "a changed $1 rebuilds $2" "make -n -W $1 all | grep -F -e '$2'"
}

check "a build without changes does nothing" "make -q all"
rebuilds src/server/marks.h build/native/src/server/marks.o
rebuilds src/server/marks.h build/server.so
rebuilds src/stepper/machine/machine.h build/kit/stepper/machine/machine.o
rebuilds src/stepper/machine/machine.h "-o memrepl"
rebuilds src/program/build-subject.sh build/server.so
rebuilds Makefile "build-subject.sh build/suspects/parts/segment_list.o"
rebuilds Makefile "build-subject.sh build/suspects/B/segment_list.o"
check "a test is linked without the sources that it includes" \
    "make -n -W tests/unit/test_value.c build/tests/test_value | grep test_value.c | grep -v subjects/"
for target in all run test test-all coverage labN bench handout format lint clean help; do
    check "make help names $target" "make help | grep '^$target  *[a-z]'"
done
check "src/setup.sh is content once all is installed" "src/setup.sh test"
