#!/usr/bin/env bash
# tasks.sh [MEMREPL]: what a task of a check says where the labs' own checks do not lead: what is wrong with
# a hand-in in odd ways, and with a check, or the program that it runs, itself.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$(cd "$root" && realpath "${1:-./memrepl}")
work=$root/build/tests/tasks
. "$root/tests/grading.sh"
names=() labs=()

# A kit that has one lab alone, without checks, and room for a hand-in.
begin_house() { # begin_house NAME LAB: leaves `house`, where it is, and `folder`, the lab's name
    house=$work/$1 folder=$(basename "$root"/solutions/lab"$2"-*)
    mkdir -p "$house/labs" "$house/in"
    ln "$memrepl" "$house/memrepl" 2>/dev/null || cp "$memrepl" "$house/memrepl"
    ln -s "$root/src" "$root/build" "$house/"
    cp -r "$root/labs/hints" "$root/labs/$folder" "$house/labs/"
    sed '/^lab:/,/^$/!d' "$root/solutions/$folder/checks" >"$house/labs/$folder/checks"
}

# Grades the solution, whose first file CHANGE reads and prints anew, in a house whose lab has one check
# alone, which asks for TASKS; the report must have the lines that stand on standard input.
asked() { # asked NAME LAB CHANGE KIND TASKS < LINES
    local file
    begin_house ${#names[@]} "$2"
    names+=("$1") labs+=("$2")
    for file in "$work"/drivers/*.c; do
        [ "$2" != 8 ] || cp "$file" "$house/labs/$folder/"
    done
    printf 'check: %s\npoints: 1\nkind: %s\nlooks at: fields\n%s\n' "$1" "$4" "$5" \
        >>"$house/labs/$folder/checks"
    file=$(sed -n 's/^files: \([^ ]*\).*/\1/p' "$house/labs/$folder/checks")
    cp "$root/solutions/$folder"/*.c "$house/in/"
    "$3" <"$root/solutions/$folder/$file" >"$house/in/$file"
    cat >"$house/expected"
    two_at_a_time
    (cd "$house" && timeout $limit_seconds ./memrepl --grade "$2" --from in >report 2>&1 </dev/null) &
}

missing_lines() { # missing_lines DIR
    [[ $(cat "$work/$1/report") == *"$(cat "$work/$1/expected")"* ]] ||
        printf '    the report does not say:\n%s\nbut:\n%s\n' "$(cat "$work/$1/expected")" "$(cat "$work/$1/report")"
}

# ---- Values and fields ---------------------------------------------------------------------------

odd_size() { sed 's/^    \*size = oldest->size;/    *size = oldest->size + 1;/'; }
asked "a request that is taken out has its size" 1 odd_size "wrong order" 'init; push 1 40; pop' <<'END'
          expected  queue_pop returns true, id 1, size 40
          got       queue_pop returns true, id 1, size 41
END

odd_pointers() {
    sed 's/^            return segment;/            return size == 7 ? (struct segment *)8 : segment;/
        s/^    hole->id = id;/    if (size == 9)\n        memory = (char *)8;\n&/'
}
asked "a hole that is found is one" 2 odd_pointers "wrong hole" 'find 7' <<'END'
          got       a pointer to no segment
END
asked "the array is where it was" 2 odd_pointers "array wrong" 'take 1 9' <<'END'
          got       memory points to no array
END

# The lab's second file is the bitmap's.
odd_bitmap() {
    sed -i 's/^    set_block(block, true);/&\n    if (size == 7)\n        bitmap = (unsigned char *)8;\n    if (size == 9)\n        return block->start++;/' \
        "$house/in/bitmap.c"
    cat
}
asked "the bits are where they were" 4 odd_bitmap "bits disagree" 'init 100 1; allocate 1 7' <<'END'
          expected  bitmap points to the bits
          got       bitmap points elsewhere
END
asked "a block starts where it is told to" 4 odd_bitmap "wrong owner" 'init 100 1; allocate 1 9' <<'END'
          expected  bitmap_blocks[1] has start 0, size 9
          got       bitmap_blocks[1] has start 1, size 9
END

# ---- Chains --------------------------------------------------------------------------------------

odd_chains() {
    sed 's/^    cut_block(hole, size);/&\
    if (size == 7)\
        hole->type = 7;\
    if (size == 8)\
        hole->next = NULL;\
    if (size == 9 || size == 4096)\
        hole->next = (SubChainNode *)0x700000000000;\
    if (size == 4097)\
        head->next->prev = NULL;\
    if (size == 11)\
        *(char *)head->sub_chain_head->physical_address = 0;\
    if (size == 12)\
        ((SubChainNode *)0x700000000000)->size = 0;/
    s/^    if (!sub || sub->type != MEMS_PROCESS)/    if (!sub \&\& head)\
        return head->sub_chain_head->physical_address;\
&/'
}
asked_chain() { asked "$1" 5 odd_chains "chains disagree" "$2"; }
asked_chain "a node is a block or a hole" 'init; malloc 7' <<'END'
          expected  in the chain a block of 7 bytes at 1000
          got       a node of type 7
END
asked_chain "no node is missing" 'init; malloc 8' <<'END'
          expected  in the chain a hole of 4088 bytes at 1008
          got       the end of the sub-chain
END
asked_chain "a node leads to a node" 'init; malloc 9' <<'END'
          expected  in the chain a hole of 4087 bytes at 1009
          got       a pointer to no node
END
asked_chain "the last node leads nowhere" 'init; malloc 4096' <<'END'
          expected  the sub-chain ends at 5095
          got       a pointer to no node
END
asked_chain "main nodes lead back" 'init; malloc 4095; malloc 4097' <<'END'
          expected  prev of the node at 5096 leads to the main node before it
          got       it is NULL
END
asked_chain "bytes in a block stay as they are" 'init; malloc 10; write 1000 65; malloc 11; read 1000' <<'END'
          expected  the byte at 1000 is still the 65 that was written there
          got       it is 0
END
asked_chain "what is nowhere is not written to" 'init; malloc 12' <<'END'
          got       wild pointer in mems_malloc
END
asked_chain "below and behind all blocks there is none" 'init; malloc 13; edges' <<'END'
          expected  mems_get(999) answers NULL: no block ever was there
END

# ---- Programs around it --------------------------------------------------------------------------

mkdir -p "$work/drivers"
cat >"$work/drivers/broken.c" <<'END'
int main(void) { return nothing; }
END
cat >"$work/drivers/headless.c" <<'END'
int begin(void) { return 0; }
END
cat >"$work/drivers/napping.c" <<'END'
#include <pthread.h>
#include "threads.h"
static void *nap(void *unused) { mems_get((void *)2); return unused; }
int main(void)
{
    pthread_t thread;
    pthread_create(&thread, 0, nap, 0);
    mems_get((void *)1);
    return pthread_join(thread, 0);
}
END
odd_ends() {
    sed 's/^void \*mems_get(void \*ptr)/#include <unistd.h>\
static atomic_bool is_awake;\
&/
    s/^    struct node \*node = node_at(ptr);/    is_awake = ptr == (void *)1;\
    while (ptr == (void *)2 \&\& !is_awake)\
        usleep(1000);\
&/'
}
asked_around() { asked "$1" 8 odd_ends "$2" "$3"; }
asked_around "a program that is not there is not run" "wrong answer" 'run nowhere.c under manual' <<'END'
          expected  the program can be run
          got       there is no nowhere.c in the lab's folder
END
asked_around "a program that is no C is not run" "wrong answer" 'run broken.c under manual' <<'END'
          got       broken.c with your files cannot be built
END
asked_around "a program without main is not run" "wrong answer" 'run headless.c under manual' <<'END'
          got       it has no main()
END
asked_around "lines are printed in some number" "wrong answer" 'run alone.c told under manual prints some lines' <<'END'
          got       the task cannot be read
END
asked_around "executions have a number" "data race" 'explore scenarios.c keep executions many for data race' <<'END'
          got       "explore scenarios.c keep executions many for data race"
END
asked_around "so many executions are tried" "data race" 'explore scenarios.c keep a/b executions 20 delays 0' <<'END'
             (bounded: all schedules with at most 0 delays)
END
asked_around "a program that naps for another" "busy waiting" 'explore napping.c for busy waiting' <<'END'
          expected  every schedule comes to an end
          got       in some a thread makes more than 5000 steps (mems.c:
END

# ---- Files that look for what is wrong -----------------------------------------------------------

# Five that expose C, as does one that stops at A, one that is too long, and one that is quoted in part.
begin_house exposing 7
printf 'check: %s\npoints: 1\nkind: cannot be run\n%s\n\n' "all run" run "references are spared" "spare reference" \
    "A is exposed" "expose A" "C is exposed" "expose C" >>"$house/labs/$folder/checks"
for name in 1 2 3 4 5; do cp "$root/solutions/lab7-break/handin/queue.mem" "$house/in/$name.mem"; done
sed '/^expect/d' "$root/solutions/lab7-break/handin/segments.mem" >"$house/in/stops.mem"
printf '# %02000d\n' {1..9} >"$house/in/long.mem"
mkdir "$house/letters"
echo "expect queue $(printf 'é%.0s' {1..150})" | tee "$house/in/cut.mem" >"$house/letters/cut.mem"
two_at_a_time
(cd "$house" && for name in in letters; do ./memrepl --grade 7 --from $name; done >report 2>&1 </dev/null) &

# ---- Verdicts ------------------------------------------------------------------------------------

wait
memrepl=../memrepl # which is how to repeat it
for dir in "${!names[@]}"; do
    lab=${labs[$dir]}
    verdict "${names[$dir]}" "$(missing_lines "$dir")" "$work/$dir/in"
done

lab=7
verdict "what is quoted in part has whole letters" \
    "$(grep -q "^ *$(printf 'é%.0s' {1..83})\$" "$house/report" || cat "$house/report")" "$house/letters"
for line in 'long.mem: it has more than 16384 bytes; 2 files' \
    'only a stop, which tells nothing: stops.mem:' 'C is exposed (1.mem, 2.mem, 3.mem, 4.mem and 2 more)'; do
    verdict "of files that look for bugs: $line" \
        "$(grep -qF -- "$line" "$house/report" || cat "$house/report")" "$house/in"
done

# ---- Checks that are wrong -----------------------------------------------------------------------

# Grades again in the first house, with other checks.
ungraded() { # ungraded NAME SED_SCRIPT SENTENCE
    sed "$2" "$root/solutions/lab1-queue/checks" >"$work/0/labs/lab1-queue/checks"
    verdict "$1" "$(cd "$work/0/in" && ../memrepl --grade 1 2>&1 </dev/null | tail -n 1 |
        diff <(echo "UNGRADED: $3") -)" "$work/0/in"
}
lab=1
ungraded "checks ask for tasks that there are" 's/^tasks:.*/& nothing/' \
    'labs/lab1-queue/checks: there are no tasks "nothing"'
# shellcheck disable=SC2016  # $ is sed's last line
ungraded "checks have points" '/^check:/,$d' "the checks of lab 1 have 0 points together, not 100"
