#!/usr/bin/env bash
# class.sh SUBMISSIONS LAB OUT JOBS: grades all that a folder holds, and says where the books are.
#
# The last two may be empty. The same command again goes on where it was stopped, and grades only what
# has changed. Exit status: 0 all are graded, 2 some are not.
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
submissions=$1 lab=$2 out=$3 jobs=$4
example="class SUBMISSIONS=DIR LAB=1"
[ -n "$submissions" ] || refuse "which submissions? Give their folder: make $example"
find_lab "$lab" "$example" >/dev/null || exit
exec ./memrepl --class "$submissions" --lab "$lab" ${out:+--out "$out"} ${jobs:+--jobs "$jobs"}
