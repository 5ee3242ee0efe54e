#!/usr/bin/env bash
# checklab.sh LAB: proves one lab. Exit status: 0 when all holds.
#
# The blank fails politely, the solution gets 100 points twice with the same report, each planted bug
# loses points in a check meant for it (tests/labs.sh), what is generated is up to date (tests/blanks.sh),
# the transcripts hold, and text, hints and checks agree, which is told here.
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
lab=$(find_lab "${1:-}" "checklab LAB=1") || exit
[ -e "solutions/$lab/checks" ] || refuse "there is no solutions/$lab/checks"
number=$(number_of "$lab")
readme=labs/$lab/README.md
hints=labs/$lab/hints
BUGS_LEAST=10
PAGE_LINES=110 # two pages, without the transcripts

verdict() { # verdict NAME PROBLEMS
    if [ -z "$2" ]; then
        echo "ok lab $number: $1"
    else
        printf 'not ok lab %s: %s\n%s\n' "$number" "$1" "$2"
    fi
}

# Each check as a line "POINTS VISIBILITY KIND".
list_checks() {
    awk 'BEGIN { RS = ""; FS = "\n" }
        /(^|\n)check:/ {
            points = kind = ""; visibility = "public"
            for (i = 1; i <= NF; i++) {
                if ($i ~ /^points:/) { points = $i; sub(/^points: */, "", points) }
                if ($i ~ /^kind:/) { kind = $i; sub(/^kind: */, "", kind) }
                if ($i ~ /^visibility: *hidden/) visibility = "hidden"
            }
            print points, visibility, kind
        }' "solutions/$lab/checks"
}

sum() { awk -v public="$1" 'public == "" || $2 == public { sum += $1 } END { print sum + 0 }'; }

points_problems() {
    local all public
    all=$(list_checks | sum '')
    public=$(list_checks | sum public)
    [ "$all" -eq 100 ] || echo "    the checks give $all points together, not 100"
    [ "$public" -ge 60 ] && [ "$public" -le 80 ] ||
        echo "    the public checks give $public points; about 70 are meant"
}

# The table in README.md has rows "| POINTS | KIND, KIND | …": the public points of these kinds, as one
# number or several. Each kind that has some stands in one row.
table_problems() {
    local points kinds expected
    grep -E '^\| *[0-9][0-9, ]*\|' "$readme" | while IFS='|' read -r _ points kinds _; do
        read -r kinds <<<"$kinds"
        expected=$(list_checks | awk -v kinds="$kinds" '
            BEGIN { count = split(kinds, list, ","); for (i in list) gsub(/^ +| +$/, "", list[i]) }
            $2 == "public" { points = $1; $1 = $2 = ""; sub(/^ +/, "")
                for (i in list) if ($0 == list[i]) sum += points }
            END { print sum + 0 }')
        points=$((${points//,/+}))
        [ "$expected" -eq "$points" ] ||
            echo "    $readme gives $kinds $points points; its public checks give $expected"
    done
    list_checks | grep ' public ' | cut -d ' ' -f 3- | sort -u | while read -r kinds; do
        grep -qE "^\| *[0-9][0-9, ]*\|(.*, *| *)$kinds( *,.*| *)\|" "$readme" ||
            echo "    $readme has no points for \"$kinds\""
    done
}

# Each kind of a check and of a planted bug has a block of three tiers, and so have two more where files
# are to be written.
hint_problems() {
    local kind tier
    { list_checks | cut -d ' ' -f 3-
      grep -rhoP 'Kind of failure: \K.*' "solutions/$lab/mutants"
      [ -z "$(header_of "$lab" files)" ] || printf '%s\n' 'not written yet' 'does not compile'; } | sort -u | while read -r kind; do
        for tier in 1 2 3; do
            awk -v kind="kind: $kind" -v tier="^$tier: " '
                $0 == kind { inside = 1 } /^$/ { inside = 0 } inside && $0 ~ tier { found = 1 }
                END { exit !found }' "$hints" labs/hints || echo "    $hints has no hint $tier for \"$kind\""
        done
    done
}

text_problems() {
    local word lines
    lines=$(awk '/^```/ { inside = !inside } !inside && !/^```/' "$readme" | wc -l)
    [ "$lines" -le $PAGE_LINES ] ||
        echo "    $readme has $lines lines without its transcripts; two pages have $PAGE_LINES"
    for word in $(header_of "$lab" files) $(header_of "$lab" functions); do
        grep -qF "$word" "$readme" || echo "    $readme does not name $word"
    done
}

transcript_problems() {
    local got
    got=$(./memrepl --check "$readme" 2>&1 </dev/null) || echo "$got"
}

bugs=$(find "solutions/$lab/mutants" -mindepth 1 -maxdepth 1 | wc -l)
{
    verdict "the points sum to 100" "$(points_problems)"
    verdict "the table of points agrees with the checks" "$(table_problems)"
    verdict "each kind of failure has hints in three tiers" "$(hint_problems)"
    verdict "the text names what is to be written, on two pages" "$(text_problems)"
    [ "$bugs" -ge $BUGS_LEAST ] || echo "note: $bugs planted bugs; a lab is to have $BUGS_LEAST or more"
    verdict "the transcripts hold" "$(transcript_problems)"
    tests/blanks.sh | awk -v lab="$lab/" '/^(not )?ok / { mine = index($0, lab) } mine'
    tests/labs.sh "$number"
} | tee build/checklab.log
! grep -q '^not ok' build/checklab.log
