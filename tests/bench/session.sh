#!/usr/bin/env bash
# session.sh [MEGABYTES]: the time and the memory for a session of so many megabytes, 1000 if not told.
#
# It is streamed into memrepl: text for the most part, and in each kilobyte something to do.
cd "$(dirname "$0")/../.." || exit 2
megabytes=${1:-1000}

session() {
    local text stroke
    text=$(printf '# %0.s-%.0s' {1..64})
    for stroke in $'enqueue 1 40\nserve\nfree 1' 'say round and round' dump 'help serve' 'trace 3'; do
        for _ in {1..8}; do echo "${text:0:120}"; done
        echo "$stroke"
    done
}

session=$(session)
yes "$session" | head -c "${megabytes}M" | sed '$d' |
    /usr/bin/time -f "$megabytes MB: %U s user, %S s system, %M KB at most" ./memrepl |
    tail -n 1
