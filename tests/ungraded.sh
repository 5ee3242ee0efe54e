#!/usr/bin/env bash
# ungraded.sh [MEMREPL]: what the system or somebody else does to a grading costs nobody a point: it is
# UNGRADED, or what came of it is the same, byte for byte; and nothing is left behind.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$(cd "$root" && realpath "${1:-./memrepl}")
work=$root/build/tests/ungraded
. "$root/tests/grading.sh"
lab=1
mkdir -p "$work/tmp"
chmod 711 "$work/tmp"

# ---- The grader, and who supervises it, are killed -----------------------------------------------

# What is graded comes to no end, so that there is time for that.
mkdir -p "$work/slow"
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

# ---- Whoever grades gives up ---------------------------------------------------------------------

give_up() { # give_up SIGNAL STATUS
    local pid all status
    (cd "$work/slow" && exec env --default-signal="$1" \
        "$memrepl" --grade 1 --from . >"$work/report" 2>&1 </dev/null) &
    pid=$!
    await_child "$pid"
    mapfile -t all < <(echo "$pid"; below "$pid")
    kill -s "$1" "$pid"
    wait "$pid" 2>/dev/null
    status=$?
    [ "$status" -eq "$2" ] || echo "    status: expected $2, got $status"
    grep -qxF "UNGRADED: the grading was stopped" "$work/report" ||
        { echo "    the report does not say so:"; tail -n 3 "$work/report"; }
    for pid in "${all[@]}"; do
        timeout 10 tail -f --pid="$pid" /dev/null
        is_gone "$pid" || echo "    process $pid is left"
    done
    [ -z "$(ls "$TMPDIR")" ] || echo "    left: $(ls "$TMPDIR")"
}

verdict "Ctrl-C leaves nothing" "$(give_up INT 130)" "$work"
verdict "a terminal that closes leaves nothing" "$(give_up HUP 129)" "$work"
verdict "kill leaves nothing" "$(give_up TERM 143)" "$work"

# ---- Others of its processes are killed ----------------------------------------------------------

# Those below a process, the nearest first, in `all`.
look_below() { # look_below PID
    local child children=
    read -r children 2>/dev/null <"/proc/$1/task/$1/children"
    for child in $children; do
        all+=("$child")
        look_below "$child"
    done
}

# Grades DIR while the first MOST processes below whose words match are killed; leaves the number in
# `killed`.
kill_matching() { # kill_matching DIR PATTERN MOST
    local pid process all words hit=" "
    rm -f "$work/$1/result.json"
    (cd "$work/$1" && exec "$memrepl" --grade "$lab" --from . --result result.json >report 2>&1 </dev/null) &
    pid=$! killed=0
    while [ "$killed" -lt "$3" ] && kill -0 "$pid" 2>/dev/null; do
        all=()
        look_below "$pid"
        for process in "${all[@]}"; do
            mapfile -d '' -t words 2>/dev/null <"/proc/$process/cmdline"
            # shellcheck disable=SC2053 # it is a pattern
            [[ $hit != *" $process "* && ${words[*]} == $2 && $killed -lt $3 ]] || continue
            kill -9 "$process" 2>/dev/null && hit+="$process " && killed=$((killed + 1))
        done
        read -rt 0.002 <>"$work/never"
    done
    wait "$pid"
    echo $? >"$work/$1/status"
}

expect_same() { # expect_same DIR
    cmp -s "$work/$1/undisturbed" "$work/$1/report" || sed 's/^/    /' "$work/$1/report"
}

expect_ungraded() { # expect_ungraded DIR REASON: says what is wrong, if anything
    local last
    last=$(tail -n 1 "$work/$1/report")
    [[ $last == "UNGRADED: "*"$2"* ]] || echo "    the last line is: $last"
    [ "$(status "$1")" = 2 ] || echo "    status: expected 2, got $(status "$1")"
    [ ! -e "$work/$1/result.json" ] || grep -q '"reason": ".*'"$2" "$work/$1/result.json" ||
        echo "    the result does not say why"
}

# Kills one process of the kind, which costs nothing, then each of them.
try_to_kill() { # try_to_kill DIR WHAT PATTERN REASON
    kill_matching "$1" "$3" 1
    verdict "$2 is killed: the result is the same" \
        "$([ $killed = 1 ] || echo "    none was found"; expect_same "$1")" "$work/$1"
    kill_matching "$1" "$3" 1000
    verdict "each time $2 is killed: ungraded" \
        "$([ $killed -gt 1 ] || echo "    killed: $killed"; expect_ungraded "$1" "$4")" "$work/$1"
}

