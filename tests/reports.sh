#!/usr/bin/env bash
# reports.sh [MEMREPL]: what the report says of a mistake, word for word: the mistake is a change of a
# line of the solution. That each lab finds its planted bugs is labs.sh's business.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$(cd "$root" && realpath "${1:-./memrepl}")
work=$root/build/tests/reports
. "$root/tests/grading.sh"
names=() labs=()

# Grades the solution of a lab with changes in one of its files; the report must have the lines that stand
# on standard input.
tells() { # tells NAME LAB FILE SED_SCRIPT < LINES
    local lab=$2 dir=${#names[@]} folder
    folder=$(basename "$root"/solutions/lab"$lab"-*)
    names+=("$1") labs+=("$2")
    mkdir -p "$work/$dir"
    cp "$root/solutions/$folder"/*.c "$work/$dir/"
    sed -i "$4" "$work/$dir/$3"
    ! cmp -s "$root/solutions/$folder/$3" "$work/$dir/$3" || echo "not ok $1: nothing was changed"
    cat >"$work/$dir/expected"
    two_at_a_time
    grade "$dir" &
}

missing_lines() { # missing_lines DIR
    [[ $(cat "$work/$1/report") == *"$(cat "$work/$1/expected")"* ]] ||
        printf '    the report does not say:\n%s\n' "$(cat "$work/$1/expected")"
}

tells "blanks in a line that was printed are shown as they are" 2 segment_list.c \
    's/%10d  /%10d /' <<'END'
          expected  "         0  XXXXXXXXXX"
          got       "         0 XXXXXXXXXX"
          last line segment_list.c:164: printf("%10d %.*s\n", index, length,
END

tells "a long line that was printed is not broken" 2 segment_list.c \
    's/printf(/&to < 50 ? "%10d  %.*s\\n" : /; s/: "%10d  /: "%10d /' <<'END'
          expected
            "         0  1111111111111111111111111111111111111111XXXXXXXXXX"
          got
            "         0 1111111111111111111111111111111111111111XXXXXXXXXX"
END

tells "a list that is wrong is shown, whatever was asked of it" 2 segment_list.c \
    's/before != NULL && before->id == HOLE/before == segment/' <<'END'
 13    0/3   a node that was merged is not used again [freed memory used]
          input     find 10, take 1 10, take 2 20, take 3 30, release 2, release
                    1, release 3, find 150
          expected  [-1 150 0]
          got       [-1 30 0] -> [-1 120 30]
END

tells "a kind of failure that any lab can meet has a hint" 1 request_queue.c \
    's/malloc(sizeof \*request)/malloc(sizeof request)/' <<'END'
          hint      The program went beyond the end of a block from malloc. How
                    many bytes does the block have, and which byte of it is used
                    at this place?
                    labs/hints, "overrun", says more
END

# shellcheck disable=SC2016  # $ is sed's last line
tells "a leak is told with the line that allocates" 1 request_queue.c '/id = /,$s/free(.*);//' <<'END'
          expected  1 node allocated, one for each request that waits
          got       2 nodes allocated, the last one at request_queue.c:40
END

tells "what malloc left in a block is no number" 1 request_queue.c 's/^    request->size = size;//' <<'END'
          expected  length 1, 1:40, tail at the last
          got       length 1, 1:unwritten, tail at the last
END

tells "an error of the compiler comes before its warnings" 1 request_queue.c \
    's/^void queue_init.*/static int *number = 7;\n&/; s/return true;/return yes;/' <<'END'
No program: the compiler refused the program.
    | request_queue.c:54:12: error:
END

tells "an endless loop is told by its own line, not by one before it" 2 segment_list.c \
    '85i for (int i = 0; i < 20; i++) memory_size += 0;
    85s/segment = segment->next/& != NULL ? segment->next : segments/' <<'END'
          got       endless loop
          place     segment_list.c:86: for (struct segment *segment = segments;
END

tells "of a helper the caller is told as well" 2 segment_list.c \
    '79i static bool is_big(const struct segment *hole, int size) { return hole->next->size >= size; }
    86s/segment->size >= size/is_big(segment, size)/' <<'END'
          got       null pointer in is_big
          place     segment_list.c:79: static bool is_big(const struct segment
                    *hole, int size) { return hole->next->size >= size; }
          called at segment_list.c:87: if (segment->id == HOLE &&
                    is_big(segment, size))
END

tells "a function that does nothing is named, not the next one that notices" 5 mems.c \
    's/^    SubChainNode \*block = node_at(ptr);/    return;\n&/' <<'END'
  4    0/4   a block gets the lowest hole with room - mems_free does nothing yet
END

tells "what is printed in place of the right line is shown" 5 mems.c 's/NOT FOUND!!/NOT FOUND!/' <<'END'
          input     init, free 1000
          expected  mems_free(1000) prints ADDRESS NOT FOUND!! and changes
                    nothing
          got       it prints "ADDRESS NOT FOUND!"
END

tells "a large heap goes wrong at one of its calls" 6 mems.c \
    's/node->right->largest > largest/node->right->largest < largest/' <<'END'
          input     heap 1000 61
          expected  after call 3, mems_malloc(59): in the chain a block of 59
                    bytes at 1164
          got       a hole of 53084 bytes at 1164
END

wait
for dir in "${!names[@]}"; do
    lab=${labs[$dir]}
    verdict "${names[$dir]}" "$(missing_lines "$dir")" "$work/$dir"
done

# The sessions of the last lab graded say how to go back to the call's beginning, and that is so.
# shellcheck disable=SC2016  # the `` of a note
session=$(cd "$work/$dir" && grep -l '^# .*`undo` to where the call begins' fail-*.mem | head -n 1)
verdict "undo goes from the last line to where the call begins" "$(cd "$work/$dir" &&
    "$memrepl" --batch -x "$session" -e undo </dev/null 2>&1 | tail -n 1 |
    grep -v '^Next: main at ')" "$work/$dir"
