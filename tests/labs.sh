#!/usr/bin/env bash
# labs.sh [--memrepl FILE] [LAB...]: every lab proves itself, or those whose numbers are given. The blank
# gets little and is told politely, the solution gets everything, so do right solutions of other
# shapes (tests/shapes), each planted bug loses points in a check meant for it, and its session lands
# there.
#
# A planted bug is solutions/LAB/mutants/NAME.c, which stands in for the lab's first file, or for FILE.c
# when it is called NAME.FILE.c; or a folder, which is a hand-in as a whole. One of its lines says
# "Kind of failure: KIND". A shape is named alike.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$root/memrepl
[ "${1:-}" != --memrepl ] || { memrepl=$(realpath "$2"); shift 2; }
work=$root/build/tests/labs${1:+-$1}
. "$root/tests/grading.sh"

# The files that a student of the lab writes.
files() { sed -n 's/^files: *//p' "$root/solutions/$folder/checks"; }

# Puts a hand-in into the work folder DIR: the solution, and in it what WHAT changes.
lay_out() { # lay_out DIR [WHAT]
    local file name
    mkdir -p "$work/$1"
    for file in $(files); do cp "$root/solutions/$folder/$file" "$work/$1/"; done
    [ -n "${2:-}" ] || return
    if [ -d "$2" ]; then
        rm -rf "${work:?}/$1"
        cp -r "$2" "$work/$1"
        return
    fi
    name=$(basename "$2" .c)
    case $name in
        *.*) cp "$2" "$work/$1/${name##*.}.c" ;;
        *) cp "$2" "$work/$1/$(files | cut -d ' ' -f 1)" ;;
    esac
}

# ---- Blank and solution --------------------------------------------------------------------------

# The files in labs/ may be somebody's work by now: the blanks are made anew, and what a student who
# begins sees is graded in a house of its own.
begin_house() { # begin_house DIR
    local file solution
    mkdir -p "$1/labs"
    cp "$memrepl" "$1/memrepl"
    ln -s "$root/src" "$root/solutions" "$root/build" "$1/"
    cp -r "$root/labs/hints" "$root/labs/$folder" "$1/labs/"
    for solution in "$root/solutions/$folder"/*.c; do
        file=$1/labs/$folder/$(basename "$solution")
        ! grep -qs 'BEGIN SOLUTION' "$solution" || "$root/labs/make-blank" "$solution" >"$file"
    done
}

# What stands before the title is about the machine.
compare_with_readme() { # compare_with_readme REPORT: both are alike up to the line ..., and at the end
    local shown
    shown=$(sed -n "/^\$ make lab$lab\$/,/^\`\`\`\$/p" "$root/labs/$folder/README.md" | sed '1d;$d')
    [ -n "$shown" ] || echo "    README.md shows no report on the blank"
    diff <(sed '/^\.\.\.$/,$d' <<<"$shown") \
        <(sed -n '/^Lab /,$p' "$1" | head -n "$(sed -n '/^\.\.\.$/=' <<<"$shown")" | sed '$d')
    diff <(tail -n 1 <<<"$shown") <(tail -n 1 "$1")
}

judge_blank() {
    local dir=lab$lab/blank
    begin_house "$work/$dir"
    (cd "$work/$dir" && timeout $limit_seconds ./memrepl --grade "$lab" >report 2>&1 </dev/null
        echo $? >status)
    verdict "lab $lab: the blank is told that it is not written yet" \
        "$(expect_report "$dir" 0 19 1 "yet")" "$work/$dir"
    verdict "lab $lab: the README shows the report on the blank" \
        "$(compare_with_readme "$work/$dir/report")" "$work/$dir"
}

judge_solution() {
    local dir=lab$lab/solution
    lay_out "$dir"
    [ ! -d "$root/solutions/$folder/handin" ] || lay_out "$dir" "$root/solutions/$folder/handin"
    touch "$work/$dir/fail-lab$lab-99.mem"
    grade "$dir"
    cp "$work/$dir/report" "$work/$dir/first"
    grade "$dir"
    verdict "lab $lab: the solution gets full marks" "$(expect_report "$dir" 100 100 0)" "$work/$dir"
    verdict "lab $lab: the same files get the same report" \
        "$(diff "$work/$dir/first" "$work/$dir/report")" "$work/$dir"
    verdict "lab $lab: sessions of an earlier grading go" \
        "$(ls "$work/$dir"/fail-*.mem 2>/dev/null)" "$work/$dir"
}

# Of a lab whose students name their files themselves: one of them, in a folder with a pattern's marks.
judge_odd_folder() {
    local dir="lab$lab/odd [1]*"
    mkdir -p "$work/$dir"
    cp "$(find "$root/solutions/$folder/handin" -name '*.mem' | sort | head -n 1)" "$work/$dir/"
    (cd "$work/lab$lab" && timeout $limit_seconds "$memrepl" --grade "$lab" --from "odd [1]*" 2>&1 </dev/null) \
        >"$work/$dir/report"
    verdict "lab $lab: a hand-in is found in a folder of any name" \
        "$([ "$(points "$dir")" -ge 1 ] 2>/dev/null || sed 's/^/    /' "$work/$dir/report")" "$work/$dir"
}

judge_shape() { # judge_shape FILE
    local dir
    dir=lab$lab/shape-$(basename "$1" .c)
    lay_out "$dir" "$1"
    grade "$dir"
    verdict "lab $lab: a right solution of another shape, $(basename "$1" .c), gets full marks" \
        "$(expect_report "$dir" 100 100 0)" "$work/$dir"
}

# ---- Planted bugs --------------------------------------------------------------------------------

# The first check meant for the kind that failed: its number, and the place that the report names, there
# or in the check that it refers to.
failed_check() { # failed_check DIR KIND
    awk -v kind="[$2]" '
        function find() { if (meant != "" && meant in place) { print meant, place[meant]; exit } }
        /^ *[0-9]+ +[0-9]+\/[0-9]+ / { number = $1; has_failed = $2 ~ /^0/ }
        has_failed && meant == "" && index($0, kind) { meant = number }
        / as in check [0-9]+$/ { place[number] = place[$NF] }
        $1 == "place" || $1 " " $2 == "last line" {
            place[number] = $1 == "place" ? $2 : $3
            sub(/:$/, "", place[number])
        }
        { find() }
    ' "$work/$1/report"
}

# The session of an explored program: it stands one step before the failure, and names the place.
expect_moment() { # expect_moment SESSION PLACE
    local step got
    step=$(sed -nE 's/^say One step before [^:]*: type (step [^. ]+|schedule [^, ]+)[.,].*/\1/p' "$1")
    grep -qF "say In your code: $2 " "$1" || echo "    $1 does not name $2"
    got=$(timeout $limit_seconds "$memrepl" --batch -x "$1" -e "expect no event" \
        -e "expect no deadlock" -e "print 1" -e "$step" 2>&1 </dev/null)
    sed '1,/^1 = 1$/d' <<<"$got" | grep -qE "^#[0-9]+ |^Event: |^Deadlock" ||
        printf '    %s and then "%s" shows:\n%s\n' "$1" "$step" "$(tail -n 8 <<<"$got")"
}

