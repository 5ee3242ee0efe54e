#!/usr/bin/env bash
# attacks.sh [--memrepl FILE] [--slow] [LAB/NAME...]: hostile hand-ins gain nothing, leave nothing, and
# end in time. With --slow those of tests/attacks/slow, each of which takes the 30 seconds that it has.
#
# Each tests/attacks/LAB/NAME.c is a hand-in for the first file of that lab, and NAME.FILE.c one for
# FILE.c. The functions that it does not define, and the lab's other files, are those of the blank, which
# gets nothing: what it gets it has got by the trick. In lab 7, NAME.mem is a session and a folder NAME a
# hand-in of several files. The first comment tells the trick; where it says "Told: TEXT", the report must
# have that text; "Most: N" are points that cannot be denied; "In: FILE" is a right solution of tests/shapes
# that stands before it, without the functions that it defines: a trick of one that works.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$root/memrepl
[ "${1:-}" != --memrepl ] || { memrepl=$(realpath "$2"); shift 2; }
work=$root/build/tests/attacks attacks=$root/tests/attacks
is_slow=false
[ "${1:-}" != --slow ] || { is_slow=true attacks+=/slow work+=-slow; shift; }
. "$root/tests/grading.sh"
limit_seconds=150
! $is_slow || limit_seconds=300

