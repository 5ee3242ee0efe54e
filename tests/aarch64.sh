#!/usr/bin/env bash
# aarch64.sh: builds the kit for aarch64 with a cross compiler, and runs tests on it under qemu-user:
# unit tests, all sessions, which must print what they print on x86-64, programs and explorations, and a
# grading in each lab.
#
# Needs gcc-aarch64-linux-gnu and qemu-user, and for the architecture arm64 (dpkg --add-architecture)
# libc6-dev, libreadline-dev, libdw-dev, libelf-dev, libjansson-dev, libseccomp-dev, libcmocka-dev; without
# them it is skipped. With clang, its subjects are tested, too.
#
# qemu-user has no seccomp, no Landlock and no ptrace, and runs no program that bubblewrap starts: what
# closes a sandbox is not seen at work here. What the filters answer is (tests/unit/test_filters.c).
cd "$(dirname "$0")/.." || exit 2
compiler=aarch64-linux-gnu-gcc
build=$PWD/build/aarch64
run=$PWD/tests/aarch64/run
memrepl=$PWD/tests/aarch64/memrepl
limit_seconds=300 # for one session, on a machine with much else to do

skip() { echo "ok the kit on aarch64 # skip $*"; exit 0; }
[ "$(uname -m)" = x86_64 ] || skip "this machine is $(uname -m)"
[ -x /usr/bin/qemu-aarch64 ] || skip "no qemu-user"
for library in readline dw elf jansson seccomp cmocka; do
    echo 'int main(void) { return 0; }' | $compiler -x c - -l$library -o /dev/null 2>/dev/null ||
        skip "no $compiler, or no lib$library for arm64"
done

# What is built on the way must be for aarch64, too: programs of the prompt and hand-ins, by "gcc".
mkdir -p "$build/bin"
ln -sf "$(command -v $compiler)" "$build/bin/gcc"
if clang=$(command -v clang); then
    printf '#!/bin/sh\nexec %q --target=aarch64-linux-gnu "$@"\n' "$clang" >"$build/bin/clang"
    chmod +x "$build/bin/clang"
fi

if PATH=$build/bin:$PATH make -s BUILD=build/aarch64 CC=gcc ARCH=aarch64 all unit &&
    $compiler -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra -shared -fPIC \
        tests/aarch64/exec.c -o "$build/exec.so"; then
    echo "ok builds for aarch64"
else
    echo "not ok builds for aarch64"
    exit
fi

on_aarch64() { sed -uE 's/^((not )?ok [^#]*[^# ])/\1 on aarch64/'; } # of each case

tests/unit.sh build/aarch64 "$run" | on_aarch64
for suite in program programs; do
    PATH=$build/bin:$PATH tests/$suite.sh "$memrepl" | on_aarch64
done

for session in handout/sessions/*.mem tests/sessions/*.mem; do
    read -ra options < <(sed -n '1s/^# options: //p' "$session")
    arguments=("${options[@]}" --batch --echo -x "$session")
    expected=$(timeout $limit_seconds ./memrepl "${arguments[@]}" 2>&1 </dev/null)
    # An account of bank.c has a mutex, of 40 bytes here and of 48 there.
    if difference=$(timeout $limit_seconds "$memrepl" "${arguments[@]}" 2>&1 </dev/null |
                    sed 's/56-byte block from/48-byte block from/g' |
                    diff <(echo "$expected") -); then
        echo "ok $session prints the same on aarch64"
    else
        echo "not ok $session on aarch64 (< x86-64, > aarch64)"
        head -n 20 <<<"$difference"
    fi
done

for solution in solutions/lab*; do
    lab=${solution#solutions/lab}
    lab=${lab%%-*}
    [ ! -d "$solution/handin" ] || solution=$solution/handin
    report=$(MEMREPL_SANDBOX=limits timeout $limit_seconds "$memrepl" --grade "$lab" --from "$solution" 2>&1 </dev/null)
    if [ "$(tail -n 1 <<<"$report")" = "lab$lab: 100/100" ]; then
        echo "ok lab $lab: the solution gets full marks on aarch64"
    else
        echo "not ok lab $lab: the solution on aarch64"
        grep -vE ' ([0-9]+)/\1 ' <<<"$report" | head -n 20
        echo "    to repeat: MEMREPL_SANDBOX=limits $memrepl --grade $lab --from $solution"
    fi
done
