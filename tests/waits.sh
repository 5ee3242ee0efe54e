#!/usr/bin/env bash
# waits.sh [MEMREPL]: the bounds of lab 8 are parts of what one lock around all makes wait. Measures that
# again, in the way of the prompt, for each "waits P% of N" in the lab's file of checks.
cd "$(dirname "$0")/.." || exit 2
memrepl=${1:-./memrepl}
one_lock=solutions/lab8-threads/mutants/one-lock.c

grep '^run .* waits ' solutions/lab8-threads/checks | while read -r _ driver rest; do
    arguments=${rest%% under *}
    scheduler=${rest##* under }
    expected=${scheduler##* of }
    scheduler=${scheduler%% waits *}
    got=$(timeout 30 "$memrepl" --batch \
        -e "program --lab 8 --from $one_lock labs/lab8-threads/$driver -- $arguments" \
        -e "scheduler $scheduler" -e run -e stats 2>&1 </dev/null |
        sed -n 's/^lock operations .* done, \([0-9]*\) had to wait$/\1/p')
    if [ "$got" = "$expected" ]; then
        echo "ok one lock waits $got times in $driver $arguments, $scheduler"
    else
        echo "not ok one lock waits $got times in $driver $arguments, $scheduler"
        echo "    solutions/lab8-threads/checks says $expected"
    fi
done
