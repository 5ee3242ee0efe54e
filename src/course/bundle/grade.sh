#!/usr/bin/env bash
# grade.sh SUBMISSION FORMAT FILE: grades what a student handed in, the folder SUBMISSION, and writes the
# result as FORMAT to FILE. Prints the report.
#
# The lab's files are found as in a class of one: at any depth, in an archive, under another name; where
# there are none, the result is 0 points and says why.
# Exit status: 0 graded; 1 not, and then there is no FILE: the fault is not the student's.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
lab=@LAB@
kit=${MEMREPL_KIT:-$here/memrepl}
export LC_ALL=C.UTF-8

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/class"
cp -RP "$1" "$work/class/submission_1" || exit 1
printf '%s\n' submission_1: '  :submitters:' "  - :sid: 'student'" >"$work/class/submission_metadata.yml"

# Whoever is root grades as nobody.
chmod 755 "$work"
chmod -R a+rX "$work/class"
rm -f "$3"
result=$work/out/results/student.json
"$kit/memrepl" --class "$work/class" --lab $lab --out "$work/out" --jobs 1 >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
"$kit/memrepl" --as text "$result"
"$kit/memrepl" --as "$2" "$result" >"$3.part" && mv "$3.part" "$3"
