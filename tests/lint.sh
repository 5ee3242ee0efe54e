#!/usr/bin/env bash
# lint.sh [TOOL...]: what looks at the sources without running them finds nothing; all of the tools below,
# or those named. `make lint` installs them and calls this.
#
#   - shellcheck: every shell script of the tree, those without .sh too
#   - cppcheck: the kit
#   - analyzer: gcc -fanalyzer, the kit
#   - clang-tidy: all C that is meant to be right, with the checks of .clang-tidy
#
# Only planted bugs are left out (right() below). A finding that is wrong is a row of tests/lint/TOOL,
# with the reason; a row that no finding needs is told, too. The rows are those of Debian 12's tools, gcc
# 12, clang-tidy 14 and cppcheck 2.10: others find other things.
cd "$(dirname "$0")/.." || exit 2
out=build/lint
mkdir -p "$out"

need() { # need COMMAND PACKAGE
    command -v "$1" >/dev/null ||
        { echo "lint.sh: $1 is not installed: apt-get install $2" >&2; exit 2; }
}

# The command with each file in place of {}, as many at a time as there are processors; what they say, file
# by file.
each_file() { # each_file COMMAND... < FILES
    rm -rf "$out/parts"
    mkdir "$out/parts"
    # shellcheck disable=SC2016  # for the other shell
    xargs -P "$(nproc)" -I '{}' nice sh -c 'part=$0/$(printf %s "$1" | tr / :) && shift && "$@" >"$part" 2>&1' \
        "$out/parts" '{}' "$@"
    cat "$out/parts"/*
}

# ---- What is looked at -----------------------------------------------------------------------------

scripts() {
    find . \( -path ./build -o -path ./.git \) -prune -o -type f \
        \( -name '*.sh' -o -name '*.bash' -o -size -64k -perm -u+x -exec grep -qaIm1 '^#!.*sh$' {} \; \) -print
}

kit() { find src -name '*.c' -not -path 'src/course/newlab/*'; } # a lab that has no name yet

# Bugs are planted in hand-ins of students who are wrong, attacks, and programs that have something to find.
right() {
    kit
    find labs solutions tests handout -name '*.c' -not -path '*/mutants/*' -not -path '*/suspects/*' \
        -not -path 'tests/attacks/*' -not -path 'tests/explore/*' -not -path 'tests/sessions/*' \
        -not -path 'tests/unit/subjects/*' -not -path 'tests/fuzz/corpus/*' -not -path 'handout/examples/programs/*'
}

# ---- The tools, each in a function that writes FILE:LINE:COLUMN: KIND: SENTENCE [CHECK] --------------

find_shellcheck() {
    need shellcheck shellcheck
    mapfile -t files < <(scripts)
    shellcheck --external-sources --source-path=SCRIPTDIR --source-path=. --format=gcc "${files[@]}"
}

find_cppcheck() {
    need cppcheck cppcheck
    mapfile -t files < <(kit)
    cppcheck -q --enable=warning,performance,portability,style --std=c11 -D_GNU_SOURCE -D__GNUC__=12 \
        "-D__$(uname -m)__" -D__linux__ -Isrc -iquote src/server \
        --template='{file}:{line}:{column}: {severity}: {message} [{id}]' --template-location='' \
        "${files[@]}" 2>&1
}

find_analyzer() {
    need gcc gcc
    mapfile -t files < <(kit)
    kit | each_file gcc -std=gnu11 -D_GNU_SOURCE -O0 -fanalyzer -fdiagnostics-plain-output -Isrc \
        -iquote src/server -S '{}' -o /dev/null
}

find_clang-tidy() {
    need clang-tidy clang-tidy
    mapfile -t files < <(right)
    right | each_file clang-tidy --quiet '{}' -- -std=gnu11 -D_GNU_SOURCE -Isrc -iquote src/server \
        -iquote src/mems -iquote build
}

# ---- The verdict -----------------------------------------------------------------------------------

# Findings, each once; a row "CHECK FILE: LINE OF THE SOURCE" of the list is no finding.
judge() { # judge LIST < FINDINGS
    awk -v list="$1" -v here="$PWD/" '
        function source_line(file, line,    text, n) {
            while (n < line && (getline text < file) > 0) n++
            close(file)
            gsub(/^[ \t]+|[ \t]+$/, "", text)
            return text
        }
        BEGIN {
            while ((getline row < list) > 0)
                if (row !~ /^(#|$)/) rows[row] = 0
        }
        !/^[^ :]+:[0-9]+:[0-9]+: .*(\[[^][]*\]$|error: )/ || seen[$0]++ { next }
        {
            split($0, place, ":")
            file = place[1]
            if (index(file, here) == 1) file = substr(file, length(here) + 1)
            sub(/^\.\//, "", file)
            if (file ~ /^\//) next # of the system
            check = match($0, /\[[^][]*\]$/) ? substr($0, RSTART + 1, RLENGTH - 2) : "error"
            row = check " " file ": " source_line(place[1], place[2])
            if (row in rows) { rows[row]++; next }
            print "    " file substr($0, length(place[1]) + 1) "\n        " row
        }
        END { for (row in rows) if (!rows[row]) print "    found no more: " row | "sort" }'
}

[ $# -gt 0 ] || set -- shellcheck cppcheck analyzer clang-tidy
for tool; do
    declare -F "find_$tool" >/dev/null ||
        { echo "usage: tests/lint.sh [shellcheck] [cppcheck] [analyzer] [clang-tidy]" >&2; exit 2; }
    files=()
    "find_$tool" >"$out/$tool"
    problems=$(judge "tests/lint/$tool" <"$out/$tool")
    if [ ${#files[@]} -eq 0 ]; then
        echo "not ok $tool looked at nothing"
    elif [ -z "$problems" ]; then
        echo "ok $tool finds nothing in ${#files[@]} files"
    else
        printf 'not ok %s\n%s\n    to mend: the code; if it is right, a row in tests/lint/%s with the reason\n' \
            "$tool" "$problems" "$tool"
        failed=yes
    fi
done
[ -z "${failed:-}" ]
