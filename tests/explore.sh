#!/usr/bin/env bash
# explore.sh [MEMREPL] [--all] [PROGRAM...]: the explorer against the programs of tests/explore. In a
# buggy program it finds the bug, names its class and its place, and saves a session that replays; a
# correct one passes with no failure; a hostile one ends in a report. With --all the oracle goes up
# to N = 5.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=./memrepl
all=
chosen=()
for argument; do
    case $argument in
        --all) all=yes ;;
        *.c) chosen+=("$(basename "$argument" .c)") ;;
        *) memrepl=$argument ;;
    esac
done
memrepl=$(cd "$root" && realpath "$memrepl")
corpus=$root/tests/explore
work=$root/build/tests/explore
limit_seconds=60 # for one program
rm -rf "$work"
mkdir -p "$work"

verdict() { # verdict NAME PROBLEMS REPEAT: passed when there are no problems
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n%s\n    to repeat: %s\n' "$1" "$2" "$3"
    fi
}

two_at_a_time() { while [ "$(jobs -pr | wc -l)" -ge 2 ]; do wait -n; done; }

head_line() { # head_line KEY FILE: what the first comment says after "KEY: "
    sed -n "/\*\//q; s/^ \* $1: //p" "$2"
}

# ---- One program ---------------------------------------------------------------------------------

explore() { # explore FILE ARGUMENTS...: leaves report and status in a folder of the program's name
    local here
    here=$work/$(basename "$1" .c)
    mkdir -p "$here"
    (
        cd "$here" || exit
        timeout -k 5 $limit_seconds "$memrepl" --explore "$@" >report 2>&1 </dev/null
        echo $? >status
    )
}

last_line() { tail -n 1 "$1/report"; }

expect_status() { # expect_status DIR STATUS...
    local got
    got=$(cat "$1/status")
    [[ " ${*:2} " == *" $got "* ]] || {
        echo "    status: expected ${*:2}, got $got"
        tail -n 5 "$1/report" | sed 's/^/    | /'
    }
}

expect_last_line() { # expect_last_line DIR REGEX: of the part after "explored: "
    grep -qxE "explored: $2" <<<"$(last_line "$1")" ||
        printf '    last line: expected "explored: %s"\n    got: %s\n' "$2" "$(last_line "$1")"
}

number='[0-9,]+'

classes=$(cat "$corpus"/buggy/*.c | sed -n 's/^ \* expect: \(.*\) at .*/\1/p' | sort -u)

failures() { # failures DIR: the lines of the report that begin with a class
    grep -E "^($(paste -sd '|' <<<"$classes")): " "$1/report"
}

expect_bug() { # expect_bug DIR FILE: the class, a place of the head line, and no other class
    local expected class places
    expected=$(head_line expect "$2")
    class=${expected% at *}
    places=$(basename "$2"):\(${expected##* at }\)
    places=${places// or /|}
    failures "$1" | grep -qE "^$class: .*\b${places//./\\.}\b" ||
        printf '    expected: %s\n    got: %s\n' "$expected" "$(failures "$1" | head -n 3)"
    failures "$1" | grep -v "^$class: " | head -n 3 | sed 's/^/    another class: /'
}

expect_replay() { # expect_replay DIR NAME
    local session=fail-$2.mem
    cd "$1" || return
    [ -e "$session" ] || { echo "    there is no $session"; return; }
    timeout $limit_seconds "$memrepl" --batch -x "$session" >replay 2>&1 </dev/null ||
        printf '    %s does not replay: %s\n' "$session" "$(tail -n 1 replay)"
}

judge_buggy() { # judge_buggy FILE
    local name options here
    name=$(basename "$1" .c)
    here=$work/$name
    options=$(head_line options "$1")
    # shellcheck disable=SC2086 # a list of words
    explore "$1" $options
    verdict "buggy $name: $(head_line expect "$1")" "$(
        expect_status "$here" 1
        expect_bug "$here" "$1"
        expect_last_line "$here" "$number executions?, $number blocked, [1-9][0-9,]* failures?, .*"
        expect_replay "$here" "$name")" "cd $here && $memrepl --explore $1 $options"
}

judge_correct() { # judge_correct FILE
    local name here
    name=$(basename "$1" .c)
    here=$work/$name
    explore "$1"
    verdict "correct $name passes" "$(
        expect_status "$here" 0
        expect_last_line "$here" "$number executions?, $number blocked, 0 failures, complete")" \
        "cd $here && $memrepl --explore $1"
}

# One of the ways to end that the head line allows: "bounded", "refused WORD" or a class.
ends_as_expected() { # ends_as_expected DIR WAY
    local name=${2#refused}
    case $2 in
        bounded) last_line "$1" | grep -qE '^explored: .*, bounded: ' ;;
        refused*) [ "$(cat "$1/status")" = 2 ] && grep -qF -- "${name# }" "$1/report" ;;
        *) grep -q "^$2: " "$1/report" ;;
    esac
}

judge_hostile() { # judge_hostile FILE
    local name here expected way
    name=$(basename "$1" .c)
    here=$work/$name
    expected=$(head_line expect "$1")
    explore "$1"
    verdict "hostile $name: $expected" "$(
        expect_status "$here" 0 1 2
        while read -r way; do
            ends_as_expected "$here" "$way" && exit
        done <<<"${expected// or /$'\n'}"
        printf '    expected: %s\n    got: %s\n' "$expected" "$(last_line "$here")")" \
        "cd $here && $memrepl --explore $1"
}

judge_oracle() { # judge_oracle N EXECUTIONS
    local here=$work/requests
    explore "$corpus/requests.c" -- "$1"
    verdict "oracle: $2 executions for $1 requests" "$(
        expect_status "$here" 0
        expect_last_line "$here" "${2//,/,?} executions, $number blocked, 0 failures, complete")" \
        "$memrepl --explore $corpus/requests.c -- $1"
}

# ---- All of them ---------------------------------------------------------------------------------

# A row of README for each program, with its class, and a program for each row.
expect_table() {
    local file
    for file in "$corpus"/*/*.c; do
        local name=${file#"$corpus/"} class
        class=$(head_line expect "$file" | sed 's/ at [0-9].*//')
        grep -qE "^\| \[$name\]\($name\) \| .* \| ${class:-right} \|$" "$corpus/README.md" ||
            echo "    no row for $name, ${class:-right}"
    done
    sed -n 's/^| \[\([^]]*\)\].*/\1/p' "$corpus/README.md" | while read -r file; do
        [ -e "$corpus/$file" ] || echo "    a row for $file, which is not there"
    done
}

is_chosen() { [ ${#chosen[@]} -eq 0 ] || [[ " ${chosen[*]} " == *" $1 "* ]]; }

verdict "README lists the programs" "$(expect_table)" "$0"
for kind in buggy correct hostile; do
    for file in "$corpus/$kind"/*.c; do
        name=$(basename "$file" .c)
        is_chosen "$name" || continue
        two_at_a_time
        "judge_$kind" "$file" >"$work/$kind-$name.verdict" &
    done
done
wait
cat "$work"/*.verdict 2>/dev/null
if is_chosen requests; then
    judge_oracle 2 8
    judge_oracle 3 186
    judge_oracle 4 8,856
    [ -z "$all" ] || judge_oracle 5 721,800
fi
