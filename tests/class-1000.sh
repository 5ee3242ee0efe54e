#!/usr/bin/env bash
# class-1000.sh [--memrepl FILE] [COUNT [SEED]]: a class of 1,000, and the same interrupted by ten
# SIGKILLs: all scores are right, and the gradebooks are the same byte for byte.
#
# The submissions are solutions, blanks, planted bugs and attacks of lab 1. The line "rate" tells how many
# were graded in a second on this machine. The kills come when so many results are there, by the seed.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$root/memrepl
[ "${1:-}" != --memrepl ] || { memrepl=$(realpath "$2"); shift 2; }
count=${1:-1000} seed=${2:-1}
work=$root/build/tests/class-1000
solutions=$root/solutions/lab1-queue attacks=$root/tests/attacks/lab1-queue
. "$root/tests/class/common.sh"
. "$root/tests/class/pool.sh"
make -s -C "$root" build/unpack || exit 2
fill_pool "$work/pool"
mkdir -p "$work/submissions"
"$root/tests/class/thousand.py" "$work/submissions" "$work/pool" "$count" "$seed" >"$work/expected" || exit 2

grade_class whole
verdict "$count submissions are graded" "$(expect_status 0; expect_line "$count submissions: $count graded")"
echo "rate: $(sed -n 's/.*graded now (\(.*\)), .*/\1/p' "$work/log")"
verdict "all scores are right" "$(while IFS=$'\t' read -r id least most file; do
    got=$(score_of whole "$id")
    [ "${got:--1}" -ge "$least" ] && [ "${got:--1}" -le "$most" ] ||
        echo "    $id ($file): expected $least to $most, got $got"
done <"$work/expected")"
verdict "the same hand-in has the same score, whoever handed it in" "$(
    while IFS=$'\t' read -r id _ _ file; do echo "$file $(score_of whole "$id")"; done <"$work/expected" |
        sort -u | awk 'seen[$1]++ { print "    " $1 " has " $2 ", too" }')"
"$root/tests/class/books.py" "$work/whole"
keep_books whole whole

mapfile -t moments < <(python3 -c "
import random
print(*sorted(random.Random($seed).sample(range(1, $count), 10)), sep='\n')")
for moment in "${moments[@]}"; do
    begin_class broken
    wait_for_results broken "$moment"
    kill -KILL "$class"
    end_class
done
verdict "ten SIGKILLs leave no process and no file" "$(nothing_left)"
grade_class broken
verdict "afterwards the books are those of an undisturbed run" "$(expect_status 0; same_books broken whole)"
