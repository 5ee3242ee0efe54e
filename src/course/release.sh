#!/usr/bin/env bash
# release.sh OUT UPTO SOURCE...: makes a tree for students in the folder OUT.
#
# It has the kit, the labs with their blanks and public checks, the handout, and the solutions of the
# labs up to number UPTO. It has no other solution, no hidden check, no planted bug and no history: the
# reference modules, made of the SOURCEs, come as objects (objects.sh), and before anything is said to
# be done the whole tree is searched for traces of the rest (traces.sh).
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
out=${1:-}
upto=${2:-0}
sources=("${@:3}")
example='release OUT=../kit-for-students'
[ -n "$out" ] || refuse "where to? Give a new folder: make $example"
case $upto in *[!0-9]*) refuse "UPTO=$upto is no number of a lab: make $example UPTO=2" ;; esac
[ "$upto" -eq 0 ] || find_lab "$upto" "$example UPTO=1" >/dev/null || exit
[ -z "$(ls -A "$out" 2>/dev/null)" ] || refuse "$out is not empty: give a folder that is new"
mkdir -p "$out" 2>/dev/null
[ -w "$out" ] || refuse "$out cannot be written: give a folder of yours"
out=$(cd "$out" && pwd)

# What git tracks or would; without git, all that is there.
all_files() {
    git -c safe.directory='*' ls-files --cached --others --exclude-standard 2>/dev/null ||
        find . -path ./build -prune -o -type f ! -path ./memrepl -printf '%P\n'
}

is_given() { # is_given FILE
    case $1 in
        solutions/LICENSE) [ "$upto" -gt 0 ] ;;
        solutions/*/mutants/* | solutions/*/suspects/* | solutions/*/checks) false ;;
        solutions/*) [ "$(number_of "$1")" -le "$upto" ] ;;
        src/mems/contract.h | src/mems/threads.h | src/mems/stepped.c | src/mems/LICENSE) ;;
        src/mems/*) [ "$upto" -ge "$MEMS_GIVEN" ] ;;
        handout/examples/mems/*) [ "$upto" -ge "$MEMS_GIVEN" ] ;;
        tests/*) grep -rqF "$1" handout ;; # a program that the handout talks about
        handout/chapters/instructors.adoc | labs/make-* | .ci/* | *.clang-tidy) false ;;
        src/course/bare.sh | src/course/objects.sh | src/course/traces.sh) false ;;
        src/course/release.sh | src/course/newlab* | src/course/checklab.sh) false ;;
        src/course/bundle* | src/course/class*.sh | src/unpack/*) false ;;
    esac
}

copy_files() {
    local file
    all_files | sort -u | while read -r file; do
        if [ -e "$file" ] && is_given "$file"; then printf '%s\0' "$file"; fi
    done | tar --null -T - -cf - | tar -C "$out" -xf -
}

# The labs as they are given out, whatever somebody has written into them here.
make_labs() {
    local lab file
    for lab in $(all_labs); do
        labs/make-checks "solutions/$lab/checks" >"$out/labs/$lab/checks"
        mkdir -p "$out/src/course/blanks/$lab"
        for file in $(files_of "$lab"); do
            [ -e "solutions/$lab/$file" ] || continue
            labs/make-blank "solutions/$lab/$file" >"$out/labs/$lab/$file" || return
            cp "$out/labs/$lab/$file" "$out/src/course/blanks/$lab/"
        done
    done
}

# Leaves out what is for those who have the whole tree, or MeMS: it stands between two markers.
leave_out() { # leave_out FILE...
    sed -i '/BEGIN WHOLE TREE ONLY/,/END WHOLE TREE ONLY/d' "$@"
    [ "$upto" -ge "$MEMS_GIVEN" ] || sed -i '/BEGIN WITH MEMS/,/END WITH MEMS/d' "$@"
    sed -i '/\(BEGIN\|END\) WITH MEMS/d' "$@"
    sed -i '/^include::.*instructors\.adoc/d' "$out/handout/handout.adoc"
}

# The transcripts show what a student sees, who has no lines of the reference. Prints what went wrong.
show_as_seen() {
    cp memrepl "$out/"
    env -u MAKEFLAGS make -s -C "$out" subjects 2>&1 | grep -v '^  ' | tail -n 5
    find "$out/README.md" "$out/handout" -name '*.md' -o -name '*.adoc' | sort | while read -r page; do
        (cd "$out" && ./memrepl --bless --check "$page") >/dev/null 2>&1
        (cd "$out" && ./memrepl --check "$page") >/dev/null 2>&1 || echo "$page cannot be run there"
    done
    rm -rf "${out:?}/memrepl" "$out/build"
}

undo() {
    rm -rf "${out:?}"
    echo "make $tool: $*; $out was removed" >&2
    exit 1
}

copy_files || undo "the files could not be copied"
make_labs || undo "the blanks could not be made"
src/course/objects.sh "$out/src/reference" "$upto" "${sources[@]}" ||
    undo "the reference modules could not be compiled"
mkdir -p "$out/tests"
cp src/course/try.sh "$out/tests/run"
leave_out "$out/Makefile" "$out/README.md" "$out"/handout/chapters/*.adoc
problems=$(show_as_seen)
[ -z "$problems" ] || undo "$problems"
traces=$(src/course/traces.sh "$out" "$upto") || {
    echo "$traces" | head -n 20
    undo "traces of what students are not to see, $(wc -l <<<"$traces") lines"
}
echo "$out is a tree for students: $(find "$out" -type f | wc -l) files," \
    "$(du -sh "$out" | cut -f 1), solutions $([ "$upto" -eq 0 ] && echo of no lab || echo "up to lab $upto")."
echo "It was searched for every line and name of the other solutions and of the hidden checks."
