# shellcheck shell=bash
# pool.sh: a pool of hand-ins for tests/class/thousand.py; whoever reads it sets root, work, solutions and
# attacks.
: "${root:?}" "${work:?}" "${solutions:?}" "${attacks:?}"

# An attack that stands in for some functions, with those of the blank for the others.
with_blank() { # with_blank ATTACK
    cat "$1"
    awk '
        function name() { return match($0, /[a-z_0-9]+\(/) ? substr($0, RSTART, RLENGTH - 1) : "" }
        /^[a-z].*\(/ && !/;$/ { if (FNR == NR) has[name()]; else is_out = name() in has }
        FNR != NR && !is_out
        /^}/ { is_out = 0 }
    ' "$1" "$work/blank.c"
}

# Attacks that are meant to take time: none of them says anything about a class.
is_slow() { grep -qE 'endless|bomb|sleep|flood|wild|stack|huge|starv' <<<"$1"; }

fill_pool() { # fill_pool FOLDER
    local file name most
    mkdir -p "$1/solution-40" "$1/blank-20" "$1/mutant-30" "$1/attack-10"
    "$root/labs/make-blank" "$solutions/request_queue.c" >"$work/blank.c"
    cp "$solutions/request_queue.c" "$1/solution-40/100-100-solution.c"
    cp "$work/blank.c" "$1/blank-20/0-0-blank.c"
    for file in "$solutions"/mutants/*.c; do cp "$file" "$1/mutant-30/0-99-$(basename "$file")"; done
    for file in "$attacks"/*.c; do
        name=$(basename "$file")
        most=$(sed -n 's/.*Most: \([0-9]*\).*/\1/p' "$file" | head -n 1)
        is_slow "$name" || with_blank "$file" >"$1/attack-10/0-${most:-0}-$name"
    done
}
