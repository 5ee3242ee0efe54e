#!/usr/bin/env bash
# sessions.sh MEMREPL [FILE.mem...]: runs the sessions of tests/sessions and compares what they print.
#
# Next to each FILE.mem stands FILE.out: the session echoed with all that it prints, errors too, and
# behind it "exit status N" unless that is 0. Options of memrepl may stand in the first line, after
# "# options: ". BLESS=1 rewrites the .out files: read the difference before you commit it.
# Some are run again with a program that clang built, which is to change nothing.
# The lecture sessions of handout/ have no .out: what they expect must hold.
cd "$(dirname "$0")/.." || exit 2
memrepl=${1:-./memrepl}
limit_seconds=30
[ $# -gt 1 ] && sessions=("${@:2}") || sessions=(tests/sessions/*.mem)
same_of_clang=(arguments macros tables)
export LC_ALL=C.UTF-8 ASAN_OPTIONS=detect_stack_use_after_return=0

for session in "${sessions[@]}"; do
    expected=${session%.mem}.out
    read -ra options < <(sed -n '1s/^# options: //p' "$session")
    command=("$memrepl" "${options[@]}" --batch --echo -x "$session")
    got=$(timeout "$limit_seconds" "${command[@]}" 2>&1 </dev/null; code=$?
          [ $code -eq 0 ] || echo "exit status $code")
    if [ -n "${BLESS:-}" ]; then
        echo "$got" >"$expected"
    elif difference=$(diff -u "$expected" - <<<"$got" 2>&1); then
        echo "ok $session"
    else
        echo "not ok $session (- expected, + got)"
        head -n 30 <<<"$difference"
        echo "    to repeat: ${command[*]}"
    fi
done

[ $# -gt 1 ] && exit
for name in "${same_of_clang[@]}"; do
    session=tests/sessions/$name.mem
    read -ra options < <(sed -n '1s/^# options: //p' "$session")
    if ! command -v clang >/dev/null; then
        echo "ok $session with clang # skip clang is not installed"
    elif difference=$(timeout "$limit_seconds" "$memrepl" --cc clang "${options[@]}" --batch --echo \
                      -x "$session" 2>&1 </dev/null | diff -u "${session%.mem}.out" -); then
        echo "ok $session with clang"
    else
        printf 'not ok %s with clang (- with gcc, + with clang)\n%s\n' "$session" \
            "$(head -n 30 <<<"$difference")"
        echo "    to repeat: $memrepl --cc clang ${options[*]} --batch --echo -x $session"
    fi
done

packed=tests/sessions/mems-small.rep.zst
if got=$(PATH=/nowhere "$memrepl" --batch -e mems -e "replay $packed" 2>&1 </dev/null); then
    echo "not ok $packed without zstd: replayed"
elif [[ $got == *"$packed is packed, and zstd, which unpacks it,"*"is not installed"* ]]; then
    echo "ok $packed without zstd"
else
    printf 'not ok %s without zstd\n%s\n' "$packed" "$got"
fi
for session in handout/sessions/*.mem; do
    if got=$(timeout "$limit_seconds" "$memrepl" --batch --echo -x "$session" 2>&1 </dev/null); then
        echo "ok $session"
    else
        printf 'not ok %s\n%s\n    to repeat: %s\n' "$session" "$(tail -n 3 <<<"$got")" \
            "$memrepl --batch --echo -x $session"
    fi
done
