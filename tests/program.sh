#!/usr/bin/env bash
# program.sh MEMREPL: programs at the prompt prog>, as they are given on the command line and in
# sessions: what is refused, arguments, input, several files, and a program that was changed after a
# session of it was saved. The dialogues themselves are tests/sessions/program*.mem.
cd "$(dirname "$0")/.." || exit 2
memrepl=$(realpath "${1:-./memrepl}")
examples=$PWD/handout/examples/programs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export LC_ALL=C.UTF-8 ASAN_OPTIONS=detect_stack_use_after_return=0

check() { # check NAME STATUS EXPECTED ARGUMENT...: exit status, and a line that contains EXPECTED
    local name=$1 status=$2 expected=$3 got code
    shift 3
    got=$(timeout 60 "$memrepl" "$@" 2>&1 </dev/null)
    code=$?
    if [ $code -eq "$status" ] && grep -qF -e "$expected" <<<"$got"; then
        echo "ok $name"
    else
        printf 'not ok %s: expected status %s and "%s", got status %s and\n' \
            "$name" "$status" "$expected" $code
        head -n 30 <<<"$got"
        printf '    to repeat: memrepl%s\n' "$(printf ' %q' "$@")"
    fi
}

cat >echo.c <<'C'
#include <stdio.h>
#include "twice.h"
int main(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        printf("%d=%s\n", i, argv[i]);
    return twice(argc);
}
C
echo 'int twice(int n);' >twice.h
printf '#include "twice.h"\nint twice(int n) { return 2 * n; }\n' >twice.c
echo 'int helper(void) { return 1; }' >no-main.c
echo 'int main(void) { return undeclared; }' >broken.c
echo 'int main(void) { int unused; return 0; }' >unused.c
echo 'int main(void) { return 0; }' | tee "two words.c" >plus.cpp
mkdir folder.c
echo hello >notes.txt

# ---- What is refused ----
check "a program that is not there" 2 "nowhere.c: No such file" --batch nowhere.c
check "a folder" 2 "folder.c is a folder" --batch folder.c
check "C++" 2 "plus.cpp is C++" --batch plus.cpp
check "a text" 2 "notes.txt is no C source" --batch -e "program notes.txt"
check "no main" 2 "no-main.c has no main()" --batch no-main.c
check "a file too few" 2 "echo.c:7: twice is used, but no file" --batch echo.c
check "a compile error, as gcc gives it" 2 "broken.c:1:25: error: " --batch broken.c
check "a program that does not compile is no prompt" 2 "broken.c cannot be built" broken.c
check "two times the same function" 2 "multiple definition of \`main'" --batch unused.c "two words.c"
check "an input that is not there" 2 "no-input: No such file" --batch unused.c --input no-input
check "an input without a program" 2 "--input needs a program" --input twice.h
check "arguments without a program" 2 "program takes the files" --batch -e "program -- 1"
check "a hash that is none" 2 "--hash takes" --batch -e "program --hash x unused.c"
check "no program yet" 2 "program FILE.c builds one" --batch -e program

check "a command of another prompt" 2 "malloc is a command of the prompt mems>; type mems" \
    --batch -e "malloc 100"
check "a command of the memory server" 2 "enqueue is a command of the prompt mem>; type mem" \
    --batch unused.c -e "enqueue 1 40"
check "a thread that is none" 2 "no thread \"T9\"; threads lists them" --batch unused.c -e "explain T9"
check "an argument too many" 2 "usage: goto STEP; example: goto 12" --batch -e "goto 1 2"
check "no lesson" 2 "help tour takes the number of a lesson" --batch -e "help tour x"
check "no tour to end" 2 "there is no tour to end" --batch -e "help tour end"
check "more words than a program gets" 2 "at most 1012 words, arguments and all" \
    --batch unused.c -- $(seq 1013)
check "two words of help" 2 "help takes one word" --batch -e "help serve now"

# ---- What is taken ----
check "arguments" 0 "main prints: 2=b c" --batch -e run echo.c twice.c -- --seed "b c"
check "the exit status" 0 "The program ended: main returned 8." --batch -e run echo.c twice.c -- 1 2 3
check "a name with a blank" 0 "two words: main stands" --batch "two words.c"
check "a warning" 0 "warning: unused variable" --batch unused.c
check "a session behind the program" 0 "returned 2" --batch echo.c twice.c -x <(echo run)
check "modes keep their states" 0 "queue: 1:40" --batch echo.c twice.c -e mem -e "enqueue 1 40" \
    -e program -e "expect step 0" -e run -e "expect ended" -e mem -e "expect queue 1:40"
check "the old program stays when the new one is refused" 2 "broken.c cannot be built" \
    --batch echo.c twice.c -e "step" -e "program broken.c"
gcc -c twice.c -o twice.o
check "an object" 0 "returned 2" --batch -e run echo.c twice.o
printf '.data\n.long 1\n.section .note.GNU-stack\n' | gcc -g -x assembler -c -o data.o -
check "an object without functions" 0 "main returned 0" --batch -e run unused.c data.o
cat >turned.c <<'C'
static __attribute__((noinline)) int turn(int (*back)(void)) { return back() + 1; }
int call(int (*back)(void)) { return turn(back) + 1; }
C
gcc -r -nostdlib -Wl,--discard-all turned.c -o turned.o
cat >turns.c <<'C'
#include <sched.h>
int call(int (*back)(void));
static int back(void) { return sched_yield(); }
int main(void) { return call(back); }
C
check "a call by code that has no name" 0 "#1  ?() at (no source)" --batch turns.c turned.o -e "break back" -e run \
    -e where -e "export html turns.html"

