#!/usr/bin/env bash
# edges.sh MEMREPL: what is larger than the prompts take, or shaped otherwise than they expect: sessions,
# names of blocks, traces, programs, heaps, and labs that another has written. What can be said in a few
# lines is in tests/transcripts.
cd "$(dirname "$0")/.." || exit 2
memrepl=$(realpath "${1:-./memrepl}")
sources=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export LC_ALL=C.UTF-8 ASAN_OPTIONS=detect_stack_use_after_return=0

check() { # check NAME STATUS EXPECTED ARGUMENT...: exit status, and words that it says
    local name=$1 status=$2 expected=$3 got code
    shift 3
    got=$(timeout 60 "$memrepl" --batch "$@" 2>&1 </dev/null)
    code=$?
    if [ $code -eq "$status" ] && tr -s ' \n' ' ' <<<"$got" | grep -qF -e "$expected"; then
        echo "ok $name"
    else
        printf 'not ok %s: expected status %s and "%s", got status %s and\n' \
            "$name" "$status" "$expected" $code
        tail -n 30 <<<"$got"
        printf '    to repeat: memrepl --batch%s\n' "$(printf ' %q' "$@")"
    fi
}

is_drawn() { # is_drawn NAME FILE PATTERN COUNT: the picture has so many lines with the pattern
    local count
    count=$(grep -cE "$3" "$2")
    if [ "$count" -eq "$4" ]; then echo "ok $1"; else echo "not ok $1: $4 lines of $2 have $3, not $count"; fi
}

# ---- Sessions ----
printf '\xef\xbb\xbfenqueue 1 40\r\nserve\r\nexpect memory 0..39 is 1\r\n' >windows.mem
check "a session with a byte order mark and ends of lines from Windows" 0 "marks bytes 0-39" -x windows.mem
echo 'source again.mem' >again.mem
check "a session that sources itself" 2 "again.mem:1: again.mem would source itself" -x again.mem
{ echo serve; head -c 300000 /dev/zero | tr '\0' x; echo; } >long.mem
check "a line that is too long" 2 "long.mem:2: the line is longer than 262144 bytes" -e "enqueue 1 1" -x long.mem
{ for ((n = 0; n < 500; n++)); do echo "# a line"; done; echo dump; printf '\x01\n'; } >binary.mem
check "a text that ends as none" 2 "binary.mem is not a text file" -x binary.mem

printf '%s\n' '~~~ memrepl' 'mem> serve' wrong '~~~' >wrong.md
check "whose files a transcript is about" 1 "repeat: ./memrepl --lab 1 --from labs -e serve" \
    --lab 1 --from labs --check wrong.md

# ---- Many of a kind ----
{ echo mems; for ((n = 0; n < 256; n++)); do echo "malloc 1 as b$n"; done; } >names.mem
check "more names than there is room for" 2 "names.mem:257: 255 blocks have names" -x names.mem
{ printf '0\n70\n70\n1\n'; for ((n = 0; n < 70; n++)); do echo "a $n 4096"; done; } >many.rep
check "a map of many main nodes" 0 "Drawn: many.svg" -e mems -e "replay many.rep" -e map -e "export svg many.svg"
is_drawn "a picture of many main nodes leaves the strips of addresses out" many.svg 'virtual' 0
{ printf '0\n4000000000\n1\n1\n'; echo "a 7 10"; } >wide.rep
check "a trace of more blocks than memory holds" 2 "wide.rep" -e mems -e "replay wide.rep"

