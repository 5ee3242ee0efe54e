#!/usr/bin/env bash
# traces.sh DIR UPTO: searches a release for traces of what it must not hold: the solutions of the labs
# behind UPTO, their planted bugs and hidden checks, and MeMS. Prints each trace, and exits with status 1
# when there are any.
#
# A trace is a line or a name. All files are searched, objects and what zstd packed too. A line counts when
# it has LINE_LEAST characters, a name when it has an underscore and NAME_LEAST; neither counts when
# what students are given anyway has it: the blanks and headers, or the kit, which shares idioms with
# them.
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
dir=$1
upto=${2:-0}
LINE_LEAST=20
NAME_LEAST=6
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

list_secrets() {
    local folder
    for folder in solutions/lab*/; do
        [ "$(number_of "$folder")" -le "$upto" ] ||
            find "$folder" \( -name mutants -o -name suspects \) -prune -o \
                \( -name '*.[ch]' -o -name '*.mem' \) -print
    done
    [ "$upto" -ge "$MEMS_GIVEN" ] || find src/mems -name '*.h' ! -name contract.h ! -name threads.h
}

# Of a planted bug the comment that tells it: the rest is the solution, or what anybody might write.
planted_bugs() {
    find solutions \( -path '*/mutants/*' -o -path '*/suspects/*' \) -name '*.c' -exec sed -n '1,/\*\//p' {} \;
}

# What anybody may know: the system, the blanks, the public checks, the headers, and the kit.
list_known() {
    find src/program src/stepper src/posix src/explore src/repl src/grade -name '*.[ch]'
    find src/server src/mems/contract.h src/mems/threads.h src/mems/stepped.c handout/sessions -type f
    find labs -type f ! -name '*.[0-9]*'
}

system_headers() {
    printf '#include <%s.h>\n' errno pthread sched semaphore stdatomic stdint stdio stdlib string sys/mman |
        gcc -E -dD -D_GNU_SOURCE -x c -
}

blanks() {
    local solution
    for solution in solutions/lab*/*.c; do labs/make-blank "$solution"; done
}

hidden_checks() {
    local checks
    for checks in solutions/lab*/checks; do
        awk 'BEGIN { RS = "" } /(^|\n)visibility: *hidden/' "$checks"
    done
}

trim() { sed 's/^[ \t]*//; s/[ \t]*$//'; }
words() { grep -ohaE '[A-Za-z_][A-Za-z0-9_]*' | sort -u; }

mapfile -t secrets < <(list_secrets)
mapfile -t known < <(list_known | grep -vE '^labs/.*\.[ch]$'; find labs -name desk.c)
{ cat "${known[@]}"; blanks; system_headers; } >"$work/known"
{ cat "${secrets[@]}"; planted_bugs; hidden_checks; } | trim | awk -v least=$LINE_LEAST 'length >= least' |
    grep '[A-Za-z]' | grep -v '^#include <' | sort -u >"$work/candidates"
cp "$work/candidates" "$work/lines"
while grep -oF -f "$work/lines" "$work/known" | sort -u >"$work/given" && [ -s "$work/given" ]; do
    comm -23 "$work/lines" "$work/given" >"$work/fewer"
    mv "$work/fewer" "$work/lines"
done
cat "${secrets[@]}" | words | grep _ | awk -v least=$NAME_LEAST 'length >= least' |
    comm -23 - <(words <"$work/known") >"$work/names"

{
    grep -rnaF -f "$work/lines" "$dir"
    grep -rnaowF -f "$work/names" "$dir"
    find "$dir" -name '*.zst' | while read -r packed; do
        zstd -dcq "$packed" | grep -naF -f "$work/lines" -f "$work/names" | sed "s|^|$packed:|"
        [ "${PIPESTATUS[0]}" -eq 0 ] || echo "$packed: cannot be unpacked"
    done
    find "$dir" \( -name '*.a' -o -name '*.gz' -o -name '*.xz' -o -name '*.zip' -o -name '.git' \) \
        -printf '%p: an archive, which hides what is in it\n'
} | cut -c 1-160 | sed "s|^$dir/||" >"$work/traces"
cat "$work/traces"
[ ! -s "$work/traces" ]
