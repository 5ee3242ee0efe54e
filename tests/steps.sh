#!/usr/bin/env bash
# steps.sh [MEMREPL]: ten million steps in one session, of a program and of the memory server: all of it
# can be gone back to, and the memory is bounded. Times are printed and decide nothing.
cd "$(dirname "$0")/.." || exit 2
memrepl=$(realpath "${1:-./memrepl}")
work=$PWD/build/tests/steps
limit_kilobytes=500000 # of any one process; two million commands that were typed take 150,000
mkdir -p "$work"

cat >"$work/rounds.c" <<'EOF'
#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long hits, thousands;
static void *work(void *unused)
{
    for (int i = 0; i < 2500000; i++) {
        pthread_mutex_lock(&lock);
        if (++hits == 1000)
            thousands++;
        pthread_mutex_unlock(&lock);
    }
    return unused;
}
int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], 0, work, 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], 0);
    return 0;
}
EOF
cat >"$work/rounds.mem" <<EOF
program $work/rounds.c
run
stats
trace 3
export html $work/rounds.html
export svg $work/rounds.svg
back to thousands
goto 9999999
back 1000000
goto 9999999
back to hits
EOF
{
    for ((cycle = 0; cycle < 625000; cycle++)); do
        id=$((cycle % 10))
        printf 'enqueue %d 9\nserve\nfree %d\n' $id $id
    done
    printf '%s\n' 'expect step 10000000' stats 'trace 3' "export html $work/server.html" 'back 5000000' \
        'expect step 5000000' 'goto 10000000' 'back to thread_message[3]'
} >"$work/server.mem"

# The largest of memrepl's processes counts; the script is given, so that no time goes into a pipe.
long_session() { # long_session NAME LINE...: what must be printed, perhaps wrapped
    local name=$1 line said kilobytes
    shift
    said=$(/usr/bin/time -o "$work/$name.time" -f '%M %e' \
        "$memrepl" --batch -x "$work/$name.mem" 2>&1 </dev/null | tail -n 60)
    read -r kilobytes seconds < <(tail -n 1 "$work/$name.time")
    echo "# $name: $seconds seconds, $kilobytes KB at most"
    for line; do
        if grep -qF -- "$line" < <(tr '\n' ' ' <<<"$said"); then
            echo "ok $name: $line"
        else
            printf 'not ok %s: %s\n%s\n' "$name" "$line" "$(tail -n 5 <<<"$said")"
        fi
    done
    if [ "$kilobytes" -lt $limit_kilobytes ]; then
        echo "ok $name: memory is bounded"
    else
        echo "not ok $name: $kilobytes KB, more than $limit_kilobytes"
    fi
}

long_session rounds 'steps            10000008' "$work/rounds.html shows the last 20000 steps" \
    'thousands 0 -> 1, by T1 at' 'Now at step 8999999.' 'hits 4999996 -> 4999997, by T2'
long_session server 'steps         10000000' "$work/server.html shows the last 20000 steps" \
    'thread_message[3]' 'Now at step 5000000.'
