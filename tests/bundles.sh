#!/usr/bin/env bash
# bundles.sh [--build]: the bundles for Gradescope and Autolab. What is in them; with --build, which takes
# minutes, each is also unpacked in an empty folder, compiled there and used.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
work=$root/build/tests/bundles
cd "$root" || exit 2
rm -rf "$work"
mkdir -p "$work"

verdict() { # verdict NAME PROBLEMS
    if [ -z "$2" ]; then echo "ok $1"; else printf 'not ok %s\n%s\n    to repeat: tests/bundles.sh --build\n' "$1" "$2"; fi
}
bundle() { env -u MAKEFLAGS make -s -o setup "$1" LAB="$2" 2>&1; } # bundle SYSTEM LAB
has() { grep -qxF -- "$2" "$1" || echo "    it has no $2"; }
has_not() { ! grep -m 1 -E -- "$2" "$1" | sed 's/^/    it has /' | grep .; }

# ---- What is in them -----------------------------------------------------------------------------

said=$(bundle gradescope 1)
unzip -Z1 build/gradescope/lab1.zip >"$work/list"
verdict "gradescope, lab 1: scripts and sources, and nothing compiled" "$(
    [[ $said == *"upload it as it is." ]] || echo "    it says: $said"
    for file in setup.sh run_autograder grade.sh memrepl/Makefile memrepl/src/memrepl.c memrepl/labs/lab1-queue/checks \
        memrepl/solutions/lab1-queue/checks memrepl/solutions/lab1-queue/request_queue.c; do has "$work/list" $file; done
    has_not "$work/list" '(\.o|\.so|/memrepl)$|solutions/.*/mutants/|lab7-break/suspects|^memrepl/(tests|handout|build|\.git)/|fail-lab')"
unzip -Z -l build/gradescope/lab1.zip >"$work/modes"
verdict "gradescope: the scripts can be run" "$(
    [ "$(grep -cE '^-rwxr-xr-x .* (setup.sh|run_autograder|grade.sh)$' "$work/modes")" -eq 3 ] || cat "$work/modes")"
unzip -p build/gradescope/lab1.zip grade.sh >"$work/grade.sh"
verdict "gradescope: the lab is filled in" "$(has "$work/grade.sh" lab=1; has_not "$work/grade.sh" @LAB@)"
before=$(sha256sum build/gradescope/lab1.zip)
bundle gradescope 1 >/dev/null
verdict "gradescope: the same bytes again" "$(diff <(echo "$before") <(sha256sum build/gradescope/lab1.zip))"

bundle autolab 7 >/dev/null
tar -tf build/autolab/lab7/autograde.tar >"$work/list"
verdict "autolab, lab 7: scripts, sources, and what is to be broken" "$(
    for file in grade.sh memrepl/Makefile memrepl/solutions/lab7-break/checks; do has "$work/list" $file; done
    grep -q '^memrepl/solutions/lab7-break/suspects/' "$work/list" || echo "    it has no suspects"
    [ -s build/autolab/lab7/autograde-Makefile ] || echo "    it has no autograde-Makefile")"

refused() { # refused SYSTEM LAB TEXT
    local said
    said=$(bundle "$1" "$2")
    verdict "make $1 LAB=$2" "$([[ $said == *"$3"* ]] || echo "    it says: $said")"
}
refused gradescope "" "make gradescope: which lab? Give its number: make gradescope LAB=1"
refused autolab 99 "make autolab: there is no lab 99; there are lab1"
[ "${1:-}" = --build ] || exit 0

# ---- Gradescope ----------------------------------------------------------------------------------

export AUTOGRADER_ROOT=$work/autograder
results=$AUTOGRADER_ROOT/results/results.json
unset CC CFLAGS
mkdir -p "$AUTOGRADER_ROOT/source" "$AUTOGRADER_ROOT/submission"
unzip -q build/gradescope/lab1.zip -d "$AUTOGRADER_ROOT/source"
cp "$AUTOGRADER_ROOT/source/run_autograder" "$AUTOGRADER_ROOT/"
env -u MAKEFLAGS "$AUTOGRADER_ROOT/source/setup.sh" >"$work/setup.log" 2>&1
verdict "gradescope: it is set up" "$([ -x "$AUTOGRADER_ROOT/source/memrepl/memrepl" ] || tail "$work/setup.log")"

