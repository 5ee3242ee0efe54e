# shellcheck shell=bash
# grading.sh: what tests/labs.sh and tests/cheats.sh share; they set root, memrepl, work, and then lab, the
# number, and folder, its name.
: "${root:?}" "${memrepl:?}" "${work:?}"
lab=
limit_seconds=300
rm -rf "$work"
mkdir -p "$work"

verdict() { # verdict NAME PROBLEMS DIR: passed when there are no problems
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n%s\n' "$1" "$2"
        echo "    to repeat: cd $3 && $memrepl --grade $lab --from ."
    fi
}

two_at_a_time() { while [ "$(jobs -pr | wc -l)" -ge 2 ]; do wait -n; done; }

grade() { # grade DIR: leaves DIR/report and DIR/status
    (
        cd "$work/$1" || exit
        timeout $limit_seconds "$memrepl" --grade "$lab" --from . >report 2>&1 </dev/null
        echo $? >status
    )
}

points() { tail -n 1 "$work/$1/report" | sed -n "s|^lab$lab: \([0-9]*\)/100\$|\1|p"; }
status() { cat "$work/$1/status" 2>&1; }

expect_report() { # expect_report DIR LEAST MOST STATUS [TEXT]: says what is wrong, if anything
    local got
    got=$(points "$1")
    [ -n "$got" ] || echo "    the last line is: $(tail -n 1 "$work/$1/report")"
    [ "${got:-0}" -ge "$2" ] && [ "${got:-101}" -le "$3" ] ||
        echo "    points: expected $2 to $3, got $got"
    [ "$(status "$1")" = "$4" ] || echo "    status: expected $4, got $(status "$1")"
    [ -z "${5:-}" ] || grep -qF -- "$5" "$work/$1/report" || echo "    the report does not say: $5"
}
