#!/usr/bin/env bash
# handin.sh LAB: packs what a student hands in: labN-handin.tar.gz.
#
# The files are copied into an empty folder and built and graded there, so that what was packed is what
# was graded. The same files give the same archive. Exit status: 1 when nothing was packed.
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
lab=$(find_lab "${1:-}" "handin LAB=1") || exit
number=${lab%%-*}
archive=$number-handin.tar.gz
work=build/handin/$number
rm -rf "$work"
mkdir -p "$work" || refuse "build/handin cannot be written"

give_up() {
    echo "make $tool: $*" >&2
    exit 1
}

[ -n "$(files_of "$lab")" ] || give_up "labs/$lab has neither sessions nor tests to hand in yet"
for file in $(files_of "$lab"); do
    [ -e "labs/$lab/$file" ] ||
        give_up "labs/$lab/$file is not there: make reset LAB=${number#lab} brings the blank"
    cp "labs/$lab/$file" "$work/"
done
report=$work/report.txt
(cd "$work" && ../../../memrepl --grade "${number#lab}" --from .) >"$work.report" 2>&1 </dev/null
status=$?
rm -f "$work"/fail-*.mem
mv "$work.report" "$report"
score=$(tail -n 1 "$report")
[ $status -le 1 ] || { cat "$report"; give_up "it cannot be graded, and nothing was packed"; }
if grep -q '^No program: ' "$report"; then
    cat "$report"
    give_up "it does not compile in an empty folder, and nothing was packed"
fi

mapfile -t names < <(cd "$work" && find . -type f -printf '%P\n' | sort)
tar -C "$work" --owner=0 --group=0 --numeric-owner --mode=644 --mtime=@0 -cf - "${names[@]}" |
    gzip -n9 >"$archive" ||
    give_up "$archive cannot be written"
echo "$score"
echo "$archive holds:"
for name in "${names[@]}"; do echo "    $name, $(wc -c <"$work/$name") bytes"; done
[ "${score#* }" = 100/100 ] ||
    echo "Points are missing still: make $number tells where. Packing again replaces the archive."
