#!/usr/bin/env bash
# The rules of the house: includes point down, files stay short, headers stand alone, and the top level
# holds what it should. Run in another folder (house.sh DIR) it judges that tree.
cd "${1:-$(dirname "$0")/..}" || exit 2

# What each layer may include, itself first; the layers on top may know the structs of the subject that
# they show. Subjects see nothing of the kit, and no folder but theirs.
declare -A below=(
    [program]="program"
    [stepper]="stepper program"
    [posix]="posix stepper program"
    [explore]="explore posix stepper program"
    [repl]="repl server explore posix stepper program"
    [results]="results program"
    [grade]="grade results server mems explore posix stepper program"
    [class]="class results program"
)

verdict() { # verdict NAME PROBLEMS MEND
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n%s\n    to mend: %s\n' "$1" "$2" "$3"
    fi
}

includes() { # FILE:LINE: WHAT of each #include "…" in the files given
    grep -HnoE '^ *# *include *"[^"]+"' "$@" /dev/null | sed -E 's/: *# *include *"([^"]+)"/ \1/'
}

for layer in program stepper posix explore repl results grade class; do
    mapfile -t files < <(find "src/$layer" -name '*.[chS]' 2>/dev/null)
    [ ${#files[@]} -gt 0 ] || continue
    problems=$(includes "${files[@]}" | while read -r place header; do
        [[ $header == */* ]] || continue # of the same folder
        [[ " ${below[$layer]} " == *" ${header%%/*} "* ]] || echo "    $place includes $header"
    done)
    verdict "includes of src/$layer point down" "$problems" \
        "src/$layer may include: ${below[$layer]}"
done

mapfile -t files < <(find src/server src/mems labs solutions -name '*.[ch]' 2>/dev/null)
problems=$(includes "${files[@]}" | while read -r place header; do
    file=${place%%:*}
    subject=$(cut -d/ -f1,2 <<<"$file") # src/server, labs/lab1-queue, …
    found=$(realpath -m --relative-to . "$(dirname "$file")/$header")
    [[ $header != */* || $found == "$subject"/* ]] || echo "    $place includes $header"
done)
verdict "subjects include nothing of the kit" "$problems" \
    "subjects are plain C11 and POSIX: only headers of their own folder"

problems=$(find src -name '*.[chS]' -exec wc -l {} + | awk '$2 != "total" && $1 > 400 {print "    " $2 ": " $1 " lines"}')
verdict "no file of src has over 400 lines" "$problems" "split it: one module, one thing"

# The parts of mems.h are no headers of their own: mems.h says in which order they are read.
for header in $(find src -name '*.h' -not -path 'src/mems/*' | sort) src/mems/contract.h src/mems/mems.h; do
    problems=$(cc -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror -Isrc -Isrc/server \
                  -fsyntax-only -x c - <<<"#include \"${header#src/}\"" 2>&1)
    head -c 2 "$header" | grep -q '/\*' || problems+="    $header does not begin with a comment"
    verdict "$header stands alone" "$problems" \
        "a header includes what it needs, and begins with what it is for"
done

# Of what git tracks or would; without git, of all that is there.
entries=$(git -c safe.directory='*' ls-files --cached --others --exclude-standard 2>/dev/null ||
          find . -mindepth 1 -path ./build -prune -o -path ./memrepl -o -type f -printf '%P\n')
problems=$(cut -d/ -f1 <<<"$entries" | sort -u |
           grep -vxE 'Makefile|labs|src|solutions|tests|handout|README.*|LICENSE.*|\..*' |
           sed 's/^/    /')
verdict "the top level holds nothing else" "$problems" "move it into a folder, or let .gitignore name it"

problems=$(tr '\n' '\0' <<<"$entries" | LC_ALL=C xargs -0 grep -aslP '[\x00-\x08\x0E-\x1A]' |
           grep -v '\.rep\.zst$' | sed 's/^/    /')
verdict "all files but traces are text" "$problems" "let the tests make it of a text, as tests/fuzz/loops does"

problems=$(while read -r script; do
    [[ $(head -c 64 "$script" | tr -d '\0') == '#!'* ]] && [ ! -x "$script" ] && echo "    $script"
done < <(find src tests labs .ci -type f -size -64k))
verdict "scripts can be run" "$problems" "chmod +x"