# The session stands in the student's file, where the report says, and one step shows the failure.
expect_landing() { # expect_landing DIR NUMBER PLACE
    local session=fail-lab$lab-$2.mem place=$3 got after
    cd "$work/$1" || return
    [ -e "$session" ] || { echo "    there is no $session"; return; }
    if grep -q '^say One step before' "$session"; then expect_moment "$session" "$place"; return; fi
    got=$(timeout $limit_seconds "$memrepl" --batch -x "$session" \
        -e threads -e "expect no event" -e step 2>&1 </dev/null)
    after=$(sed '1,/^thread  *state/d' <<<"$got")
    grep -qE "^(prompt|main|server|T[0-9]+) +(running|blocked) +$place|waits for .*$place" <<<"$after" ||
        printf '    %s does not land at %s:\n%s\n' "$session" "$place" "$(tail -n 8 <<<"$got")"
    if grep -q '^expect event' "$session"; then
        grep -q "Event: " <<<"$after"
    else
        grep -qE "ends\.|returns|Next: " <<<"$after"
    fi || printf '    one step from %s shows:\n%s\n' "$session" "$after"
}

judge_mutant() { # judge_mutant FILE
    local dir kind number place name
    name=$(basename "$1" .c)
    dir=lab$lab/$name
    kind=$(grep -rh 'Kind of failure: ' "$1" | head -n 1 | sed 's/.*Kind of failure: //')
    lay_out "$dir" "$1"
    grade "$dir"
    read -r number place < <(failed_check "$dir" "$kind")
    verdict "lab $lab: planted bug $name fails a check for \"$kind\"" \
        "$(expect_report "$dir" 0 99 1 "[$kind]")" "$work/$dir"
    verdict "lab $lab: planted bug $name is not said to do nothing" \
        "$(grep 'your code does nothing yet' "$work/$dir/report")" "$work/$dir"
    [ -n "$(find "$work/$dir" -name 'fail-*.mem')" ] || return
    verdict "lab $lab: planted bug $name: the session lands one step before" \
        "$(expect_landing "$dir" "$number" "$place")" "$work/$dir"
}

# ---- The labs ------------------------------------------------------------------------------------

begin() { # begin NAME COMMAND...: in the background; what it prints is shown in order at the end
    two_at_a_time
    "${@:2}" >"$work/$(printf %03d $count)-$1.verdict" &
    count=$((count + 1))
}
count=0

for checks in "$root"/solutions/lab*/checks; do
    folder=$(basename "$(dirname "$checks")")
    lab=${folder#lab}
    lab=${lab%%-*}
    [ $# -eq 0 ] || [[ " $* " == *" $lab "* ]] || continue
    begin blank judge_blank
    begin solution judge_solution
    [ -n "$(files)" ] || begin odd judge_odd_folder
    for shape in "$root/tests/shapes/$folder"/*.c; do
        [ ! -e "$shape" ] || begin shape judge_shape "$shape"
    done
    for mutant in "$root/solutions/$folder/mutants"/*; do
        [ ! -e "$mutant" ] || begin mutant judge_mutant "$mutant"
    done
done
wait
cat "$work"/*.verdict
