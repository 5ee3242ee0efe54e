#!/usr/bin/env bash
# mems-bench.sh: MeMS beside glibc, jemalloc, mimalloc and tcmalloc (Debian packages libjemalloc2,
# libmimalloc2.0, libtcmalloc-minimal4; one that is missing is left out), all in one run.
# From the top of the tree: tests/bench/mems-bench.sh. Writes build/mems/growth.svg.
#
# The allocators take turns, ROUNDS times; for each figure the best round counts, since what
# disturbs a round only ever makes it slower. Compare figures of one run only.
set -eu
ROUNDS=${ROUNDS:-5}
build=build/mems
mkdir -p $build/traces
src/mems/make-header >build/mems.h

for name in system exact fast; do
    case $name in
    system) flags=() ;;
    exact) flags=(-DBENCH_MEMS) ;;
    fast) flags=(-DBENCH_MEMS -DMEMS_PLACEMENT_FAST) ;;
    esac
    for program in replay churn; do
        cc -O2 "${flags[@]}" -Ibuild tests/bench/$program.c -o $build/$program-$name
    done
    [ $name = system ] || cc -O2 "${flags[@]}" -Ibuild tests/bench/gets.c -o $build/gets-$name
done

libraries=()
for library in libjemalloc.so.2 libmimalloc.so.2.0 libtcmalloc_minimal.so.4; do
    for path in /usr/lib/*/"$library"; do
        [ ! -e "$path" ] || libraries+=("$path")
    done
done

echo "== Traces: ns an operation, 99.9th percentile, utilisation by touched pages"
: >$build/replays
for packed in tests/bench/traces/*.rep.zst; do
    trace=$(basename "$packed" .rep.zst)
    zstd -qdf "$packed" -o "$build/traces/$trace.rep"
    for _ in $(seq "$ROUNDS"); do
        for name in system exact fast; do
            echo "$trace $name $("$build/replay-$name" "$build/traces/$trace.rep")"
        done
        for library in "${libraries[@]}"; do
            echo "$trace $(basename "$library" | sed 's/^lib//; s/_minimal//; s/\.so.*//')" \
                "$(LD_PRELOAD=$library $build/replay-system "$build/traces/$trace.rep")"
        done
    done >>$build/replays
done
awk '
{ key = $1 " " $2
  if (!(key in time) || $3 < time[key]) time[key] = $3
  if (!(key in slow) || $4 < slow[key]) slow[key] = $4
  if (!(key in used) || $5 > used[key]) used[key] = $5
  if (!($1 in trace)) { trace[$1]; traces[++trace_count] = $1 }
  if (!($2 in known)) { known[$2]; names[++name_count] = $2 } }
END {
    for (t = 1; t <= trace_count; t++)
        for (i = 1; i <= name_count; i++) {
            key = traces[t] " " names[i]
            ratio = time[key] / time[traces[t] " system"]
            printf "%-8s %-9s %6.1f ns  p99.9 %5d ns  used %.2f  %.2f x glibc\n", traces[t],
                   names[i] == "system" ? "glibc" : names[i], time[key], slow[key], used[key], ratio
            ratios[i] += log(ratio); uses[i] += log(used[key])
        }
    for (i = 1; i <= name_count; i++)
        printf "geometric mean: %-9s %.2f x glibc, used %.2f\n",
               names[i] == "system" ? "glibc" : names[i], exp(ratios[i] / trace_count),
               exp(uses[i] / trace_count)
}' $build/replays

echo "== mems_get: a million live blocks of at most 200 bytes"
for name in exact fast; do
    echo "$name: $($build/gets-$name)"
done

echo "== Blocks of 1-2,000 bytes: malloc, free half, malloc, get; ns a block"
best() {
    for _ in $(seq "$ROUNDS"); do
        "$build/churn-$1" "$2"
    done | awk '!best || $2 < best { best = $2 } END { print best }'
}
for count in 10000 20000 50000 100000 200000 500000 1000000; do
    echo "$count $(best exact $count) $(best fast $count) $(best system $count)"
done | tee $build/growth | awk '
    { printf "%8d  exact %7.1f (%.2f x glibc)  fast %7.1f (%.2f)  glibc %7.1f\n",
             $1, $2, $2 / $4, $3, $3 / $4, $4 }'
awk -f tests/bench/plot.awk $build/growth >$build/growth.svg
