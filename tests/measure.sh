#!/usr/bin/env bash
# measure.sh: what `make lab4` and `make lab6` print behind the points. Of lab 4: the streams are those that
# make-streams makes, each favours the placement it was made for, the bitmap in units of a byte does what
# first fit does, and code that is not finished, or crashes, is no error.
cd "$(dirname "$0")/.." || exit 2
lab=labs/lab4-placement
work=build/tests/measure
rm -rf $work
mkdir -p $work
make -s build/trackers.a >$work/make 2>&1 || cat $work/make

verdict() { # verdict NAME PROBLEMS COMMAND
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n%s\n    to repeat: %s\n' "$1" "$2" "$3"
    fi
}

for stream in "$lab"/streams/*.txt; do
    read -r _ _ kind seed < <(head -n 1 "$stream")
    verdict "$stream is made by make-streams" "$("$lab"/make-streams "$kind" "$seed" | diff "$stream" - | head -n 4)" \
        "$lab/make-streams $kind $seed | diff $stream -"
done

$lab/measure solutions >$work/table 2>&1
refused() { awk -v stream="$1" -v tracker="$2" '$1 == stream && $2 == tracker { print $3 }' $work/table; }

least() { # least STREAM: the placement that refuses the fewest requests
    awk -v stream="$1" '$1 == stream && !/unit/ && (!found || $3 < least) { found = $2; least = $3 }
        END { print found }' $work/table
}

for favourite in mixed:best queue:next two:first; do
    stream=${favourite%:*}
    got=$(least "$stream")
    verdict "$stream favours ${favourite#*:} fit" \
        "$([ "$got" = "${favourite#*:}" ] || echo "    it favours: $got")" "$lab/measure solutions"
    verdict "$stream: units of a byte are first fit" \
        "$([ "$(refused "$stream" unit-1)" = "$(refused "$stream" first)" ] || tail -n 34 $work/table)" \
        "$lab/measure solutions"
done
verdict "nothing is lost in units of a byte, much in units of 64" \
    "$(awk '$2 == "unit-1" && $NF != "0.0%" || $2 == "unit-64" && $NF + 0 < 40' $work/table)" \
    "$lab/measure solutions"

mv build/lab4.svg $work/first.svg
$lab/measure solutions 2>&1 | diff $work/table - >$work/difference
verdict "twice the same table" "$(cat $work/difference)" "$lab/measure solutions"
verdict "twice the same picture" "$(cmp build/lab4.svg $work/first.svg 2>&1)" "$lab/measure solutions"
verdict "the picture has a ground, and a bar for each figure" \
    "$(grep -c '<rect' build/lab4.svg | grep -vx $((1 + 3 + 3 * 11 * 3)))" "grep -c '<rect' build/lab4.svg"

cp solutions/lab4-placement/*.c $work/
sed 's/^bool bitmap_init.*/&\n{ return 1 }/' solutions/lab4-placement/bitmap.c >$work/bitmap.c
verdict "nothing is said when there is no program" "$($lab/measure $work 2>&1)" "$lab/measure $work"
cp solutions/lab4-placement/mutants/units-rounded-up.bitmap.c $work/bitmap.c
verdict "a broken invariant is told by its line" \
    "$($lab/measure $work 2>&1 | grep -q 'streams/.*.txt:[0-9]*: there are not as many units' || echo '    it is not')" \
    "$lab/measure $work"
cp solutions/lab4-placement/bitmap.c $work/
cp solutions/lab4-placement/mutants/worst-too-small.c $work/placement.c
verdict "a hole that is too small is no winner" \
    "$($lab/measure $work 2>&1 | grep -q 'streams/.*.txt:[0-9]*: fewer bytes were granted' || echo '    it is')" \
    "$lab/measure $work"
cp solutions/lab4-placement/placement.c $work/
sed 's/^bool bitmap_init.*/&\n{ return *(volatile int *)0 + bytes + unit; }\nbool old(int bytes, int unit);\n bool old(int bytes, int unit)/' \
    solutions/lab4-placement/bitmap.c >$work/bitmap.c
verdict "a crash is told" "$($lab/measure $work 2>&1 | grep -q 'crashed' || echo '    it is not')" "$lab/measure $work"
labs/make-blank solutions/lab4-placement/bitmap.c >$work/bitmap.c
verdict "the blank is no error" "$($lab/measure $work >$work/blank 2>&1 || cat $work/blank)" "$lab/measure $work"

# Lab 6: a race with the C library, whose times nobody judges.
lab=labs/lab6-fast
verdict "lab 6 races with the C library" \
    "$($lab/measure solutions 2>&1 | grep -vE '^challenge, not graded: malloc and free [0-9]+ ns .* get [0-9]+ ns$')" \
    "$lab/measure solutions"
sed 's/^    struct tree_node \*node = node_at(ptr);/    printf("here\\n");\n&/' \
    solutions/lab6-fast/mems.c >$work/mems.c
verdict "what the MeMS prints is left out" \
    "$($lab/measure $work/mems.c 2>&1 | grep -c '' | grep -vx 1)" "$lab/measure $work/mems.c"
verdict "what has no memory to give does not race" \
    "$(labs/make-blank solutions/lab6-fast/mems.c >$work/mems.c; $lab/measure $work 2>&1)" "$lab/measure $work"
echo 'int head' >$work/mems.c
verdict "nor does what is no program" "$($lab/measure $work 2>&1)" "$lab/measure $work"
