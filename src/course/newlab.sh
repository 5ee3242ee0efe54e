#!/usr/bin/env bash
# newlab.sh NAME: begins the next lab: folders in labs/ and solutions/ with a small exercise that works.
#
# src/course/newlab/ holds it; in its files NAME and NUMBER stand for those of the lab, and REPORT for
# what the grader says of the blank.
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
name=${1:-}
[ -n "$name" ] || refuse "what is it called? Give a word: make newlab NAME=purse"
[[ $name =~ ^[a-z][a-z0-9_]*$ ]] ||
    refuse "\"$name\" cannot begin the names of C functions: give a word of small letters, as in NAME=purse"
taken=$(all_labs | grep -- "-$name\$")
[ -z "$taken" ] || refuse "there is $taken already: give another name"
last=$(find labs solutions -maxdepth 1 -name 'lab[0-9]*-*' -printf '%f\n' |
    sed 's/^lab//; s/-.*//' | sort -n | tail -n 1)
number=$((last + 1))
lab=lab$number-$name

fill_in() { # fill_in FILE
    sed "s/NUMBER/$number/g; s/NAME_\(H\|MOST\)\b/${name^^}_\1/g; s/NAME/$name/g" "src/course/newlab/$1"
}

mkdir -p "labs/$lab" "solutions/$lab/mutants" || refuse "labs/ and solutions/ cannot be written"
fill_in exercise.h >"labs/$lab/$name.h"
fill_in hints >"labs/$lab/hints"
fill_in checks >"solutions/$lab/checks"
fill_in exercise.c >"solutions/$lab/$name.c"
for mutant in src/course/newlab/mutants/*.c; do
    fill_in "mutants/${mutant##*/}" >"solutions/$lab/mutants/${mutant##*/}"
done
labs/make-checks "solutions/$lab/checks" >"labs/$lab/checks"
labs/make-blank "solutions/$lab/$name.c" >"labs/$lab/$name.c"
report=$(./memrepl --grade "$number" 2>&1 </dev/null | sed -n '/^Lab /,$p' | sed 's/^  3 .*/...\n/; /^  [4-9] /d')
fill_in README.md | report=$report awk '$0 == "REPORT" { $0 = ENVIRON["report"] } { print }' \
    >"labs/$lab/README.md"

echo "Lab $number is there, and works: labs/$lab/ is what students get, solutions/$lab/ the rest."
echo "Change solutions/$lab/$name.c and checks, labs/$lab/$name.h, README.md and hints; then"
echo "    labs/make-blank solutions/$lab/$name.c >labs/$lab/$name.c"
echo "    labs/make-checks solutions/$lab/checks >labs/$lab/checks"
echo "    make checklab LAB=$number"
