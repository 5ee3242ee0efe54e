#!/usr/bin/env bash
# aarch64.sh: builds the kit for aarch64 with a cross compiler, and runs unit tests and sessions on it
# under qemu-user. The sessions must print what they print on x86-64.
#
# Needs gcc-aarch64-linux-gnu and qemu-user, and for the architecture arm64 (dpkg --add-architecture)
# libc6-dev, libreadline-dev, libdw-dev, libelf-dev, libjansson-dev, libseccomp-dev, libcmocka-dev; without
# them it is skipped.
cd "$(dirname "$0")/.." || exit 2
compiler=aarch64-linux-gnu-gcc
build=build/aarch64

skip() { echo "ok the kit on aarch64 # skip $*"; exit 0; }
[ "$(uname -m)" = x86_64 ] || skip "this machine is $(uname -m)"
command -v qemu-aarch64 >/dev/null || skip "no qemu-user"
for library in readline dw elf jansson seccomp cmocka; do
    echo 'int main(void) { return 0; }' | $compiler -x c - -l$library -o /dev/null 2>/dev/null ||
        skip "no $compiler, or no lib$library for arm64"
done

if make -s BUILD=$build CC=$compiler ARCH=aarch64 SUBJECT_CC=$compiler all unit; then
    echo "ok builds for aarch64"
else
    echo "not ok builds for aarch64"
    exit
fi

# What is built on the way must be for aarch64, too: programs of the prompt, by "gcc".
mkdir -p $build/bin
ln -sf "$(command -v $compiler)" $build/bin/gcc
path=$PWD/$build/bin:$PATH
export TEST_SUBJECT=$build/tests/subject.so TEST_MISBEHAVING=$build/tests/misbehaving.so
export TEST_WHOLE=$build/tests/whole.so TEST_PRIMITIVES=$build/tests/primitives.so
export TEST_CALLS=$build/tests/calls.so TEST_CALLS_NATIVE=$build/tests/calls-native
export TEST_EARLY=$build/tests/early.so TEST_TABLE=$build/tests/table.so
export TEST_REQUESTS=$build/tests/requests.so TEST_PLANTED=$build/tests/planted.so
export TEST_HOUSE=$build
for test in "$build"/tests/test_*; do
    [ -x "$test" ] || continue
    if output=$(PATH=$path timeout 250 qemu-aarch64 "$test" 2>&1 </dev/null); then
        echo "ok $(basename "$test") on aarch64"
    else
        echo "not ok $(basename "$test") on aarch64"
        tail -n 20 <<<"$output"
    fi
done

for session in handout/sessions/*.mem tests/sessions/*.mem; do
    read -ra options < <(sed -n '1s/^# options: //p' "$session")
    arguments=("${options[@]}" --batch --echo -x "$session")
    expected=$(./memrepl "${arguments[@]}" 2>&1 </dev/null)
    if difference=$(PATH=$path qemu-aarch64 $build/memrepl "${arguments[@]}" 2>&1 </dev/null |
                    diff <(echo "$expected") -); then
        echo "ok $session prints the same on aarch64"
    else
        echo "not ok $session on aarch64 (< x86-64, > aarch64)"
        head -n 20 <<<"$difference"
    fi
done
