#!/usr/bin/env bash
# release.sh: a tree for students, who have lab 1 behind them, builds and grades on its own, and holds no
# trace of what it must not.
cd "$(dirname "$0")/.." || exit 2
root=$PWD
work=$root/build/tests/release
tree=$work/tree
limit_seconds=200
rm -rf "$work"
mkdir -p "$work"

verdict() { # verdict NAME PROBLEMS
    if [ -z "$2" ]; then echo "ok $1"; else printf 'not ok %s\n%s\n' "$1" "$2"; fi
}

order() { env -u MAKEFLAGS timeout $limit_seconds make -s "$@" </dev/null 2>&1; }

says() { # says TEXT PATTERN...: what a text does not say
    local pattern
    for pattern in "${@:2}"; do
        grep -qE -- "$pattern" <<<"$1" || printf '    expected %s\n    got      %s\n' "$pattern" "$1"
    done
}

# ---- What is in it -------------------------------------------------------------------------------

made=$(order -o all release OUT="$tree" UPTO=1) || { verdict "a release is made" "$made"; exit; }
verdict "a release is made" "$(says "$made" 'solutions up to lab 1\.$')"
verdict "it has the solution of lab 1 and no other" "$(cd "$tree" && find solutions -type f | sort |
    diff - <(printf 'solutions/%s\n' LICENSE lab1-queue/request_queue.c)
    [ ! -e src/reference/x86_64/stepped/request_queue.o ] || echo "    with an object, too")"
verdict "it has no planted bugs, instructor's tools or history" "$(cd "$tree" &&
    ls -d .git .ci labs/make-* src/course/release.sh src/mems/exact \
        handout/chapters/instructors.adoc 2>/dev/null)"
verdict "each lab has its blanks and public checks" "$(for checks in solutions/lab*/checks; do
    lab=$(basename "$(dirname "$checks")")
    labs/make-checks "$checks" | cmp - "$tree/labs/$lab/checks"
    read -ra files < <(sed -n 's/^files: *//p' "$checks")
    for file in "${files[@]}"; do
        [ ! -e "solutions/$lab/$file" ] || labs/make-blank "solutions/$lab/$file" | cmp - "$tree/labs/$lab/$file"
    done
done 2>&1)"

# Those of lab 7 have debug information of what is given as source.
objects() { find "$tree/src/reference" -name '*.o' -not -path '*/suspects/*'; }

# A name of the assembler's own, ".L1", is none.
private_names() {
    local object nm
    objects | while read -r object; do
        case $object in */aarch64/*) nm=aarch64-linux-gnu-nm ;; *) nm=x86_64-linux-gnu-nm ;; esac
        "$nm" -a "$object" | awk -v object="$object" '
            $(NF - 1) ~ /^[a-zN]$/ && $NF !~ /^\./ { print "    " object " names " $NF }'
        "${nm%nm}readelf" -SW "$object" | grep -o '\.debug[a-z_]*\|\.comment' | sed "s|^|    $object has |"
    done
}
verdict "objects have neither private names nor debug information" "$(private_names
    [ "$(objects | wc -l)" -gt 0 ] || echo "    there are none")"
if command -v aarch64-linux-gnu-gcc >/dev/null; then
    verdict "both machines have the same objects" \
        "$(cd "$tree/src/reference" && diff <(cd x86_64 && find . | sort) <(cd aarch64 && find . | sort))"
else
    echo "ok both machines have the same objects # skip aarch64-linux-gnu-gcc is not installed"
fi

# ---- Traces --------------------------------------------------------------------------------------

# Each leak is planted into a copy, and must be found there.
planted() { # planted PATTERN FILE COMMAND...: the command's output goes behind FILE of a copy
    local found
    rm -rf "$work/copy"
    cp -r "$tree" "$work/copy"
    "${@:3}" >>"$work/copy/$2"
    found=$(src/course/traces.sh "$work/copy" 1) && echo "    nothing was found"
    says "$found" "$1"
}
hidden_line() { awk 'BEGIN { RS = ""; FS = "\n" } /hidden/ { print $1; exit }' solutions/lab2-segments/checks; }
with_names() { src/program/build-subject.sh "$work/part.o" -iquote src/mems src/mems/whole.c && cat "$work/part.o"; }
verdict "no trace is in the release" "$(src/course/traces.sh "$tree" 1)"
verdict "a line of a solution is found" "$(planted '^README.md:[0-9]+:' README.md \
    grep -m 1 'struct segment \*rest = ' solutions/lab2-segments/segment_list.c)"
verdict "a line of a hidden check is found" "$(planted '^labs/lab1-queue/hints:' labs/lab1-queue/hints \
    hidden_line)"
verdict "a name in an object is found" "$(planted '^src/reference/part.o:.*mems_' src/reference/part.o \
    with_names)"
verdict "an archive is found" "$(planted 'kit.tar.gz: an archive' kit.tar.gz echo)"

# ---- It works ------------------------------------------------------------------------------------

cp -r solutions/lab2-segments "$work/solved"
built=$(order -C "$tree" CFLAGS=-O0 LTO=) || built="    $built"
verdict "it builds" "$(grep -v '^  [a-z]' <<<"$built")"
verdict "its own tests pass" "$(order -C "$tree" CFLAGS=-O0 LTO= test >"$work/test" || cat "$work/test"
    says "$(cat "$work/test")" '^ok handout/sessions/tour.mem')"
verdict "a blank is graded" "$(says "$(order -C "$tree" CFLAGS=-O0 LTO= lab2)" ' yet' 'scaled to 100' \
    '^lab2: [0-9]/100')"
verdict "a solution gets full marks" "$(says \
    "$(order -C "$tree" CFLAGS=-O0 LTO= lab2 FROM="$work/solved")" '^lab2: 100/100')"
command -v asciidoctor-pdf >/dev/null &&
    verdict "its handout refers to nothing that is left out" "$(cd "$tree" &&
        handout/make-handout build/handout 2>&1)"
rm "$tree/labs/lab2-segments/segment_list.c"
verdict "reset brings the blank" "$(says "$(order -C "$tree" reset LAB=2)" 'is there again'
    labs/make-blank solutions/lab2-segments/segment_list.c | cmp - "$tree/labs/lab2-segments/segment_list.c")"
verdict "steps into the reference show functions, and its variables have types" "$(cd "$tree" &&
    says "$(./memrepl --batch -e 'enqueue 1 40' -e 'print *queue.head' -e sync -e 'step server 2' \
        -e 'code server' 2>&1)" '^#[0-9]+ +server +server_function +sem_wait\(items\)' \
        '^server, in server_function, which came without its source\.$' '= \{id = 1, size = 40, next = NULL\}' \
        '^answered\[1\] +semaphore')"
verdict "its MeMS has chains to be seen" "$(cd "$tree" && says \
    "$(./memrepl --batch -e mems -e 'malloc 100 as a' -e 'free a' -e stats 2>&1)" '^MAIN\[1000:5095\]')"
