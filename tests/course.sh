#!/usr/bin/env bash
# course.sh: what a course does with the labs, each command in a house of its own: labs, WATCH, reset,
# handin, newlab, checklab, and what each says when it is called wrongly.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
work=$root/build/tests/course
house=$work/house
limit_seconds=120
patience_tenths=600 # of a second, for a grading in the background

rm -rf "$work"
mkdir -p "$house"
cd "$house" || exit 2
ln -s "$root/src" "$root/tests" "$root/Makefile" .
cp "$root/memrepl" .
mkdir labs solutions build handout
ln -s "$root"/build/{objects,*.so} build/
cp -r "$root"/labs/{make-*,hints,lab1-queue} labs/
cp -r "$root/solutions/lab1-queue" solutions/
mine=labs/lab1-queue/request_queue.c
solution=solutions/lab1-queue/request_queue.c
labs/make-blank $solution >$mine
cp $mine "$work/blank.c"

# Nothing is built here: `all` counts as made.
order() { env -u MAKEFLAGS timeout $limit_seconds make -s -o all "$@" </dev/null 2>&1; }

verdict() { # verdict NAME PROBLEMS
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n%s\n    to repeat: cd %s\n' "$1" "$2" "$house"
    fi
}

says() { # says TEXT PATTERN...: what a text does not say
    local pattern
    for pattern in "${@:2}"; do
        grep -qE -- "$pattern" <<<"$1" || printf '    expected %s\n    got      %s\n' "$pattern" "$1"
    done
}

alike() { cmp -s "$1" "$2" || echo "    $1 is not $2"; }

# ---- For students --------------------------------------------------------------------------------

verdict "labs says where to begin" "$(says "$(order labs)" \
    '^lab1 +the request queue +0/100 +begin: labs/lab1-queue/README.md$')"
verdict "labs reads on behind what is said of the sandbox" "$(says "$(MEMREPL_SANDBOX=limits order labs)" \
    '^lab1 +the request queue +0/100 +begin: labs/lab1-queue/README.md$')"
cp solutions/lab1-queue/mutants/pop-leaks.c $mine
verdict "labs names the first check that fails" "$(says "$(order labs)" \
    '^lab1 +the request queue +[0-9]+/100 +check 11: nothing leaks \[leak\]$')"
echo 'int queue_init' >$mine
verdict "labs tells of a file that does not compile" "$(says "$(order labs)" \
    '^lab1 .* 0/100 +make lab1: the compiler refused')"
verdict "handin refuses what does not compile" "$(says "$(order handin LAB=1)" \
    'nothing was packed' 'error: expected'; ls ./*.tar.gz 2>/dev/null)"

verdict "reset keeps the file" "$(says "$(order reset LAB=1)" 'request_queue.c.1\.$'
    alike $mine "$work/blank.c"; says "$(cat $mine.1)" '^int queue_init$')"
verdict "reset leaves a blank alone" "$(says "$(order reset LAB=1)" 'is the blank already'
    [ ! -e $mine.2 ] || echo "    there is $mine.2")"
cp $solution $mine
verdict "reset keeps a second file" "$(says "$(order reset LAB=1)" 'request_queue.c.2\.$'
    alike $mine.2 $solution)"
rm $mine
verdict "reset brings back what was deleted" "$(says "$(order reset LAB=1)" 'is there again'
    alike $mine "$work/blank.c")"
rm $mine
verdict "handin names a file that is not there" "$(says "$(order handin LAB=1)" \
    'request_queue.c is not there: make reset LAB=1')"

cp $solution $mine
verdict "labs says what is done" "$(says "$(order labs)" '^lab1 .* 100/100 +done: make handin LAB=1$')"
verdict "handin packs one archive and says what is in it" "$(says "$(order handin LAB=1)" \
    '^lab1: 100/100$' '^lab1-handin.tar.gz holds:$' '^    request_queue.c, [0-9]+ bytes$'
    diff <(tar -tzf lab1-handin.tar.gz) <(printf '%s\n' report.txt request_queue.c)
    tar -xzOf lab1-handin.tar.gz request_queue.c | cmp - $solution)"
