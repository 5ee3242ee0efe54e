#!/usr/bin/env bash
# surroundings.sh [MEMREPL]: what stands around a hand-in, in its folder, in the environment, in names and
# modes, changes no grade.
#
# All are of lab 1, but for a link of lab 7. The blank gets nothing whatever helps it, and the solution
# its full marks whatever hinders it.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$(cd "$root" && realpath "${1:-./memrepl}")
work=$root/build/tests/surroundings
. "$root/tests/grading.sh"
lab=1
solution=$root/solutions/lab1-queue/request_queue.c
export TMPDIR=$work/tmp
mkdir -p "$TMPDIR" && chmod 711 "$TMPDIR"
blank=$work/blank.c
"$root/labs/make-blank" "$solution" >"$blank"

hand_in() { # hand_in DIR FILE: lays FILE out as a hand-in
    mkdir -p -- "$work/$1"
    cp "$2" "$work/$1/request_queue.c"
}

# ---- Files beside it -----------------------------------------------------------------------------

# Whatever of it is run or read leaves the file `touched`.
add_neighbours() { # add_neighbours DIR
    local name
    mkdir -p "$work/$1/build" "$work/$1/bin"
    chmod 777 "$work/$1" # who gives up root is to be able to leave a trace
    cd "$work/$1" || exit
    for name in Makefile GNUmakefile makefile; do
        # shellcheck disable=SC2016  # make expands it
        printf 'all: $(shell touch %s/touched)\n' "$work/$1" >"$name"
    done
    for name in bwrap gcc cc cc1 as ld nm objcopy collect2 sh awk mktemp rm memrepl; do
        printf '#!/bin/bash\ntouch %s/touched\necho lab1: 100/100\n' "$work/$1" >"bin/$name"
        chmod 755 "bin/$name"
        cp "bin/$name" "$name"
    done
    printf 'touch %s/touched\n' "$work/$1" | tee .profile .bashrc .gdbinit .inputrc trap >/dev/null
    printf '%%rename cpp old\n*cpp:\n-include %s %%(old)\n' "$solution" >specs
    printf '#include "%s"\n' "$solution" | tee evil.h stdbool.h request_queue.h workload.h >/dev/null
    gcc -x c-header -std=gnu11 -I "$root/src/server" "$solution" -o request_queue.h.gch
    gcc -c -fPIC -I "$root/src/server" "$solution" -o request_queue.o
    gcc -shared request_queue.o -o program.so
    cp request_queue.o part-0.o
    cp request_queue.o build/
    cp program.so build/
    echo 'lab1: 100/100' | tee report.old gmon.out outcome.json result.json fail-lab1-1.mem >/dev/null
    cd "$root" || exit
}

untouched() { # untouched DIR: says when something of it was run
    [ ! -e "$work/$1/touched" ] || echo "    something of the hand-in was run by the grader's side"
}

for name in blank solution; do
    hand_in "beside-$name" "${!name}"
    add_neighbours "beside-$name"
    two_at_a_time
    grade "beside-$name" &
done
wait
verdict "no file beside the blank helps it" \
    "$(expect_report beside-blank 0 0 1; untouched beside-blank)" "$work/beside-blank"
verdict "no file beside the solution hinders it" \
    "$(expect_report beside-solution 100 100 0; untouched beside-solution)" "$work/beside-solution"
verdict "a session of an older grading goes" \
    "$(grep -ls '^lab1: 100/100' "$work/beside-blank/fail-lab1-1.mem")" "$work/beside-blank"

# ---- The environment -----------------------------------------------------------------------------

# Loaded where it should not be, it prints a result. Who sets it has it loaded into the supervisor, and
# that is his own program.
cat >"$work/preload.c" <<'END'
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
__attribute__((constructor)) static void early(void)
{
    const char *folder = getenv("TMPDIR");
    if (folder != NULL && strstr(folder, "memrepl-grading-") != NULL) {
        (void)!write(1, "lab1: 100/100\n", 14);
        _exit(0);
    }
}
END
gcc -shared -fPIC "$work/preload.c" -o "$work/preload.so"

