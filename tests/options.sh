#!/usr/bin/env bash
# options.sh MEMREPL: what the command lines refuse, each in one line that names the word and the mend; and
# what memrepl says when it cannot print, or has not been built.
cd "$(dirname "$0")/.." || exit 2
memrepl=$(realpath "${1:-./memrepl}")
export LC_ALL=C.UTF-8
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

verdict() { # verdict NAME STATUS EXPECTED GOT COMMAND...
    if [ "$2" = "${got_status:-}" ] && [ "$4" = "$3" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n    expected %s: %s\n    got %s: %s\n    to repeat: %s\n' \
            "$1" "$2" "$3" "${got_status:-}" "$4" "${*:5}"
    fi
}

refused() { # refused MESSAGE ARGUMENT...
    local expected="memrepl: $1" got
    shift
    got=$("$memrepl" "$@" 2>&1 </dev/null)
    got_status=$?
    verdict "memrepl$(printf ' %q' "$@")" 2 "$expected" "$got" "memrepl$(printf ' %q' "$@")"
}

refused 'unknown option "-z"; --help lists them' -z
refused 'unknown option "--zebra"; --help lists them' --zebra
refused '--batch takes no value' --batch=yes
refused '--seed takes a value' --seed
refused '-x takes a value' -x
refused '--threads takes a number of request threads from 1 to 60, not "0"' --threads 0
refused '--threads takes a number of request threads from 1 to 60, not "x"' --threads x
refused '--memory takes a number of bytes from 1 to 65536, not "99999999"' --memory 99999999
refused '--seed takes a number from 0 to 4294967295, not "-1"' --seed -1
refused '--lab takes the number of a lab from 1 to 99, not "x"' --lab x
refused '--grade: lab takes the number of a lab from 1 to 99, not "0"' --grade 0
refused '--check needs files to check' --check
refused '"dump" does not go with --check, --class, --explore, --grade or --native' --check -e dump
refused '"README.md" does not go with --check, --class, --explore, --grade or --native' --grade 1 README.md
refused '"a.mem" does not go with --check, --class, --explore, --grade or --native' --native -x a.mem
refused '--result needs --grade' --result r
refused '--as: expected text, html, gradescope, autolab, junit or tap, got "csv"' --as csv
refused '--as needs one file, as --grade N --result FILE writes it' --as html
refused '/nowhere/r.json: No such file or directory' --as html /nowhere/r.json
refused '--as, --check, --class, --explore, --grade and --native exclude one another' --grade 1 --native
refused '--bless needs --check' --bless
refused '--from needs --lab or --grade' --from labs
refused '--built needs a program: FILE.c' --built x
refused '--input needs a program: FILE.c' --input f
refused '--cc needs a program: FILE.c' --cc clang
refused '--explore needs a program: FILE.c' --explore
refused '--jobs needs --explore or --class' --jobs 2
refused '--executions needs --explore' --executions 3
refused '--out needs --class' --out d
refused '--class was given twice, with "a" and "b"' --class a --class b --lab 1
refused '--class needs --lab N' --class a
refused '--class takes the name of a folder' --class= --lab 1
refused '--echo does not go with --class' --class a --lab 1 --echo
refused '--shard takes K/N with K from 1 to N, such as 2/4, not "9/3"' --explore --shard 9/3 a.c
refused 'there is no suspect "Q"; labs/lab7-break/README.md lists them' --suspect Q
refused 'there is no request_queue.c to be read in nowhere' --lab 1 --from nowhere
refused '--lab does not go with --native, which runs the complete program' --native --lab 1

# ---- What is not there ---------------------------------------------------------------------------

without() { # without NAME MESSAGE SHELL_WORDS: memrepl, called so, ends with status 2 and the message alone
    local got
    got=$(memrepl=$memrepl bash -c "$3" 2>&1)
    got_status=$?
    verdict "$1" 2 "memrepl: $2" "$got" "$3"
}

mkfifo "$work/pipe.c" || exit 2
for arguments in "$work/pipe.c" "-x $work/pipe.c" "--explore $work/pipe.c" "--as html $work/pipe.c" \
    "--check $work/pipe.c" "--input $work/pipe.c tests/sessions/programs/bank.c"; do
    # shellcheck disable=SC2086  # words
    got=$(timeout 10 "$memrepl" $arguments 2>&1 </dev/null | tr -s ' \n' ' ' |
        grep -o 'a pipe that perhaps nobody writes to: give a file')
    got_status=$?
    verdict "memrepl ${arguments//$work\//}" 0 'a pipe that perhaps nobody writes to: give a file' "$got" \
        "mkfifo pipe.c; memrepl ${arguments//$work\//}"
done

full='standard output cannot be written: results are missing'
for arguments in '--batch -e dump' --version '--check README.md'; do
    # shellcheck disable=SC2016  # the inner shell's
    without "memrepl $arguments, on a full disk" "$full" '"$memrepl" '"$arguments"' >/dev/full'
done
# shellcheck disable=SC2016  # the inner shell's
without "memrepl without standard input and output" "$full" '"$memrepl" --help <&- >&-'

allowed() { # allowed STATUS EXPECTED ULIMIT...: memrepl where the shell allows no more
    local got
    got=$(ulimit "${@:3}" && "$memrepl" --batch -e queue 2>&1)
    got_status=$?
    verdict "memrepl with ulimit ${*:3}" "$1" "$2" "$got" "ulimit ${*:3}; ./memrepl --batch -e queue"
}
allowed 3 'memrepl: 12 open files are allowed here, and 32 are needed: ulimit -n 1024' -n 12
allowed 3 'memrepl: 160 KiB of stack are allowed here, and 512 are needed: ulimit -s 8192' -s 160
allowed 0 'queue     empty' -S -n 12
allowed 0 'queue     empty' -S -s 160

cp "$memrepl" "$work/memrepl"
server=$(dirname "$memrepl")/build/memory-server
memrepl=$work/memrepl
refused "$work/build/memory-server: No such file or directory; make builds it" --native
refused "$work/build/server.so: the built program cannot be read" --batch -e dump
refused 'there is no lab 1: no folder labs/lab1-...' --lab 1 --batch

# ---- The memory server alone ---------------------------------------------------------------------

denied() { # denied MESSAGE ARGUMENT...: of build/memory-server
    local expected="memory-server: $1" got
    shift
    got=$("$server" "$@" 2>&1 </dev/null)
    got_status=$?
    verdict "memory-server$(printf ' %q' "$@")" 2 "$expected" "$got" "$server$(printf ' %q' "$@")"
}

denied '--placement takes first, next, best or worst, not "up"' --placement up
denied '--threads takes a number from 1 to 60, not "0"' --threads 0
denied '--memory takes a number from 1 to 1073741824, not ""' --memory
denied '"--zebra" is unknown; the options are --threads, --memory, --seed, --placement and --free' --zebra
