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
    (cd "$root" && find src labs solutions handout build/objects memrepl -type f -printf '%p %s %T@ %m\n')
    ls -A "$TMPDIR"
}
list_processes() { pgrep -fl -- "--inside [a-z]+ $TMPDIR"; }

# ---- Hand-ins that are no C file -----------------------------------------------------------------

solution=$root/solutions/$folder/request_queue.c
make_odd() { # make_odd NAME COMMAND...: lays a hand-in out in its folder
    mkdir -p "$work/$1"
    (cd "$work/$1" && "${@:2}")
    odd+=("$1")
}
make_odds() {
    make_odd link ln -s "$solution" request_queue.c
    make_odd link-to-device ln -s /dev/zero request_queue.c
    make_odd fifo mkfifo request_queue.c
    make_odd folder mkdir request_queue.c
    make_odd large sh -c 'yes "int x;" | head -c 3000000 >request_queue.c'
    make_odd binary cp "$memrepl" request_queue.c
    make_odd cut sh -c 'printf "int x; \\" >request_queue.c'
    make_odd nothing sh -c ': >request_queue.c'
}
# What each of them is told.
declare -A told=(
    [link]="is no plain file" [link-to-device]="is no plain file" [fifo]="is no plain file"
    [folder]="is no plain file" [large]="is larger than" [binary]="is larger than"
    [cut]="No program" [nothing]="does not define queue_init"
)

export TMPDIR=$work/tmp
mkdir -p "$TMPDIR" && chmod 711 "$TMPDIR"
names=("$@") odd=()
[ $# -gt 0 ] || mapfile -t names < <(cd "$root/tests/attacks" && ls -- *.c | sed 's/\.c$//')
list_house | sort >"$work/before"
for name in "${names[@]}"; do begin "$name"; done
[ $# -gt 0 ] || make_odds
for name in "${odd[@]}"; do two_at_a_time; grade "$name" & done
wait
for name in "${names[@]}"; do judge "$name"; done
for name in "${odd[@]}"; do
    verdict "a hand-in that is no C file: $name" "$(expect_report "$name" 0 0 1 "${told[$name]}")" "$work/$name"
done

# The honest reference, in each sandbox that this machine has.
for kind in bubblewrap landlock limits; do
    [ $# -eq 0 ] || break
    mkdir "$work/$kind"
    cp "$solution" "$work/$kind/"
    MEMREPL_SANDBOX=$kind grade "$kind"
    if [ $kind != limits ] && grep -q '^UNGRADED: no sandbox can be had' "$work/$kind/report"; then
        echo "ok the solution in $kind # skip this machine has none"
    else
        verdict "the solution gets full marks in $kind" "$(expect_report "$kind" 100 100 0)" "$work/$kind"
    fi
done
list_house | sort >"$work/after"
verdict "nothing was written beside the reports" "$(diff "$work/before" "$work/after")" "$work"
verdict "no process is left" "$(list_processes)" "$work"
