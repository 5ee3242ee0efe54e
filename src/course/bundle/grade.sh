#!/usr/bin/env bash
# grade.sh SUBMISSION FORMAT FILE: grades the folder SUBMISSION, which has the student's files, or the
# archive that `make handin` packs of them, and writes the result as FORMAT to FILE. Prints the report.
# Exit status: 0 graded; 1 not, and then there is no FILE: the fault is not the student's.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
lab=@LAB@
kit=${MEMREPL_KIT:-$here/memrepl}
export LC_ALL=C.UTF-8

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/submission"
archive=$1/lab$lab-handin.tar.gz
if [ -f "$archive" ] && [ ! -L "$archive" ]; then
    # Of what would lie outside the folder, tar takes nothing; files are limited to 64 MiB.
    (ulimit -f 65536; tar --no-same-owner --no-same-permissions -C "$work/submission" -xzf "$archive")
else
    cp -RP "$1/." "$work/submission/"
fi

# Whoever is root grades as nobody.
chmod 755 "$work"
chmod -R a+rX "$work/submission"
rm -f "$3"
cd "$work" || exit 1
"$kit/memrepl" --grade $lab --from submission --result result.json
[ $? -le 1 ] || exit 1
"$kit/memrepl" --as "$2" result.json >"$3.part" && mv "$3.part" "$3"