cp lab1-handin.tar.gz "$work/first.tar.gz"
order handin LAB=1 >/dev/null
verdict "the same files make the same archive" "$(alike lab1-handin.tar.gz "$work/first.tar.gz")"
cp "$work/blank.c" $mine
verdict "handin packs what is not finished, and says so" "$(says "$(order handin LAB=1)" \
    '^lab1: 0/100$' '^Points are missing')"

# ---- Watching ------------------------------------------------------------------------------------

# Waits until the report of the watcher has a line; false when it never comes.
await() { # await PATTERN
    local tenths=0
    until grep -qE "$1" "$work/watched"; do
        [ $((tenths += 1)) -le $patience_tenths ] || return
        sleep 0.1
    done
}

watch() {
    : >"$work/watched"
    src/course/watch.sh 1 >"$work/watched" 2>&1 </dev/null &
    local watcher=$!
    await '^Waiting for a change' || echo "    no first report: $(tail -n 3 "$work/watched")"
    says "$(cat "$work/watched")" '^lab1: 0/100$'
    cp $solution $mine
    await '^lab1: 100/100$' || echo "    no second report: $(tail -n 3 "$work/watched")"
    kill $watcher
    wait $watcher || echo "    it ends with status $?"
}
verdict "WATCH=1 grades again when a file is saved" "$(watch)"

# ---- For instructors -----------------------------------------------------------------------------

verdict "newlab begins a lab" "$(says "$(order newlab NAME=purse)" '^Lab 2 is there' 'make checklab LAB=2')"
proof=$(order checklab LAB=2) || failed="    checklab LAB=2 fails"
verdict "the new lab is proved" "${failed:-}$(grep -A 8 '^not ok' <<<"$proof")"
sed -i 's/^| 35 | wrong count/| 30 | wrong count/' labs/lab2-purse/README.md
sed -i '/^kind: limit ignored/,/^$/d' labs/lab2-purse/hints
cp solutions/lab2-purse/purse.c solutions/lab2-purse/mutants/no-limit.c
sed -i '1i // Kind of failure: limit ignored' solutions/lab2-purse/mutants/no-limit.c
proof=$(order checklab LAB=2) && failed="    checklab LAB=2 is content"
verdict "checklab tells what does not agree" "${failed:-}$(says "$proof" \
    'gives wrong count 30 points; its public checks give 35' \
    'has no hint 1 for "limit ignored"' \
    '^not ok lab 2: planted bug no-limit fails')"

sed -i -e 's/^call purse_add 60 = 1; call purse_add 40.*/call purse_add 60 = 1; see count = 61/' \
    -e 's/^call purse_clear; call purse_add 5 .*/blocks 2/' solutions/lab2-purse/checks
cp solutions/lab2-purse/purse.c labs/lab2-purse/
verdict "a check sees variables and counts blocks" "$(says "$(order lab2)" '^ +expected +count is 61$' '^ +got +count is 60$' \
    '^ +expected +2 blocks allocated$' '^ +got +0 blocks allocated$')"

# ---- Wrong usage ---------------------------------------------------------------------------------

refused() { # refused PATTERN ARGUMENT...: the order fails, and says why and what to do instead
    local got
    if got=$(order "${@:2}"); then echo "    is not refused"; fi
    says "$got" "^make ${2}: $1"
}

while IFS='|' read -r arguments pattern; do
    # shellcheck disable=SC2086  # words
    verdict "make $arguments is refused" "$(refused "$pattern" $arguments)"
done <<'ORDERS'
reset|which lab\? .* make reset LAB=1
reset LAB=x|"x" is no number of a lab
reset LAB=99|there is no lab 99; there are lab1
handin|which lab\? .* make handin LAB=1
handin LAB=99|there is no lab 99
checklab|which lab\? .* make checklab LAB=1
checklab LAB=1x|"1x" is no number
newlab|what is it called\? .* make newlab NAME=
newlab NAME=9th|"9th" cannot begin the names of C functions
newlab NAME=queue|there is lab1-queue already
release|where to\? .* make release OUT=
release OUT=labs|labs is not empty
release OUT=Makefile/x|Makefile/x cannot be written
release OUT=out UPTO=x|UPTO=x is no number
release OUT=out UPTO=99|there is no lab 99
ORDERS
verdict "what was refused leaves nothing behind" "$(ls -d out 2>/dev/null)"
