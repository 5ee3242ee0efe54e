#!/usr/bin/env bash
# far.sh [--memrepl FILE]: a class that is graded by other machines, over ssh by GNU parallel and by a Slurm
# array, has the books of one that was graded here. The other machines are this one.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$root/memrepl
[ "${1:-}" != --memrepl ] || memrepl=$(realpath "$2")
count=30 port=${PORT:-32719}
work=$root/build/tests/far
solutions=$root/solutions/lab1-queue attacks=$root/tests/attacks/lab1-queue
. "$root/tests/class/common.sh"
. "$root/tests/class/pool.sh"
. "$root/tests/class/hosts.sh"
trap stop_hosts EXIT
cd "$root" || exit 2
[ "$(id -u)" -eq 0 ] || { echo "ok far # skip sshd and slurmd are started as root"; exit; }
make -s build/unpack || exit 2
fill_pool "$work/pool"
mkdir -p "$work/submissions"
tests/class/thousand.py "$work/submissions" "$work/pool" $count 7 >"$work/expected" || exit 2

# As `make class … OVER=…` does it.
grade_far() { # grade_far OUT OVER SHARDS OPTIONS
    src/course/class.sh "$work/submissions" 1 "$work/$1" '' "$2" "$3" "$4" >"$work/log" 2>&1 </dev/null
    echo $? >"$work/status"
}
all_were_done() { expect_status 0; expect_line "0 graded now, $count as before, 0 ungraded"; }

grade_class here
keep_books here here
verdict "a class is graded here" "$(expect_status 0)"

export PARALLEL_SSH="ssh -F $work/ssh.config"
if start_ssh "$port"; then
    grade_far over-ssh parallel 8 "--will-cite --sshlogin 2/here"
    verdict "the same by GNU parallel over ssh" "$(all_were_done; same_books over-ssh here)"
else
    verdict "an ssh server starts" "$(sed 's/^/    /' "$work/sshd.log")"
fi
stop_hosts

if start_slurm $((port + 1)) 6; then
    grade_far over-slurm slurm 100 "--quiet"
    verdict "the same by a Slurm array, in no more parts than it may have" \
        "$(all_were_done; same_books over-slurm here; 
            [ "$(find "$work/over-slurm" -name 'lock-*' | wc -l)" -eq 5 ] || echo "    it had not 5 parts")"
else
    verdict "a Slurm starts" "$(tail -n 5 "$work"/{munged,slurmctld,slurmd}.log | sed 's/^/    /')"
fi
