# shellcheck shell=bash
# common.sh: what the tests of a class share; they set root, memrepl and work.
: "${root:?}" "${memrepl:?}" "${work:?}"
rm -rf "$work"
mkdir -p "$work"
submissions=submissions
export TMPDIR=$work/tmp # of the gradings, so that all their processes name it
mkdir -p "$TMPDIR" && chmod 711 "$TMPDIR"
export LC_ALL=C.UTF-8

verdict() { # verdict NAME PROBLEMS
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n%s\n' "$1" "$2"
        sed 's/^/    | /' "$work/log" | tail -n 12
    fi
}

# ---- Runs: their output is in $work/log, their status in $work/status ------------------------------

begin_class() { # begin_class OUT OPTION...: not deaf to Ctrl-C, as what a shell puts behind it would be
    env --default-signal=INT "$memrepl" --class "$work/$submissions" --lab 1 --out "$work/$1" --jobs 2 "${@:2}" \
        >"$work/log" 2>&1 </dev/null &
    class=$!
}
end_class() {
    wait "$class" 2>/dev/null
    echo $? >"$work/status"
}
grade_class() {
    begin_class "$@"
    end_class
    [ ! -e "$work/$1/gradebook.csv" ] || "$root/tests/class/scores.py" "$work/$1" >"$work/$1.scores"
}

# Or until it has ended.
wait_for_results() { # wait_for_results OUT COUNT
    while [ "$(find "$work/$1/results" -name '*.stamp' 2>/dev/null | wc -l)" -lt "$2" ] &&
        kill -0 "$class" 2>/dev/null; do sleep 0.05; done
}

expect_status() { [ "$(cat "$work/status")" = "$1" ] || echo "    status: expected $1, got $(cat "$work/status")"; }
expect_line() { grep -qF -- "$1" "$work/log" || echo "    it does not say: $1"; }
nothing_left() { # gradings and their sandboxes have a path of $work in their command
    local left
    for _ in {1..50}; do # the kernel ends them one after the other
        left=$(pgrep -fa -- "$work/(tmp|[a-z]*/grading)/")$(ls -A "$TMPDIR")
        [ -n "$left" ] || return
        sleep 0.1
    done
    echo "    left: $left"
}

# ---- Books -----------------------------------------------------------------------------------------

# A field of the student's line in what scores.py says of the books.
field_of() { # ID=… field_of OUT NUMBER
    awk -F '\t' -v number="$2" 'BEGIN { id = ENVIRON["ID"] } $1 == id { print $number }' "$work/$1.scores"
}
score_of() { ID=$2 field_of "$1" 2; }                               # score_of OUT ID
report_of() { echo "$work/$1/reports/$(ID=$2 field_of "$1" 3).txt"; } # report_of OUT ID

keep_books() { # keep_books OUT NAME
    rm -rf "$work/books-$2"
    mkdir "$work/books-$2"
    cp -r "$work/$1"/gradebook*.csv "$work/$1/index.html" "$work/$1/reports" "$work/$1/instructor" "$work/books-$2/"
}
same_books() { # same_books OUT NAME: as those that were kept, byte for byte
    local name
    for name in gradebook.csv gradebook-canvas.csv gradebook-moodle.csv index.html reports instructor; do
        diff -rq "$work/$1/$name" "$work/books-$2/$name" 2>&1 | sed 's/^/    /'
    done
}
