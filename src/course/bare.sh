#!/bin/sh
# bare.sh [--keep-debug] OBJECT.o COPY.o [HEADER...]: takes out of an object what tells of its source.
#
# The copy runs like the object. It has no debug information, and of all names only those of functions
# and variables that other files can use; with HEADERs, only those that a HEADER names. Where the code
# needs a name all the same it becomes .L1, .L2, …, which no linker keeps. --keep-debug is for an
# object in which only the parts that are given as source have debug information. What stays is what the
# program itself reads: text that it prints, and the names of files in the messages of its checks. CC is
# the compiler that made the object (gcc).
set -e
debug=--strip-debug
[ "$1" != --keep-debug ] || { debug='--keep-section=.debug*'; shift; }
[ $# -ge 2 ] || { echo 'usage: bare.sh [--keep-debug] OBJECT.o COPY.o [HEADER...]' >&2; exit 2; }
object=$1 copy=$2
shift 2
program() { "${CC:-gcc}" -print-prog-name="$1"; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

publish=
if [ $# -gt 0 ]; then
    grep -ohE '[A-Za-z_][A-Za-z0-9_]*' "$@" | sort -u >"$work/published"
    publish=--keep-global-symbols=$work/published
fi
"$(program objcopy)" "$debug" --remove-section=.comment ${publish:+"$publish"} "$object" "$work/local"
"$(program objcopy)" --discard-all "$debug" "$work/local" "$work/few"
"$(program nm)" --format=posix --defined-only "$work/few" |
    awk '$2 ~ /^[a-z]$/ && $1 !~ /^\./ { print $1, ".L" ++n }' >"$work/private"
"$(program objcopy)" --redefine-syms="$work/private" "$work/few" "$copy"
