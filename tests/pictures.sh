#!/usr/bin/env bash
# pictures.sh MEMREPL: draws the pictures of tests/pictures and compares them byte for byte.
#
# Each NAME.mem leaves its pictures in a folder of its own; those that it should leave stand in
# tests/pictures/NAME/, but for physical addresses, which a machine of another kind has elsewhere.
# BLESS=1 rewrites them: look at each before you commit it.
cd "$(dirname "$0")/.." || exit 2
memrepl=$(realpath "${1:-./memrepl}")
here=$PWD/tests/pictures
out=$PWD/build/tests/pictures
export LC_ALL=C.UTF-8 ASAN_OPTIONS=detect_stack_use_after_return=0

verdict() { # verdict NAME PROBLEMS
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n%s\n' "$1" "$(head -n 20 <<<"$2" | cut -c 1-200)"
    fi
}

for session in "$here"/*.mem; do
    name=$(basename "$session" .mem)
    rm -rf "${out:?}/$name"
    mkdir -p "$out/$name"
    problems=$(cd "$out/$name" && { "$memrepl" --batch -x "$session" 2>&1 </dev/null >../log || cat ../log; })
    sed -i -E 's/0x[0-9a-f]+/0x214000000000/g' "$out/$name"/*.svg
    [ -z "${BLESS:-}" ] || { rm -rf "${here:?}/$name"; cp -r "$out/$name" "$here/$name"; }
    problems+=$(diff -ru "$here/$name" "$out/$name" 2>&1)
    verdict "pictures of $name" "$problems"
    command -v xmllint >/dev/null || { echo "ok $name is XML # skip xmllint is not installed"; continue; }
    verdict "$name is XML" "$(xmllint --noout "$out/$name"/*.svg 2>&1)"
done

# What is refused leaves the files there as they were, and nothing beside them.
refused() { # refused COMMAND MESSAGE
    local problems
    got=$(cd "$out/refused" && "$memrepl" --batch -e "$mode" -e "$1" 2>&1 </dev/null) && problems="not refused"
    [[ $got == *"$2"* ]] || problems+=" says: $got"
    problems+=$(cd "$out/refused" && diff <(printf '%s\n' folder mine.c) <(printf '%s\n' *) &&
        diff <(echo 'int x;') mine.c)
    verdict "refused: $mode $1" "$problems"
}
rm -rf "$out/refused"
mkdir -p "$out/refused/folder"
echo 'int x;' >"$out/refused/mine.c"
mode=mem
refused "export svg mine.c" "mine.c is there already, and no picture that export drew"
refused "export svg folder" "folder is there already, and no picture that export drew"
refused "export svg nowhere/a.svg" "cannot save to nowhere/a.svg: No such file or directory"
refused "export svg schedule a.svg" "no picture: nobody has taken a step yet"
refused "export svg dump" "export svg dump takes a file, such as dump.svg"
refused "export svg map a.svg" 'no picture "map" here'
refused "export svg schedule a.svg 0" 'a number of steps stands behind the file, not "0"'
refused "export png a.png" 'export makes svg or html, not "png"'
mode=mems
refused "export svg map a.svg" "no picture: nothing is mapped"

mkdir -p "$out/again"
rm -f "$out/again"/*
got=$(cd "$out/again" && "$memrepl" --batch -e "export svg a.svg" -e "enqueue 1 9" -e serve -e "export svg a.svg" \
      2>&1 </dev/null; ls)
problems=$([[ $got == *Drawn*Drawn* ]] && grep -q 'T1 of 9 at 0' "$out/again/a.svg" || echo "$got")
verdict "a picture takes the place of an older one" "$problems"

got=$("$memrepl" --batch -e "enqueue 1 9" -e serve -e "back 3" -e "export svg schedule $out/again/b.svg" \
      -e "goto 10" -e "expect step 10" 2>&1 </dev/null) || problems="$got"
verdict "drawing a schedule loses no step that lies ahead" "$problems"
