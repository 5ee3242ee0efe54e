#!/usr/bin/env bash
# same-bytes.sh [RUNS]: the same session prints the same bytes in every run, whichever compiler built
# the kit and at which optimisation, in any directory and any locale, with addresses randomised; and
# subjects built by gcc and by clang take the same synchronisation steps.
cd "$(dirname "$0")/.." || exit 2
runs=${1:-100}
top=$PWD
work=$top/build/tests/same-bytes
away="$work/a b/ünïcode" # a directory with awkward characters in its name
rm -rf "$work"
mkdir -p "$away"

# The whole kit moved elsewhere, and its subject built anew there.
cp -r Makefile src solutions labs handout memrepl "$away/"
(cd "$away" && make -s subjects)

for locale in tr_TR de_DE; do
    mkdir -p "$work/locale"
    localedef -i $locale -f UTF-8 "$work/locale/$locale.UTF-8" 2>/dev/null
done
export LOCPATH="$work/locale" ASAN_OPTIONS=detect_stack_use_after_return=0
locales=(C C.UTF-8 tr_TR.UTF-8 de_DE.UTF-8)
directories=("$top" / "$away" "$work")
variants=(gcc gcc-O0 clang clang-O0 asan)
sessions=(handout/sessions/*.mem)

play() { # play MEMREPL SESSION: what the session prints, and how it ended
    timeout 60 "$1" --batch --echo -x - <"$top/$2" 2>&1
    echo "exit status $?"
}

for session in "${sessions[@]}"; do
    play ./memrepl "$session" >"$work/$(basename "$session").expected"
done

# same NAME MEMREPL COUNT: plays sessions in turn, each time in another directory and locale.
same() {
    local i session locale directory difference
    for ((i = 0; i < $3; i++)); do
        session=${sessions[i % ${#sessions[@]}]}
        locale=${locales[i / 2 % ${#locales[@]}]}
        directory=${directories[i / 3 % ${#directories[@]}]}
        if ! difference=$(cd "$directory" && LC_ALL=$locale play "$2" "$session" |
                          diff "$work/$(basename "$session").expected" -); then
            printf 'not ok %s, run %d: %s in %s under %s (< expected, > got)\n%s\n' "$1" $i \
                "$session" "$directory" "$locale" "$(head -n 10 <<<"$difference")"
            echo "    to repeat: cd '$directory'; LC_ALL=$locale $2 --batch --echo -x - <$top/$session"
            return
        fi
    done
    echo "ok $1 prints the same bytes, $3 runs"
}

# The kit as it is, but with a subject that clang built.
make -s BUILD=build/clang-subject SUBJECT_CC=clang subjects
cp memrepl build/clang-subject/

share=$((runs / (${#variants[@]} + 1)))
for variant in "${variants[@]}"; do same "kit built as $variant" "$top/build/$variant/memrepl" $share; done
same "kit in another folder" "$away/memrepl" $((runs - share * ${#variants[@]}))

trace() { # the trace of a session as MEMREPL makes it
    { cat "$2"; echo "trace 100000"; } | "$1" --batch -x - 2>&1
}
for session in "${sessions[@]}"; do
    if difference=$(diff <(trace ./memrepl "$session") <(trace build/clang-subject/memrepl "$session")); then
        echo "ok $session: subjects of gcc and clang agree in every step"
    else
        printf 'not ok %s: subjects differ (< gcc, > clang)\n%s\n' "$session" "$(head <<<"$difference")"
    fi
done

case $(cat /proc/sys/kernel/randomize_va_space) in
    2) echo "ok addresses are randomised here" ;;
    *) echo "ok addresses are randomised here # skip: kernel.randomize_va_space is off" ;;
esac
