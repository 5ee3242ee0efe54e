#!/usr/bin/env bash
# seeds.sh [COUNT]: no seed makes a solution fail. Grades each lab's solution with the seeds 1 to COUNT,
# 50 unless told.
cd "$(dirname "$0")/.." || exit 2
count=${1:-50}
work=build/tests/seeds
rm -rf $work
mkdir -p $work

grade() { # grade LAB SEED: what is wrong, if anything
    local last
    last=$(cd $work && timeout 120 ../../../memrepl --grade "$1" --from solutions --seed "$2" 2>&1 | tail -n 1)
    [ "$last" = "lab$1: 100/100" ] || echo "    seed $2: $last (memrepl --grade $1 --from solutions --seed $2)"
}

judge() { # judge LAB
    local seed problems
    problems=$(for ((seed = 1; seed <= count; seed++)); do grade "$1" "$seed"; done)
    if [ -z "$problems" ]; then
        echo "ok lab $1: the solution gets full marks with each of $count seeds"
    else
        printf 'not ok lab %s: a seed makes the solution fail\n%s\n' "$1" "$problems"
    fi
}

for checks in solutions/lab*/checks; do
    lab=${checks#solutions/lab}
    while [ "$(jobs -pr | wc -l)" -ge 2 ]; do wait -n; done
    judge "${lab%%-*}" &
done
wait