# ---- Saved sessions ----
mkdir -p saved
words=(1 "" "b c" 'd"e' "it's" '#x' '<y' 'z')
"$memrepl" --batch -e "save saved/words.mem" echo.c twice.c --input twice.h -- "${words[@]}" >/dev/null
for index in "${!words[@]}"; do
    check "argument $((index + 1)) comes back from a session" 0 \
        "main prints: $((index + 1))=${words[index]}" --batch -x saved/words.mem -e run
done
echo '/* more */' >>twice.h
check "a changed header or input is told" 0 "The program has changed" --batch -x saved/words.mem
cp "$examples/philosophers.c" .
cat >deadlock.mem <<'MEM'
program philosophers.c
schedule main*4 T1*2 T2*2 T3*2
save saved/deadlock.mem
MEM
check "a session is saved" 0 "Saved" --batch -x deadlock.mem
check "a page of a deadlock" 0 "Written: deadlock.html shows 10 steps." --batch -x deadlock.mem \
    -e "export html deadlock.html"
check "it names the program from where it lies" 0 "Deadlock" --batch -x saved/deadlock.mem
if grep -qx 'program --hash [0-9a-f]* \.\./philosophers\.c' saved/deadlock.mem; then
    echo "ok it begins with the program"
else
    printf 'not ok it begins with the program\n%s\n' "$(cat saved/deadlock.mem)"
fi
{
    head -n 2 saved/deadlock.mem
    "$memrepl" --batch -x saved/deadlock.mem -e schedule | grep ^schedule
} >saved/checked.mem
(cd / && check "a schedule that checks its operations" 0 "Deadlock" --batch -x "$work/saved/checked.mem")
sed -i 's/lock(&fork_at\[left\]);/lock(\&fork_at[left < right ? left : right]);/
        s/lock(&fork_at\[right\]);/lock(\&fork_at[left < right ? right : left]);/' philosophers.c
check "a changed program is told" 1 "The program has changed" --batch -x saved/checked.mem
check "the schedule stops where it goes another way" 1 \
    "checked.mem:4: stopped at entry 4 of 4, T3:lock(fork_at[2]): T3 stands before lock(fork_at[0])" \
    --batch -x saved/checked.mem

rows=${examples%/handout*}/tests/sessions/programs/rows.c
check "a page of two pointers to one block, and a list of which no more can be read" 0 "shows 2 steps" \
    --batch "${rows%/*}/parts.c" -e "step main 2" -e "export html parts.html"
if grep -qF '"0x10 (not readable)"' parts.html; then
    echo "ok the page says where the list cannot be read"
else
    echo "not ok the page says where the list cannot be read: no 0x10 (not readable) in parts.html"
fi
check "no watch of what is of unknown length" 2 "only the program knows how long it is" \
    --batch "$rows" -e "break total" -e run -e "watch grid[0]"

# ---- Optimised code ----
cat >fast.c <<'C'
static volatile int sink;
__attribute__((noinline)) static int inner(int a, int b)
{
    int kept = a * 3 + b;
    sink = kept;
    return kept;
}
int main(int argc, char **argv)
{
    (void)argv;
    int result = inner(argc, 2);
    return inner(result, argc);
}
C
fast=(--batch fast.c -e "break inner" -e run)
export CFLAGS=-O2
check "optimised code: callers" 0 "#1  main(argc optimised away" "${fast[@]}" -e where
check "optimised code: arguments" 0 "a is optimised away here; CFLAGS=-O0 keeps it" "${fast[@]}" -e "info args"
check "optimised code: a variable" 2 "'b' is optimised away here" "${fast[@]}" -e "print b"
check "optimised code: a condition" 2 "if a == 1: 'a' is optimised away" --batch fast.c -e "break inner if a == 1"
check "optimised code: a line that is not there" 2 'cannot break at "fast.c:6"' --batch fast.c -e "break fast.c:6"

cat >slots.c <<'C'
#include <string.h>
struct big { char d[200]; };
static struct big make(int c) { struct big b; memset(&b, c, sizeof b); return b; }
static int last(struct big b) { return b.d[199]; }
int main(void)
{
    int r = last(make('q'));
    char small[100];
    memset(small, 2, sizeof small);
    return r - 'q' + small[99] - 2;
}
C
cat >frames.c <<'C'
#include <string.h>
int main(void)
{
    char lines[2][40], *second = lines[1];
    for (int i = 0; i < 2; i++) {
        memset(lines, i, sizeof lines);
        memset(second, second[1], 40);
    }
    return lines[1][39] - 1;
}
C
for flags in -O2 "-O2 -fno-var-tracking" "-O2 -fomit-frame-pointer" -fomit-frame-pointer; do
    for source in slots.c frames.c; do
        CFLAGS=$flags check "no overrun that is none: $flags $source" 0 "The program ended" --batch $source -e run
    done
done
unset CFLAGS
cat >own.c <<'C'
#include <pthread.h>
static __thread int mine = 3;
static void *body(register void *given)
{
    mine++;
    return given;
}
int main(void)
{
    register int kept = 5;
    pthread_t thread;
    pthread_create(&thread, NULL, body, NULL);
    pthread_join(thread, NULL);
    return kept;
}
C
own=(--batch own.c -e "step main 2")
check "a variable in a register" 2 "'kept' is in a register here, and cannot be looked at" "${own[@]}" -e "print kept"
check "a parameter in a register" 0 "body(given in a register) at own.c:5" \
    "${own[@]}" -e "break own.c:5" -e run -e where
check "it is told with the others" 0 "kept is in a register here" "${own[@]}" -e "info locals"
check "a thread's own variable in a condition" 0 "Break 1 (body if T1::mine == 3): T1 is at own.c:4" \
    "${own[@]}" -e "break body if T1::mine == 3" -e run
check "a thread's own variable by its address" 0 "&T1::mine = T1's mine" "${own[@]}" -e "print &T1::mine"
