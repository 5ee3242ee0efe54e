#!/usr/bin/env bash
# mems_header.sh HEADER_FOLDER: builds programs against the single header in the ways that it
# promises to bear, runs them, and looks at the symbols that its object pulls in.
set -eu
header=$(cd "${1:?usage: mems_header.sh HEADER_FOLDER}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
passed=0

fail() {
    echo "mems_header: $*" >&2
    exit 1
}

# ok DESCRIPTION COMMAND...
ok() {
    what=$1
    shift
    "$@" >output 2>&1 || { cat output; fail "$what: $*"; }
    passed=$((passed + 1))
}

strict=(-Wall -Wextra -Wpedantic -Werror "-I$header")
two_files=("$here/mems_two_files_a.c" "$here/mems_two_files_b.c")

for way in "" -DMEMS_PLACEMENT_FAST -DMEMS_PLACEMENT_BEST -DMEMS_PLACEMENT_WORST \
    -DMEMS_PLACEMENT_NEXT; do
    for compiler in gcc clang; do
        command -v "$compiler" >/dev/null || continue
        for standard in c99 c11 gnu17; do
            for level in -O0 -O2; do
                ok "C" "$compiler" "-std=$standard" "$level" "${strict[@]}" ${way:+"$way"} "${two_files[@]}" -o program
                ok "C" ./program
            done
        done
    done
    for compiler in g++ clang++; do
        command -v "$compiler" >/dev/null || continue
        for standard in c++11 gnu++17; do
            ok "C++" "$compiler" -x c++ "-std=$standard" "${strict[@]}" ${way:+"$way"} "${two_files[@]}" -o program
            ok "C++" ./program
        done
    done
    # C and C++ in one program.
    ok "C" gcc -std=c99 "${strict[@]}" ${way:+"$way"} -c "$here/mems_two_files_a.c" -o a.o
    ok "C++" g++ -x c++ "${strict[@]}" ${way:+"$way"} -c "$here/mems_two_files_b.c" -o b.o
    ok "C and C++" g++ a.o b.o -o program
    ok "C and C++" ./program

    # What the allocator needs from outside: mmap and munmap, stdio's printing, and what
    # compilers call on their own account.
    echo '#include "mems.h"' >only.c
    for level in -O0 -O2; do
        ok "object" gcc "$level" "${strict[@]}" ${way:+"$way"} -c only.c -o only.o
        nm -u only.o | awk '{ print $2 }' |
            grep -vE '^(mmap|munmap|printf|puts|putchar|memcpy|memset|memmove|__stack_chk_fail)$' \
                >foreign || :
        grep -v '^_GLOBAL_OFFSET_TABLE_$' foreign && fail "$way $level pulls in the above"
        passed=$((passed + 1))
    done
    ok "5 MiB of address space" gcc -O2 "${strict[@]}" ${way:+"$way"} -std=gnu17 "$here/mems_limit.c" -o program
    ok "5 MiB of address space" ./program
done

# The sizes and addresses that a program may set.
for set in -DPAGE_SIZE=8192 -DPAGE_SIZE=65536 -DMEMS_FIRST_ADDRESS=0 -DMEMS_ALIGN=16; do
    for way in "" -DMEMS_PLACEMENT_FAST; do
        ok "$set" gcc "${strict[@]}" "$set" ${way:+"$way"} "${two_files[@]}" -o program
        ok "$set" ./program
    done
done
gcc -fsyntax-only -I"$header" -DPAGE_SIZE=1000 only.c 2>/dev/null && fail "PAGE_SIZE 1000 passes"

echo "mems_header: $passed passed, 0 failed"
