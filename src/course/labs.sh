#!/usr/bin/env bash
# labs.sh: grades every lab and prints a table: points so far, and what to do next.
#
# As many labs at a time as there are processors. What was graded stays in build/labs/labN.
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
reports=build/labs
rm -rf $reports
mkdir -p $reports

for lab in $(all_labs); do
    while [ "$(jobs -pr | wc -l)" -ge "$(nproc)" ]; do wait -n; done
    number=${lab%%-*}
    ./memrepl --grade "${number#lab}" >"$reports/$number" 2>&1 </dev/null &
done
wait

# One row from a report. The first check that lost points tells what to do next.
row() { # row LAB
    awk -v lab="$1" '
        function words(text) { sub(/^ +/, "", text); sub(/ +$/, "", text); return text }
        /^Lab [0-9]+, / && title == "" { title = $0; sub(/^Lab [0-9]+, /, "", title); sub(/: .*/, "", title) }
        /^ *[0-9]+ +[0-9]+\/[0-9]+ / {
            reading = 0
            split($2, points, "/")
            if (points[1] == 0 && first == "") { first = $1; reading = 1 }
            if (points[1] > 0) some = 1
            if (reading) { sub(/^ *[0-9]+ +[0-9]+\/[0-9]+ +/, ""); check = words($0) }
            next
        }
        reading && /^             [^ ]/ { reading = 0; check = check " " words($0); next }
        { reading = 0 }
        /^No program: / { problem = $0; sub(/^No program: */, "", problem) }
        NF { last = $0 }
        END {
            number = lab; sub(/-.*/, "", number)
            score = last ~ /^lab[0-9]+: / ? last : ""
            sub(/^lab[0-9]+: /, "", score)
            if (score == "") { score = "-"; next_thing = last }
            else if (first == "" && score ~ /^100\//) next_thing = "done: make handin LAB=" substr(number, 4)
            else if (problem != "") next_thing = "make " number ": " problem
            else if (!some && check ~ /yet$/)
                next_thing = "begin: labs/" lab "/README.md"
            else next_thing = "check " first ": " check
            printf "%-5s %-34s %8s   %s\n", number, title, score, next_thing
        }
    ' "$reports/${1%%-*}"
}

printf '%-5s %-34s %8s   %s\n' lab '' points next
for lab in $(all_labs); do row "$lab"; done
