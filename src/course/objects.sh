#!/usr/bin/env bash
# objects.sh DIR UPTO SOURCE...: the reference modules as a release brings them, objects without their source:
#
#     DIR/ARCH/stepped/request_queue.o     a part of the memory server, compiled for stepping
#     DIR/ARCH/native/request_queue.o      the same for build/memory-server
#     DIR/ARCH/stepped/mems-best.o         MeMS, one for each placement
#     DIR/ARCH/suspects/A.o                a program of lab 7 that its public checks name
#
# for ARCH x86_64 and aarch64, of the SOURCEs that solve labs behind UPTO. Prints nothing when all is
# well; where the compiler for the other machine is missing it says so, and that machine is left out.
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
dir=$1
upto=$2
sources=("${@:3}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

# The references are right: their own bounds need no checks, which would hold the names of their types.
stepped() { # stepped NAME SOURCE FLAGS [HEADER]
    CFLAGS="-g0 -fno-sanitize=bounds,integer-divide-by-zero $3" src/program/build-subject.sh \
        "$work/part.o" --cc "$CC" -iquote src/server -iquote src/mems "$2" &&
        src/course/bare.sh "$work/part.o" "$dir/$arch/stepped/$1.o" "${@:4}"
}

native() { # native NAME SOURCE
    "$CC" -std=c11 -pthread -O2 -Wall -iquote src/server -c "$2" -o "$work/part.o" &&
        src/course/bare.sh "$work/part.o" "$dir/$arch/native/$1.o"
}

# The suspects are linked of many parts; the Makefile does that in a folder of its own.
suspects() {
    local built=$work/$arch names name
    mapfile -t names < <(labs/make-checks solutions/lab7-break/checks |
        grep -owE '(expose|spare) [A-Za-z]+' | sed 's/.* //; s/$/.o/' | sort -u)
    names=("${names[@]/#/$built/build/suspects/}")
    env -u MAKEFLAGS make -s BUILD="$built" ARCH="$arch" CC="$CC" SUBJECT_CC="$CC" "${names[@]}" \
        DECLARED="-fno-eliminate-unused-debug-symbols -fdebug-prefix-map=$PWD=." >"$work/log" 2>&1 ||
        { tail -n 5 "$work/log" >&2; return 1; }
    mkdir -p "$dir/$arch/suspects"
    for name in "${names[@]}"; do
        src/course/bare.sh --keep-debug "$name" "$dir/$arch/suspects/${name##*/}" \
            src/server/*.[ch] src/mems/contract.h src/mems/stepped.c || return
    done
}

build_all() {
    local source name placement
    mkdir -p "$dir/$arch/stepped" "$dir/$arch/native"
    for source in "${sources[@]}"; do
        name=$(basename "$source" .c)
        [ "$(number_of "$source")" -gt "$upto" ] || continue
        stepped "$name" "$source" '' && native "$name" "$source" || return
    done
    suspects || return
    [ "$upto" -lt "$MEMS_GIVEN" ] || return 0
    for placement in '' best worst next; do
        stepped "mems${placement:+-$placement}" src/mems/whole.c \
            "${placement:+-DMEMS_PLACEMENT_${placement^^}}" src/mems/contract.h || return
    done
}

for arch in x86_64 aarch64; do
    export CC=$arch-linux-gnu-gcc
    if command -v "$CC" >/dev/null; then
        build_all || exit
    else
        echo "There is no $CC: the release will not build on $arch." \
            "To mend: apt-get install gcc-${arch//_/-}-linux-gnu" >&2
    fi
done