cat >threads.c <<'C'
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
int seven(void) { return 7; }
static void *work(void *unused)
{
    pthread_rwlock_rdlock(&lock);
    return unused;
}
int main(void)
{
    static pthread_t threads[1023];
    for (int i = 0; i < 1023; i++)
        pthread_create(&threads[i], NULL, work, NULL);
    pthread_setname_np(threads[0], "a<b");
    pthread_setname_np(threads[1], "main");
    for (int i = 0; i < 1023; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
C
check "a thread too many for a call" 2 "there are too many threads for one more to make the call" threads.c \
    -e "step main 1024" -e "call seven"
check "more readers than are known by name" 0 "read by 1023 threads" threads.c -e run -e sync
check "threads whose names are no names" 0 "T1:start T2:start" threads.c -e "step main 1026" -e "schedule T1 T2" -e schedule \
    -e "export svg schedule names.svg"
is_drawn "and that are no markup" names.svg 'a&lt;b' 2
cat >steps.c <<'C'
#include <pthread.h>
#include <stdio.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
int main(void)
{
    for (int i = 0; i < 35000; i++) {
        pthread_mutex_lock(&lock);
        pthread_mutex_unlock(&lock);
    }
    for (int i = 0; i < 200000; i++)
        printf("%d\n", i);
    return 0;
}
C
places=$(for ((n = 0; n < 40; n++)); do printf ' many[%d]' $n; done)
echo 'int many[100]; int main(void) { return many[0]; }' >many.c
check "more places than can be split" 2 "at most 64 places can be split" many.c -e "split$places" \
    -e "split${places//many\[/many[5}"
echo 'struct { unsigned a : 3, b : 5; int c; } v = {5, 9, 1}; int main(void) { return v.a; }' >bits.c
CFLAGS=-gdwarf-3 check "bit-fields as compilers once described them" 0 "v = {a = 5, b = 9, c = 1}" bits.c -e "print v"
echo 'int puts(const char *); int (*call)(const char *) = puts; int main(void) { return !call; }' >call.c
check "an address of another run each time has its name" 0 "call = puts" call.c -e "print /x call"
echo 'int main(void) { static int kept = 4; return kept; }' >kept.c
if command -v clang >/dev/null; then
    check "a variable of a function that clang compiled" 0 "kept = 4" -e "program --cc clang kept.c" -e "print kept"
else
    echo "ok a variable of a function that clang compiled # skip clang is not installed"
fi
check "half of a variable" 0 "many[3]+1" many.c -e "print (char *)&many[3] + 1"
check "a session of what was taken back" 0 "Saved" many.c -e run -e "back 2" -e "save back.mem"
is_drawn "it has nothing of that" back.mem run 0
printf '#include <pthread.h>\nint main(void)\n{\n    pthread_exit(NULL);\n}\n' >leaving.c
check "a line number when no thread stands anywhere" 0 "leaving.c:4, in main" leaving.c -e run -e "break 4"
check "more output in a step than is kept" 0 "bytes of output more than can be kept)" steps.c -e run
check "more steps than are remembered" 0 "The first 4466 steps are left out." steps.c -e run -e schedule \
    -e "trace 65536" -e "export svg schedule steps.svg"

echo '_Decimal64 d = 1.5DD; int main(void) { return 0; }' >decimal.c
{
    for ((n = 0; n < 9; n++)); do echo "int part$n(void);"; done
    echo 'int main(void)'
    echo '{'
    for ((n = 0; n < 9; n++)); do echo "    part$n();"; done
    echo '}'
} >parts.c
check "a program that lacks many functions" 2 "and 1 more" parts.c

if gcc -c decimal.c -o decimal.o 2>/dev/null; then
    check "a number that few programs have" 0 "d: (8 bytes)" decimal.c -e "print d"
else
    echo "ok a number that few programs have # skip this gcc has none"
fi

# ---- Heaps of another shape ----
heap() { # heap SCRIPT: a MeMS in heap.c, changed by sed
    sed "$1" >heap.c <<'C'
#include <stddef.h>
struct node {
    size_t size;
    int type;
    void *virtual_address, *physical_address;
    struct node *next, *prev;
};
struct part {
    void *start_virtual_address;
    size_t total_size;
    struct node *sub_chain_head;
    struct part *next, *prev;
} *head;
void *next_virtual_address = (void *)1000;
void mems_init(void) {}
void mems_finish(void) {}
void *mems_malloc(size_t size) { return size == 0 ? NULL : NULL; }
void mems_free(void *address) { (void)address; }
void *mems_get(void *address) { return address; }
void mems_print_stats(void) {}
C
}
server=$sources/tests/sessions/programs/odd-server.c
check "more segments than are drawn" 0 "Drawn: dump.svg" -e "lab 3 $server" -e "set memory 300" -e "enqueue 9 8" \
    -e "export svg dump.svg"
is_drawn "the picture says so" dump.svg '[.]{3} and more' 1
check "main nodes in another order" 0 "Drawn: order.svg" -e mems -e "malloc 4096" -e "malloc 4096" \
    -e "set head->sub_chain_head->physical_address = 0x214000900000" -e "export svg order.svg"
heap ''
check "a heap with structs of its own" 0 "lab 5 with your files" -e "lab 5 heap.c"
heap 's/\*head;/*first;/'
check "a heap without its head" 2 'has no "head" as MeMS publishes it' -e "lab 5 heap.c"
heap 's/sub_chain_head/nodes/'
check "a heap without a sub-chain" 2 'has no "sub_chain_head" as MeMS publishes it' -e "lab 5 heap.c"
heap 's/    size_t size/    int size/'
check "a heap with a smaller size" 2 'has no "size" as MeMS publishes it' -e "lab 5 heap.c"
heap 's/mems_init/begin/'
check "a heap that cannot be begun" 2 'has no "mems_init", which the prompt needs' -e "lab 5 heap.c"
check "a session of a lab as it stands" 0 "Saved" -e "lab 5" -e "malloc 1" -e "save lab.mem"
is_drawn "it names the lab" lab.mem '^lab 5$' 1

# ---- Labs that somebody has written ----
mkdir -p home/build home/labs/lab1-own home/labs/lab4-pair
cp "$memrepl" home/memrepl
ln -s "$sources/src" home/src
ln -s "$sources"/build/* home/build/
memrepl=$work/home/memrepl
head_of() { printf '%s\n' "$@" >home/labs/lab1-own/checks; }
head_of "lab: my own" "program: server" "remarks: none"
check "a lab with a line that is none" 2 "checks:3: before the first check stand lab" -e "lab 1"
head_of "lab: my own" "program: server"
check "a lab without tasks" 2 "the head lacks lab, program or tasks" -e "lab 1"
head_of "lab: my own" "program: own" "files: own.c" "may call: malloc free" "tasks: own"
check "a lab with a program of its own" 2 "lab 1 has no prompt: its files are a program of their own" -e "lab 1"
check "and no other prompt to begin at" 2 "lab 1 cannot be stepped here: it is about another program" --lab 1
cp "$sources"/labs/lab4-*/{checks,*.c} home/labs/lab4-pair/
cp "$sources"/labs/lab4-*/placement.c mine.c
check "one of two files that are handed in" 0 "lab 4 with your files" -e "lab 4 $work/mine.c"
