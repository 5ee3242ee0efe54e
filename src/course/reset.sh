#!/usr/bin/env bash
# reset.sh LAB: puts the blanks of a lab back. A file with work in it is kept beside, as FILE.1, or .2, …
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
lab=$(find_lab "${1:-}" "reset LAB=1") || exit

# The blank as it was given out: made from the solution, or kept by the release.
blank() { # blank FILE
    if [ -e "solutions/$lab/$1" ]; then
        labs/make-blank "solutions/$lab/$1"
    else
        cat "src/course/blanks/$lab/$1"
    fi
}

[ -n "$(header_of "$lab" files)" ] ||
    refuse "$lab has no blanks: what you hand in there is all your own, and nothing was changed"
for file in $(files_of "$lab"); do
    mine=labs/$lab/$file
    new=$(mktemp) || exit 2
    trap 'rm -f "$new"' EXIT
    blank "$file" >"$new" || refuse "there is no blank of $file; nothing was changed"
    if cmp -s "$new" "$mine"; then
        echo "$mine is the blank already."
        continue
    fi
    if [ -e "$mine" ]; then
        count=1
        while [ -e "$mine.$count" ]; do count=$((count + 1)); done
        mv -- "$mine" "$mine.$count" || refuse "$mine cannot be moved; nothing was changed"
        echo "$mine is the blank again; what was in it is $mine.$count."
    else
        echo "$mine is there again."
    fi
    cat "$new" >"$mine"
done
