#!/usr/bin/env bash
# attacks.sh [--memrepl FILE] [NAME...]: hostile hand-ins gain nothing, leave nothing, and end in time.
#
# Each tests/attacks/NAME.c is a hand-in for lab 1. Its first comment tells the trick; where it says
# "Told: TEXT", the report must have that text; "Most: N" are the points that cannot be denied. The functions that it does not define are those of the
# blank, so that what it gets more than the blank it has got by the trick.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$root/memrepl
[ "${1:-}" != --memrepl ] || { memrepl=$(realpath "$2"); shift 2; }
work=$root/build/tests/attacks
. "$root/tests/grading.sh"
lab=1 folder=lab1-queue limit_seconds=150
blank=$work/blank.c
"$root/labs/make-blank" "$root/solutions/$folder/request_queue.c" >"$blank"

# The functions of the blank, but those that the file defines.
stubs() { # stubs FILE
    awk '
        FNR == NR { if (match($0, /^(void|bool) queue_[a-z_]+\(/)) has[substr($2, 1, index($2, "(")-1)]; next }
        /^(void|bool) queue_/ { inside = !(substr($2, 1, index($2, "(") - 1) in has) }
        inside
        /^}/ { inside = 0 }
    ' "$1" "$blank"
}

lay_out() { # lay_out NAME
    mkdir -p "$work/$1"
    { cat "$root/tests/attacks/$1.c"; echo '#include "request_queue.h"'; stubs "$root/tests/attacks/$1.c"; } \
        >"$work/$1/request_queue.c"
}

begin() { # begin NAME: grades it in the background
    lay_out "$1"
    two_at_a_time
    { local begun=$SECONDS; grade "$1"; echo $((SECONDS - begun)) >"$work/$1/seconds"; } &
}

judge() { # judge NAME
    local told most
    most=$(sed -n 's/^ \* Most: \(.*\) \*\/$/\1/p' "$root/tests/attacks/$1.c")
    told=$(sed -n 's/^ \* Told: \(.*\) \*\/$/\1/p' "$root/tests/attacks/$1.c")
    verdict "$1: $(sed -n '1s/^\/\* \(.*\)/\1/p' "$root/tests/attacks/$1.c" | sed 's/ \*\/$//')" \
        "$(expect_report "$1" 0 "${most:-0}" 1 "$told")" "$work/$1"
}

# All that an attack could have changed, but for what the gradings are to write.
list_house() {
    (cd "$root" && find . -path ./build/tests -prune -o -path ./.git -prune -o -type f -printf '%P %s %T@ %m\n')
    find /tmp -maxdepth 1 -name 'memrepl-*' -user "$(id -u)" 2>/dev/null
}
list_processes() { pgrep -fl -- "$work" | grep -v attacks.sh; }

names=("$@")
[ $# -gt 0 ] || mapfile -t names < <(cd "$root/tests/attacks" && ls -- *.c | sed 's/\.c$//')
list_house | sort >"$work/before"
for name in "${names[@]}"; do begin "$name"; done
wait
for name in "${names[@]}"; do judge "$name"; done
list_house | sort >"$work/after"
verdict "nothing was written beside the reports" "$(diff "$work/before" "$work/after")" "$work"
verdict "no process is left" "$(list_processes)" "$work"