grade() { # grade SCORE [VARIABLE=VALUE]: what is in submission/
    env "${@:2}" "$AUTOGRADER_ROOT/run_autograder" >"$work/stdout" 2>&1
    local status=$?
    [ $status -eq 0 ] || echo "    status $status"
    python3 - "$results" "$root/tests/schemas/gradescope.json" "$1" <<'PYTHON' 2>&1
import json, sys
import jsonschema
result, schema = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
jsonschema.validate(result, schema)
if result["score"] != int(sys.argv[3]):
    print("    score", result["score"], "not", sys.argv[3])
PYTHON
}
cp solutions/lab1-queue/request_queue.c "$AUTOGRADER_ROOT/submission/"
for sandbox in bubblewrap landlock limits; do
    problems=$(grade 100 MEMREPL_SANDBOX=$sandbox)
    if [ $sandbox != limits ] && grep -q '^UNGRADED: no sandbox can be had' "$work/stdout"; then
        echo "ok gradescope: the solution in $sandbox # skip this machine has none"
    else
        verdict "gradescope: the solution in $sandbox" "$problems"
    fi
done
labs/make-blank solutions/lab1-queue/request_queue.c >"$AUTOGRADER_ROOT/submission/request_queue.c"
verdict "gradescope: the blank" "$(grade 0)"
verdict "gradescope: nothing is left of a result when there is none" "$(
    MEMREPL_SANDBOX=none "$AUTOGRADER_ROOT/run_autograder" >/dev/null 2>&1 && echo "    status 0"
    ls "$AUTOGRADER_ROOT/results")"
rm "$AUTOGRADER_ROOT/submission/request_queue.c"
tar -C solutions/lab1-queue -czf "$AUTOGRADER_ROOT/submission/lab1-handin.tar.gz" request_queue.c
verdict "gradescope: the archive of make handin" "$(grade 100)"
hand_in() { # hand_in NAME: as the one file of the submission, of standard input
    rm -rf "$AUTOGRADER_ROOT/submission" && mkdir -p "$AUTOGRADER_ROOT/submission/$(dirname "$1")"
    cat >"$AUTOGRADER_ROOT/submission/$1"
}
hand_in myfile.c <solutions/lab1-queue/request_queue.c
verdict "gradescope: under another name" "$(grade 100)"
hand_in lab1/src/request_queue.c <solutions/lab1-queue/request_queue.c
verdict "gradescope: in a folder" "$(grade 100)"
hand_in x.pdf <<<"%PDF"
verdict "gradescope: without the file it is 0, and says so" "$(grade 0
    grep -qF 'No request_queue.c was handed in.' "$results" || cat "$results")"
rm -rf "$AUTOGRADER_ROOT/submission/"*
verdict "gradescope: nothing at all" "$(grade 0)"

# ---- Autolab -------------------------------------------------------------------------------------

autolab() { # autolab NAME [VALUE]: what an instance does; leaves NAME/stdout and NAME/status
    mkdir "$work/$1"
    cp build/autolab/lab1/autograde.tar "$work/$1/"
    cp build/autolab/lab1/autograde-Makefile "$work/$1/Makefile"
    tar -C "$(dirname "$2")" -czf "$work/$1/lab1-handin.tar.gz" request_queue.c
    (cd "$work/$1" && env -u MAKEFLAGS "${@:3}" make >stdout 2>stderr; echo $? >status)
}
bundle autolab 1 >/dev/null
autolab solution solutions/lab1-queue/request_queue.c
verdict "autolab: the solution" "$(diff <(tail -n 1 "$work/solution/stdout") - <<<'{"scores": {"lab1": 100}}')"
mkdir "$work/blanks" && labs/make-blank solutions/lab1-queue/request_queue.c >"$work/blanks/request_queue.c"
kit=$AUTOGRADER_ROOT/source/memrepl
autolab blank "$work/blanks/request_queue.c" MAKEFLAGS="KIT=$kit"
verdict "autolab: the blank, with a kit that is there" "$(
    diff <(tail -n 1 "$work/blank/stdout") - <<<'{"scores": {"lab1": 0}}'
    [ ! -e "$work/blank/build.log" ] || echo "    it compiled another")"
mkdir "$work/junk"
cp build/autolab/lab1/autograde.tar "$work/junk/"
cp build/autolab/lab1/autograde-Makefile "$work/junk/Makefile"
cp "$work/blanks/request_queue.c" "$work/junk/lab1-handin.tar.gz"
(cd "$work/junk" && env -u MAKEFLAGS MAKEFLAGS="KIT=$kit" make >stdout 2>stderr)
verdict "autolab: what is no archive is 0, and says so" "$(
    diff <(tail -n 1 "$work/junk/stdout") - <<<'{"scores": {"lab1": 0}}'
    grep -q 'lab1-handin.tar.gz: the archive cannot be read' "$work/junk/stdout" || cat "$work/junk/stdout")"
autolab ungraded "$work/blanks/request_queue.c" MAKEFLAGS="KIT=$kit" MEMREPL_SANDBOX=none
verdict "autolab: no score where there is none" "$(
    [ "$(cat "$work/ungraded/status")" -ne 0 ] || echo "    status 0"
    ! grep scores "$work/ungraded/stdout")"