mkfifo "$work/never"
mkdir -p "$work/queue" "$work/server"
cp "$root/solutions/lab1-queue/request_queue.c" "$work/queue"
cp "$root/tests/shapes/lab3-server/one-condition.c" "$work/server/memory_server.c"
export MEMREPL_SANDBOX=limits
grade queue
mv "$work/queue/report" "$work/queue/undisturbed"
lab=3 grade server
mv "$work/server/report" "$work/server/undisturbed"
try_to_kill queue "the child with the hand-in" "memrepl --child*" "killed the process that the program runs in"
try_to_kill queue "the script that compiles" "sh *build-subject*" "the compiler was killed"
try_to_kill queue "the compiler proper" "*/cc1 *" "the compiler was killed"
lab=3 try_to_kill server "an exploration" "memrepl --explore*" "a process of the grading was killed"

# ---- The system refuses --------------------------------------------------------------------------

# Grades DIR with each SYSCALL:FAULT at once; skips where nobody may trace.
inject() { # inject DIR REASON CALL:FAULT [STRACE-OPTION...]
    local call=${3%%:*}
    (
        cd "$work/$1" || exit
        strace -f -qq -o trace -e trace="$call" -e inject="$3" "${@:4}" \
            "$memrepl" --grade "$lab" --from . >report 2>&1 </dev/null
        echo $? >status
    )
    rm -f "$work/$1/result.json"
    verdict "$3: ungraded" "$(expect_ungraded "$1" "$2")" "$work/$1"
}

if strace -o /dev/null true 2>/dev/null; then
    while read -r dir number fault reason; do
        lab=$number inject "$dir" "$reason" "$fault"
    done <<'FAULTS'
queue 1 clone:error=EAGAIN:when=1 no sandbox can be had
queue 1 clone:error=EAGAIN:when=2 the system refused a process
queue 1 setitimer:signal=KILL killed the process that the program runs in
server 3 memfd_create:error=ENOMEM:when=3 the system refused the memory that the program runs in
FAULTS
    inject queue "the hand-in cannot be copied: Input/output error" openat:error=EIO -P request_queue.c
else
    echo "ok the system refuses # skip nothing can be traced here"
fi
unset MEMREPL_SANDBOX
lab=1

# A limit that others of the same user have reached.
for kind in bubblewrap limits; do
    (
        cd "$work/queue" || exit
        MEMREPL_SANDBOX=$kind prlimit --nproc=1 "$memrepl" --grade 1 --from . >report 2>&1 </dev/null
        echo $? >status
    )
    verdict "$kind: no more processes: ungraded" "$(expect_ungraded queue "")" "$work/queue"
done

# shellcheck disable=SC2016 # for the other shell
if unshare -m true 2>/dev/null; then
    (
        cd "$work/queue" || exit
        unshare -m sh -c 'for gcc in /usr/local/bin/gcc /usr/bin/gcc; do
                              [ ! -e "$gcc" ] || mount --bind /dev/null "$(readlink -f "$gcc")"
                          done
                          exec "$@"' sh "$memrepl" --grade 1 --from . >report 2>&1 </dev/null
        echo $? >status
    )
    verdict "no compiler: ungraded" \
        "$(expect_ungraded queue "the compiler could not be started: is it installed?")" "$work/queue"
else
    echo "ok no compiler: ungraded # skip only root can hide it"
fi

# ---- A class -------------------------------------------------------------------------------------

grade_class() { # grade_class COMMAND…: leaves its last lines in `said`
    said=$("$@" "$memrepl" --class "$work/class" --lab 1 --out "$work/class-out" --jobs 1 2>&1 </dev/null)
}

mkdir -p "$work/class"
cp "$work/queue/request_queue.c" "$work/class/ada.c"
MEMREPL_SANDBOX=limits grade_class prlimit --nproc=1
# With processes of others of that user, there is no sandbox already.
verdict "a class lists it with the reason" \
    "$([[ $said == *", 1 ungraded"*"ada: "@("the system refused "|"no sandbox can be had")* ]] || echo "    $said")" "$work"
grade_class
verdict "running again mends it" \
    "$([[ $said == *"1 graded now"*", 0 ungraded"* ]] || echo "    $said")" "$work"

# ---- Root gives up its rights --------------------------------------------------------------------

# Then it cannot go through a folder of somebody else's that is closed to all others, as that of the kit here.
mkdir -p "$work/closed"
ln "$memrepl" "$work/closed/memrepl" 2>/dev/null || cp "$memrepl" "$work/closed/memrepl"
ln -s "$root/src" "$root/labs" "$root/solutions" "$root/build" "$work/closed/"
chmod 700 "$work/closed"
if chown nobody "$work/closed" 2>/dev/null; then
    said=$(cd "$work/queue" && MEMREPL_SANDBOX=limits "$work/closed/memrepl" --grade 1 --from . 2>&1 </dev/null)
    verdict "a folder that root cannot go through is named" \
        "$([[ $said == *"UNGRADED: "*" cannot go through $work/closed then: chmod o+x it"* ]] || echo "    $said")" "$work"
else
    echo "ok a folder that root cannot go through is named # skip only root can make one"
fi

# ---- The disk is full ----------------------------------------------------------------------------

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
