#!/usr/bin/env bash
# transcripts.sh MEMREPL: runs every transcript of README, labs and handout and compares what they show.
#
# Blocks tagged `memrepl` are memrepl's own to check. In blocks tagged `console` a line that begins with
# "$ " is given to the shell, in a copy of the tree's top; the rest is what it prints, and a line
# "..." stands for any lines.
cd "$(dirname "$0")/.." || exit 2
memrepl=${1:-./memrepl}
work=build/tests/transcripts
rm -rf $work
mkdir -p $work
for name in Makefile memrepl build src labs solutions handout tests; do ln -s "$PWD/$name" $work/; done

texts() { # texts TAG: the files with a block so tagged
    grep -rlE "^(\`\`\`|\[source,)$1" README.md labs handout --include='*.md' --include='*.adoc'
}

while read -r file; do
    if got=$("$memrepl" --check "$file" 2>&1 </dev/null); then
        echo "ok $file"
    else
        echo "not ok $file"
        head -n 30 <<<"$got"
        echo "    to repeat: $memrepl --check $file; --bless rewrites what it shows"
    fi
done < <(texts memrepl)

# The commands of a file's console blocks with what each prints: "$ command", then its output.
console_blocks() { awk '/^```console/ { inside = 1; next } /^```/ { inside = 0 } inside' "$1"; }

# Does what it got (standard input) match the expected text of a file, line by line?
matches() {
    awk -v expected="$1" '
        { got[++count] = $0 }
        END {
            at = 1
            while ((getline line < expected) > 0) {
                if (line == "...") { loose = 1; continue }
                while (loose && at <= count && got[at] != line) at++
                if (got[at++] != line) exit 1
                loose = 0
            }
            exit !(loose || at > count)
        }'
}

while read -r file; do
    for block in $work/*.command $work/*.expected; do rm -f "$block"; done
    console_blocks "$file" | awk -v work=$work '
        /^\$ / { number++; print substr($0, 3) >(work "/" number ".command"); next }
        { print >(work "/" number ".expected") }'
    for command in $work/*.command; do
        expected=${command%.command}.expected
        touch "$expected"
        got=$(cd $work && sh ./"$(basename "$command")" 2>&1 </dev/null)
        if matches "$expected" <<<"$got"; then
            echo "ok $file: $(cat "$command")"
        else
            echo "not ok $file: $(cat "$command")"
            diff "$expected" - <<<"$got" | head -n 30
        fi
    done
done < <(texts console)
