#!/usr/bin/env bash
# transcripts.sh MEMREPL: runs every transcript of README, labs and handout and compares what they show;
# and those of tests/transcripts, of what each prompt refuses.
cd "$(dirname "$0")/.." || exit 2
memrepl=${1:-./memrepl}

while read -r file; do
    if got=$("$memrepl" --check "$file" 2>&1 </dev/null); then
        echo "ok $file"
    else
        echo "not ok $file"
        head -n 30 <<<"$got"
        echo "    to repeat: $memrepl --check $file; --bless rewrites what it shows"
    fi
done < <(grep -rlE '^(```|\[source,)memrepl' README.md labs handout tests/transcripts --include='*.md' --include='*.adoc')