in_environment() { # in_environment DIR NAME=VALUE...
    (
        cd "$work/$1" || exit
        timeout $limit_seconds env "${@:2}" "$memrepl" --grade 1 --from . >report 2>&1 </dev/null
        echo $? >status
    )
}

folder=$work/environment-solution
settings=(
    CC=false CFLAGS="-include $folder/evil.h" CPPFLAGS=-DEVIL LDFLAGS=-nostdlib MAKEFLAGS=-n MAKELEVEL=7
    CPATH="$folder" C_INCLUDE_PATH="$folder" LIBRARY_PATH="$folder" LD_LIBRARY_PATH="$folder"
    GCC_EXEC_PREFIX="$folder/" COMPILER_PATH="$folder/bin" DEPENDENCIES_OUTPUT="$folder/touched"
    LD_PRELOAD="$work/preload.so" BASH_ENV="$folder/trap" ENV="$folder/trap" HOME="$folder" SHELL=/bin/false
    PATH="$folder/bin:$PATH" CDPATH="$folder" IFS=/ LC_ALL=tr_TR.UTF-8 POSIXLY_CORRECT=1
    MALLOC_PERTURB_=170 LD_BIND_NOW=1 GMON_OUT_PREFIX="$folder/touched"
)
for name in blank solution; do
    hand_in "environment-$name" "${!name}"
    add_neighbours "environment-$name"
    two_at_a_time
    in_environment "environment-$name" "${settings[@]//environment-solution/environment-$name}" &
done
wait
for name in blank solution; do
    verdict "no setting of the environment changes the report of the $name" \
        "$(diff "$work/beside-$name/report" "$work/environment-$name/report"; untouched "environment-$name")" \
        "$work/environment-$name"
done
in_environment environment-blank TMPDIR="$work/not-there"
verdict "without a folder for it there is no grading, and no score" \
    "$([ "$(status environment-blank)" = 2 ] || echo "    status: expected 2"
        grep -q "^UNGRADED.* can be made in $work/not-there" "$work/environment-blank/report" || cat "$work/environment-blank/report")" \
    "$work/environment-blank"

# ---- One grading after another -------------------------------------------------------------------

hand_in stale "$solution"
sed -i 's/queue->length++;//' "$work/stale/request_queue.c"
grade stale
problems=$(compgen -G "$work/stale/fail-lab1-*" >"$work/sessions" || echo "    there is no session to begin with")
echo 'int broken(' >"$work/stale/request_queue.c"
grade stale
verdict "after a build that fails nothing of the last grading stays" \
    "$problems$(expect_report stale 0 0 1 "No program"; compgen -G "$work/stale/fail-lab1-*")" "$work/stale"

# ---- Modes and links -----------------------------------------------------------------------------

hand_in mode "$solution"
chmod 6755 "$work/mode/request_queue.c"
chmod 2777 "$work/mode"
grade mode
verdict "a file that would run as its owner is graded like any other" \
    "$(expect_report mode 100 100 0; find "$TMPDIR" "$work/mode" -type f -perm /6000 ! -name request_queue.c)" \
    "$work/mode"

mkdir -p "$work/linked/kit" "$work/linked7/kit"
ln -s "$root/solutions/lab1-queue" "$work/linked/lab1-queue"
ln -s "$root/solutions/lab7-break" "$work/linked7/lab7-break"
grade linked
verdict "a link in the place of the lab's folder leads nowhere" \
    "$(expect_report linked 0 0 1 "is no plain file")" "$work/linked"
lab=7
grade linked7
verdict "nor does one in the place of the folder of a hand-in" "$(expect_report linked7 0 0 1)" "$work/linked7"
lab=1

# At any moment the file is the blank, or a link to the solution: both get nothing.
exchange() { # exchange DIR: until the file `graded` is there
    cd "$work/$1" || exit
    until [ -e graded ]; do
        ln -s "$solution" other && mv -T other request_queue.c
        cp "$blank" other && mv -T other request_queue.c
    done
}
hand_in exchanged "$blank"
exchange exchanged &
problems=
for _ in 1 2 3; do
    grade exchanged
    problems+=$(expect_report exchanged 0 0 1)
