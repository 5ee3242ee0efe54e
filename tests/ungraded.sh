#!/usr/bin/env bash
# ungraded.sh [MEMREPL]: a grading that is killed or has no room is nobody's zero, and leaves nothing behind.
#
# What is graded comes to no end, so that there is time to kill each of the processes that take part.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$(cd "$root" && realpath "${1:-./memrepl}")
work=$root/build/tests/ungraded
. "$root/tests/grading.sh"
lab=1
mkdir -p "$work/slow" "$work/tmp"
chmod 711 "$work/tmp"
printf '#include "request_queue.h"\nvoid queue_init(struct request_queue *queue) { (void)queue; for (;;); }\n' \
    >"$work/slow/request_queue.c"
for function in 'bool queue_push(struct request_queue *queue, int id, int size) { (void)queue; return id > size; }' \
    'bool queue_pop(struct request_queue *queue, int *id, int *size) { (void)queue; return id == size; }' \
    'bool queue_is_empty(const struct request_queue *queue) { return queue == 0; }' \
    'void queue_destroy(struct request_queue *queue) { (void)queue; }'; do
    echo "$function" >>"$work/slow/request_queue.c"
done
export TMPDIR=$work/tmp

# Processes below the supervisor, the nearest first.
below() { # below PID
    local child
    for child in $(pgrep -P "$1"); do
        echo "$child"
        below "$child"
    done
}

# Waits until the hand-in runs: a process that was started with --child is there.
await_child() { # await_child PID
    for _ in $(seq 300); do
        pgrep -f -- "^memrepl --child" | grep -qxF -f <(below "$1") && return
        kill -0 "$1" 2>/dev/null || return
        sleep 0.02
    done
}

is_gone() { ! kill -0 "$1" 2>/dev/null; }

# Kills the process of that number in the line of them, and tells what is wrong then.
kill_one() { # kill_one NUMBER STATUS
    local pid all status
    (cd "$work/slow" && exec "$memrepl" --grade 1 --from . >"$work/report" 2>&1 </dev/null) &
    pid=$!
    await_child "$pid"
    mapfile -t all < <(echo "$pid"; below "$pid")
    [ -n "${all[$1]:-}" ] || { echo "    there is no process $1"; kill -9 "$pid"; return; }
    kill -9 "${all[$1]}"
    wait "$pid" 2>/dev/null
    status=$?
    [ "$status" -eq "$2" ] || echo "    status: expected $2, got $status"
    [ "$1" -eq 0 ] || [ "$2" -ne 2 ] || grep -q '^UNGRADED: ' "$work/report" ||
        { echo "    the report does not say UNGRADED:"; tail -n 3 "$work/report"; }
    ! grep -q '^lab1: ' "$work/report" || [ "$2" -ne 2 ] || echo "    there is a score"
    for pid in "${all[@]}"; do
        timeout 10 tail -f --pid="$pid" /dev/null
        is_gone "$pid" || echo "    process $pid is left"
    done
}

for kind in bubblewrap landlock limits; do
    export MEMREPL_SANDBOX=$kind
    problems=$(kill_one 1 2)
    if grep -q 'no sandbox can be had' "$work/report"; then
        echo "ok $kind # skip this machine has none"
        continue
    fi
    verdict "$kind: a grader that is killed is no zero" "$problems" "$work"
    verdict "$kind: its folder is gone" "$(ls "$TMPDIR")" "$work"
    verdict "$kind: with a supervisor that is killed all end" "$(kill_one 0 137)" "$work"
    verdict "$kind: the next grading removes what it left" \
        "$("$memrepl" --grade 1 --from solutions >/dev/null 2>&1; ls "$TMPDIR")" "$work"
done
unset MEMREPL_SANDBOX

# A room of 200 kB, in which nothing can be compiled.
room=$work/room
mkdir -p "$room"
if mount -t tmpfs -o size=200k,mode=711 tmpfs "$room" 2>/dev/null; then
    TMPDIR=$room grade slow
    umount "$room"
    verdict "a full disk is no zero" \
        "$(grep -q '^UNGRADED: ' "$work/slow/report" || sed 's/^/    /' "$work/slow/report")" "$work"
else
    echo "ok a full disk is no zero # skip only root can make one"
fi