# The lab of LAB/NAME, for the functions of grading.sh.
in_lab() { folder=${1%%/*} lab=${1:3:1}; }

# The files that a student of the lab writes.
files() { sed -n 's/^files: *//p' "$root/solutions/$folder/checks"; }

# A blank without the functions that the attack defines.
without() { # without ATTACK BLANK
    awk '
        function name() { return match($0, /[a-z_0-9]+\(/) ? substr($0, RSTART, RLENGTH - 1) : "" }
        /^[a-z].*\(/ && !/;$/ { if (FNR == NR) has[name()]; else is_out = name() in has }
        FNR != NR && !is_out
        /^}/ { is_out = 0 }
    ' "$1" "$2"
}

# A hand-in of C files: the blanks, and in one of them the attack.
lay_out_c() { # lay_out_c LAB/NAME
    local file attacked around name=${1#*/} attack=$attacks/$1.c
    attacked=$(files | cut -d ' ' -f 1)
    case $name in *.*) attacked=${name##*.}.c ;; esac
    around=$(word_of "$1" In)
    for file in $(files); do
        [ -e "$work/$folder-$file" ] ||
            "$root/labs/make-blank" "$root/solutions/$folder/$file" >"$work/$folder-$file"
        if [ "$file" = "$attacked" ] && [ -n "$around" ]; then
            { without "$attack" "$root/tests/shapes/$folder/$around"; cat "$attack"; } >"$work/$1/$file"
        elif [ "$file" = "$attacked" ]; then
            { cat "$attack"; without "$attack" "$work/$folder-$file"; } >"$work/$1/$file"
        else
            cp "$work/$folder-$file" "$work/$1/$file"
        fi
    done
}

lay_out() { # lay_out LAB/NAME
    local attack=$attacks/$1
    mkdir -p "$work/$1"
    if [ -d "$attack" ]; then
        cp "$attack"/* "$work/$1/"
    elif [ -e "$attack.mem" ]; then
        cp "$attack.mem" "$work/$1/"
    else
        lay_out_c "$1"
    fi
}

begin() { # begin LAB/NAME: grades it in the background
    in_lab "$1"
    lay_out "$1"
    two_at_a_time
    { local begun=$SECONDS; grade "$1"; echo $((SECONDS - begun)) >"$work/$1/seconds"; } &
}

# What the attack says behind the word: "Told", "Most", "In"; and without one, the trick.
word_of() { # word_of LAB/NAME [WORD]
    local attack=$attacks/$1 texts
    for texts in "$attack.c" "$attack.mem" "$attack"/*; do [ ! -f "$texts" ] || break; done
    if [ $# -eq 1 ]; then
        sed -nE '1{s,^(/\*|#) ,,;s, ?\*/$,,;p;q}' "$texts"
    else
        sed -nE "s,^( \*|#) $2: (.*),\2,;T;s, \*/\$,,;p;q" "$texts"
    fi
}

judge() { # judge LAB/NAME
    local most told problems
    in_lab "$1"
    most=$(word_of "$1" Most) told=$(word_of "$1" Told)
    problems=$(expect_report "$1" 0 "${most:-0}" 1 "$told"
        [ -n "$told" ] || ! grep '^No program' "$work/$1/report" || echo "    so it shows nothing")
    verdict "$1: $(word_of "$1")" "$problems" "$work/$1"
}

# The attacks of all labs.
list_attacks() {
    (cd "$attacks" && find . -mindepth 2 -maxdepth 2 -path './lab*' | sed -E 's,^\./,,; s,\.(c|mem)$,,' | sort)
}

# All that an attack could have changed, but for what the gradings are to write.
list_house() {
    (cd "$root" && find src labs solutions handout build/objects memrepl -type f -printf '%p %s %T@ %m\n')
    ls -A "$TMPDIR"
}
list_processes() { pgrep -fl -- "--inside [a-z]+ $TMPDIR"; }

# ---- Hand-ins that are no C file -----------------------------------------------------------------

solution=$root/solutions/lab1-queue/request_queue.c
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
    make_odd mark-and-directive sh -c "printf '\357\273\277#include \"$solution\"\n' >request_queue.c"
    make_odd no-letter sh -c "printf '#define X \302\240R\"(\" /* )\"\n#include \"$solution\"\n/* */\n' >request_queue.c"
    make_odd letter-too-long sh -c "printf 'int \301\201;\n' >request_queue.c"
    make_odd header sh -c "echo '#include \"request_queue.h\"' >request_queue.c
        echo '#include \"$solution\"' >request_queue.h"
    make_odd header-of-c sh -c "echo '#include \"stdlib.h\"' >request_queue.c
        echo '#include \"$solution\"' >stdlib.h"
}
# What each of them is told.
declare -A told=(
    [link]="is no plain file" [link-to-device]="is no plain file" [fifo]="is no plain file"
    [folder]="is no plain file" [large]="is larger than" [binary]="is larger than"
    [cut]="No program" [nothing]="does not define queue_init"
    [mark-and-directive]="may not be included: only the lab's own headers"
    [no-letter]="request_queue.c:1: the byte 0xC2 is no letter"
    [letter-too-long]="request_queue.c:1: the byte 0xC1 is no letter"
    [header]="does not define queue_init" [header-of-c]="does not define queue_init"
)

export TMPDIR=$work/tmp
mkdir -p "$TMPDIR" && chmod 711 "$TMPDIR"
names=("$@") odd=()
[ $# -gt 0 ] || mapfile -t names < <(list_attacks)
! $is_slow || set -- "${names[@]}"
list_house | sort >"$work/before"
for name in "${names[@]}"; do begin "$name"; done
in_lab lab1-queue
[ $# -gt 0 ] || make_odds
for name in "${odd[@]}"; do two_at_a_time; grade "$name" & done
wait
for name in "${names[@]}"; do judge "$name"; done
in_lab lab1-queue
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
# What no hand-in is refused for.
if [ $# -eq 0 ]; then
    mkdir "$work/honest"
    printf '\357\273\277' | cat - "$solution" "$root/tests/attacks/honest.c" >"$work/honest/request_queue.c"
    cp "$root/src/server/request_queue.h" "$work/honest/"
    grade honest
    verdict "a mark, a copy of the lab's header and harmless words are fine" "$(expect_report honest 100 100 0)" "$work/honest"
fi
# Lab 6 by the slow chain of lab 5, which wastes so much on each call that it hardly grows: it earns what
# the chain earns, and nothing for growth.
if [ $# -eq 0 ]; then
    in_lab lab6-fast
    mkdir -p "$work/wasteful"
    sed 's/^    SubChainNode \*sub = node_at(ptr);/&\n    static volatile int waste;\n    for (waste = 0; waste < 20000;)\n        waste++;/' \
        "$root/solutions/lab5-mems/mems.c" >"$work/wasteful/mems.c"
    grade wasteful
    verdict "who wastes does not pass for who does not grow" \
        "$(expect_report wasteful 30 40 1 "mems_get does not grow with the heap [get grows]")" "$work/wasteful"
fi

# Addresses must not tell one suspect of lab 7 from another.
places() { nm "$root/build/suspects/$1.so" | grep -E ' [TDB] ' | grep -vE ' (_end|_edata|__bss_start)$' | sort; }
problems=$(for suspect in "$root"/build/suspects/[A-Z].so; do
    name=$(basename "$suspect" .so)
    diff -q <(places reference) <(places "$name") >/dev/null || echo "    $name has its functions elsewhere"
done)
verdict "all suspects have their functions where the reference has them" "$problems" "$work"

list_house | sort >"$work/after"
verdict "nothing was written beside the reports" "$(diff "$work/before" "$work/after")" "$work"
verdict "no process is left" "$(list_processes)" "$work"