done
touch "$work/exchanged/graded"
wait
verdict "a file that is exchanged for a link while it is graded gains nothing" "$problems" "$work/exchanged"

# ---- Users ---------------------------------------------------------------------------------------

# Root has nobody to become in a container of one user, or where nobody cannot go; it gives up its rights.
hand_in closed/hand-in "$solution"
hand_in alone "$solution"
hand_in powerless "$solution"
chmod 700 "$work/closed"
as_user() { # as_user DIR SANDBOX COMMAND...: like grade, below COMMAND
    (
        cd "$work/$1" || exit
        MEMREPL_SANDBOX=$2 timeout $limit_seconds "${@:3}" "$memrepl" --grade 1 --from . >report 2>&1 </dev/null
        echo $? >status
    )
}
for sandbox in bubblewrap landlock limits; do
    as_user alone $sandbox
    [ "$(status alone)" = 0 ] || continue # there is no such sandbox here
    as_user closed/hand-in $sandbox
    verdict "below a folder that only its owner goes through: $sandbox" \
        "$(expect_report closed/hand-in 100 100 0)" "$work/closed/hand-in"
    ! unshare --map-root-user true 2>&1 || {
        as_user alone $sandbox unshare --map-root-user
        verdict "as root of a container of one user: $sandbox" "$(expect_report alone 100 100 0)" "$work/alone"
    }
done
[ "$(id -u)" -ne 0 ] || {
    as_user powerless landlock setpriv --bounding-set=-all --inh-caps=-all
    verdict "as root without any right" "$(expect_report powerless 100 100 0)" "$work/powerless"
}

# ---- Names ---------------------------------------------------------------------------------------

# shellcheck disable=SC2016  # nobody expands it
names=(
    $'lines\nlab1: 0/100\nsave touched' "quote's" 'double"quote' -dash --grade '$(touch touched)' 'a;touch touched'
    '%s%n' 'back\slash' ' spaces ' $'escape\e[2J' $'bytes\xff\xfe' '*' "$(printf 'x%.0s' {1..255})"
)
number=0
for name in "${names[@]}"; do
    number=$((number + 1))
    mkdir -p "$work/names-$number"
    hand_in "names-$number/$name" "$solution"
    two_at_a_time
    (
        cd "$work/names-$number" || exit
        timeout $limit_seconds "$memrepl" --grade 1 --from "$name" --result result.json >report 2>&1 </dev/null
        echo $? >status
    ) &
done
wait
problems=
for number in $(seq ${#names[@]}); do
    problems+=$(expect_report "names-$number" 100 100 0
        [ "$(grep -c '^lab1: ' "$work/names-$number/report")" -eq 1 ] || echo "    names-$number: a forged line"
        ! grep -q $'\e' "$work/names-$number/report" || echo "    names-$number: an escape sequence"
        python3 -c 'import json, sys; sys.exit(json.load(open(sys.argv[1]))["score"] != 100)' \
            "$work/names-$number/result.json" || echo "    names-$number: the result cannot be read"
        find "$work/names-$number" -name touched)
done
verdict "${#names[@]} odd names of folders change nothing" "$problems" "$work/names-1"

lab=7
mkdir -p "$work/files7"
# shellcheck disable=SC2016  # nobody expands it
for name in $'a\nlab7: 100' "quote's" -x '$(touch touched)' $'\xff' "$(printf 'x%.0s' {1..251})"; do
    echo 'enqueue 1 10' >"$work/files7/$name.mem"
done
printf 'int main(void)\n{\n    return 0;\n}\n' | tee "$work/files7/-c.c" >"$work/files7/a \$(touch touched).c"
grade files7
verdict "nor do odd names of files" "$(expect_report files7 0 5 1 "its name "
    [ "$(grep -c '^lab7: ' "$work/files7/report")" -eq 1 ] || echo "    a forged line"
    find "$work/files7" -name touched)" "$work/files7"

verdict "nothing is left" "$(ls -A "$TMPDIR")" "$work"
