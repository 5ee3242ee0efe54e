#!/usr/bin/env bash
# saved.sh MEMREPL: what `save` writes brings back the same state, at each prompt and with each setting; and
# what it writes from there is the same again.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$(cd "$root" && realpath "${1:-./memrepl}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export LC_ALL=C.UTF-8

# What the commands show behind a session, without what the session itself does.
shown() { # shown SESSION COMMAND...
    local session=$1 length command commands=()
    shift
    for command; do commands+=(-e "$command"); done
    length=$("$memrepl" --batch -x "$session" 2>&1 </dev/null | wc -c)
    "$memrepl" --batch -x "$session" "${commands[@]}" 2>&1 </dev/null | tail -c +$((length + 1))
}

# comes_back NAME LOOK...: after the commands on standard input, and after what save made of them, the
# commands LOOK show the same.
comes_back() {
    local name=$1 problems
    shift
    cat >typed.mem
    "$memrepl" --batch -x typed.mem -e "save first.mem" >said 2>&1 </dev/null || cat said
    "$memrepl" --batch -x first.mem -e "save second.mem" >said 2>&1 </dev/null || cat said
    shown typed.mem "$@" >before
    shown first.mem "$@" >after
    problems=$(diff before after; diff first.mem second.mem)
    [ -s before ] || problems+="nothing is shown"
    if [ -z "$problems" ]; then echo "ok $name"; else printf 'not ok %s\n%s\n' "$name" "$problems"; fi
}

comes_back "a memory server of another size" dump trace threads stats <<'END'
set threads 4 memory 77 seed 9
enqueue 1 40
enqueue 2
serve
step server 2
END
comes_back "a placement, and what was stepped back from" dump trace threads "goto 12" dump <<'END'
placement best
enqueue all
serve 4
free 1
step T2
back 3
END
comes_back "another scheduler" dump trace scheduler <<'END'
scheduler random 7
enqueue 1 10
step 3
run
END
comes_back "a variable that was set" dump trace "print thread_message" <<'END'
enqueue 1 10
set thread_message[3] = 7
serve
END
comes_back "stops and displays" trace break watch display <<'END'
break queue_push
watch queue.length
enqueue 1 10
display queue
step
END
comes_back "a lab's own files" dump trace show <<END
lab 1 "$root/solutions"
enqueue 3 5
serve
END
comes_back "MeMS" stats map trace <<'END'
mems
placement worst
malloc 1000 as a
malloc 5000 as b
free a
write b hello 0
undo
malloc 1
END
comes_back "MeMS of a lab" stats map trace <<END
lab 5 "$root/solutions"
malloc 1000 as a
END
comes_back "a program" trace threads "print count" <<END
program $root/handout/examples/programs/counter.c
step main 3
run 2
back 1
END

mkdir "it's \"a\" lab"
cp "$root/solutions/lab1-queue/request_queue.c" "it's \"a\" lab/"
comes_back "a lab in a folder with quotes" dump trace show <<'END'
lab 1 "it's "'"a"'" lab"
enqueue 3 5
END

# Arguments, which a program prints again.
cat >arguments.c <<'C'
#include <stdio.h>
int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        printf("<%s>%c", argv[i], i + 1 < argc ? ' ' : 10);
    return 0;
}
C
printed() { "$memrepl" "$@" 2>&1 </dev/null | sed -n '/prints:/,/^The program ended/p'; }
printed arguments.c --batch -e run -e "save arguments.mem" -- $'two\nlines' $'\x01\x1b[1m\x7f' $'a\vb\r' \
    "\$'x\\n'" "it's \"so\"" '# none' '' '<in' "$(printf '%020000d' 0)" end >before
printed --batch -x arguments.mem >after
if [ -s before ] && cmp before after >said 2>&1; then
    echo "ok arguments of all kinds"
else
    printf 'not ok arguments of all kinds\n%s\n%s\n' "$(cat said)" "$(cut -c1-300 before after)"
fi

# As names on the command line, which the shell has taken apart already.
for name in -odd.c '<odd.c' '"<odd".c' '<odd".c' '#odd.c'; do
    echo 'int main(void) { return 5; }' >"$name"
    rm -f odd.mem
    "$memrepl" "./$name" --batch -e run -e "save odd.mem" >said 2>&1 </dev/null
    if got=$("$memrepl" odd.mem --batch -e "expect ended" 2>&1 </dev/null); then
        echo "ok a program called $name"
    else
        printf 'not ok a program called %s\n%s\n' "$name" "$got"
    fi
done
name=$'two\nlines.c'
cp ./-odd.c "$name"
if got=$("$memrepl" "$name" --batch -e run 2>&1 </dev/null); [[ $got == *"has a line break, which no"* ]]; then
    echo "ok a name of two lines"
else
    printf 'not ok a name of two lines\n%s\n' "$got"
fi

"$memrepl" --batch -e $'set thread_message[3] =\n7' -e 'save "two words.mem"' >said 2>&1 </dev/null
if got=$("$memrepl" --batch -x "two words.mem" -e 'expect thread_message[3] == 7' 2>&1 </dev/null) &&
    grep -q '^Saved: the session two words.mem comes back' said; then
    echo "ok a command of two lines"
else
    printf 'not ok a command of two lines\n%s\n' "$got"
fi
