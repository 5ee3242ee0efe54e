#!/usr/bin/env bash
# class.sh [--memrepl FILE]: a folder of submissions of every kind becomes a right gradebook, whatever
# happens on the way.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$root/memrepl
[ "${1:-}" != --memrepl ] || memrepl=$(realpath "$2")
work=$root/build/tests/class
solution=$root/solutions/lab1-queue/request_queue.c
. "$root/tests/class/common.sh"
mkdir -p "$work/submissions" "$work/archives"
make -s -C "$root" build/unpack || exit 2
"$root/labs/make-blank" "$solution" >"$work/blank.c"
"$root/tests/class/submissions.py" "$work/submissions" "$solution" "$work/blank.c" \
    "$root/solutions/lab1-queue/mutants" >"$work/expected" || exit 2
"$root/tests/attacks/archives.py" "$work/archives" <"$solution" >"$work/expected-archives" || exit 2
count=$(wc -l <"$work/expected")

# ---- Scores and reports --------------------------------------------------------------------------

grade_class out
verdict "a class is graded" "$(expect_status 0; expect_line "$count submissions: $count graded now")"
verdict "each has the right score and report" "$(while IFS=$'\t' read -r id least most words; do
    got=$(score_of out "$id")
    [ "${got:--1}" -ge "$least" ] && [ "${got:--1}" -le "$most" ] ||
        echo "    $id: expected $least to $most, got $got"
    report=$(report_of out "$id")
    [ -f "$report" ] || echo "    $id: no report $report"
    grep -qF -- "$words" "$report" || echo "    $id: $report does not say: $words"
done <"$work/expected")"
"$root/tests/class/books.py" "$work/out"
verdict "Canvas' and Moodle's columns" "$(
    grep -qx $'Student,ID,SIS User ID,SIS Login ID,Section,Lab 1: the request queue\r' \
        "$work/out/gradebook-canvas.csv" || echo "    no head of Canvas"
    grep -qx $'smithjohn,12345,,,,100\r' "$work/out/gradebook-canvas.csv" || echo "    no row of Canvas"
    grep -qx $'Participant 1234568,Jane Doe,,graded,100,100,,\r' "$work/out/gradebook-moodle.csv" ||
        echo "    no row of Moodle")"
verdict "a submission's number is no student's" "$(
    for row in submission_5004,,,,,0 "Ann A,,5004,ann@school.edu,,100" "Em P,,,em@school.edu,,100" "No B,,,,,100"; do
        grep -qx "$row"$'\r' "$work/out/gradebook-canvas.csv" || echo "    no row $row"
    done)"
verdict "what somebody should look at is listed" "$(
    expect_line "9 need a look:"
    expect_line "  submission_5004: submission_metadata.yml does not say whose it is."
    expect_line "  hal: Which request_queue.c is meant cannot be told"
    expect_line "  12397: No request_queue.c was handed in."
    [ "$(sed -n '/<h2>Need a look/,/<h2>Scores/p' "$work/out/index.html" | grep -c '^<tr>')" = 9 ] ||
        echo "    index.html has others")"
verdict "the page says why a score is 0" "$(
    grep -q 'No program: the compiler refused the program. request_queue.c:1:2: error: #error' "$work/out/index.html" ||
        echo "    not of what does not compile"
    grep -q 'hand-ins are no program, and are not counted here' "$work/out/index.html" || echo "    not that they lack")"
verdict "what is alike is told, all of it and with names" "$(
    sed -n '/<h2>Alike/,/<h2>Students/p' "$work/out/index.html" >"$work/alike"
    for id in deep mac pat 1234568; do
        grep '^<li>.*>12345</a> smithjohn' "$work/alike" | grep -q ">$id</a>" || echo "    $id is in no group with 12345"
    done
    [ "$(grep -c '>anon_pQ3rT</a>' "$work/alike")" -ge 3 ] || echo "    anon_pQ3rT is like one alone")"
verdict "what is no submission is named" "$(expect_line "no submission: readme.txt")"

# ---- The next run --------------------------------------------------------------------------------

keep_books out first
grade_class out
verdict "a second run grades nothing, and has the same books" \
    "$(expect_line "0 graded now"; same_books out first)"
mkdir -p "$work/bin"
printf '#!/bin/sh\nexit 1\n' >"$work/bin/sim_c" && chmod +x "$work/bin/sim_c"
PATH=$work/bin:$PATH grade_class out
verdict "a comparison that fails is told as what it is" "$(
    expect_status 0
    grep -q 'not compared: the program sim_c did not come to its end' "$work/out/index.html" ||
        echo "    index.html does not say so")"
cp "$solution" "$work/submissions/empty/request_queue.c"
MEMREPL_SANDBOX=none grade_class out
verdict "what cannot be graded is ungraded, without its old score" "$(
    expect_status 2
    expect_line "0 graded now, $((count - 1)) as before, 1 ungraded"
    expect_line "  empty: no sandbox can be had"
    [ -z "$(score_of out empty)" ] || echo "    it has a score: $(score_of out empty)")"
grade_class out
verdict "only what changed is graded, and what was ungraded" "$(
    expect_status 0
    expect_line "1 graded now"
    [ "$(score_of out empty)" = 100 ] || echo "    the score is $(score_of out empty)")"
echo "changed" >>"$work/out/results/12345.json"
grade_class out
verdict "a result that somebody changed does not count" \
    "$(expect_line "1 graded now"; [ "$(score_of out 12345)" = 100 ] || echo "    no score")"
keep_books out whole
exec 7>"$work/out/lock"
flock 7
grade_class out
exec 7>&-
verdict "two runs do not share a folder" \
    "$(expect_status 2; expect_line "another run is at work"; same_books out whole)"

submissions=archives
grade_class out
verdict "the results of one folder are not lost to another" "$(
    expect_status 2
    expect_line "out holds the results of lab 1 of $work/submissions; give another OUT"
    same_books out whole)"
submissions=submissions
mkdir "$work/out/gradebook-moodle.csv.new"
grade_class out
rmdir "$work/out/gradebook-moodle.csv.new"
verdict "gradebooks are there all or none, and it is said why" "$(
    expect_status 2
    expect_line "the books cannot be written to $work/out: Is a directory"
    find "$work/out" -name "gradebook*")"

# ---- Stopped on the way --------------------------------------------------------------------------

begin_class broken
wait_for_results broken 8
kill -INT "$class"
end_class
verdict "Ctrl-C keeps what is done and says how to go on" \
    "$(expect_status 2; expect_line "The same command goes on from there"; nothing_left)"
for results in 10 12; do
    begin_class broken --shard 1/2
    wait_for_results broken $results
    kill -KILL "$class"
    end_class
done
verdict "killed twice, it leaves no process and no file" "$(nothing_left)"
grade_class broken --shard 2/2
verdict "a part is graded without books" \
    "$(expect_status 0; [ ! -e "$work/broken/gradebook.csv" ] || echo "    there is a gradebook")"
grade_class broken
verdict "afterwards the books are those of an undisturbed run" \
    "$(expect_status 0; same_books broken whole)"

# A hand-in that would take some seconds.
submissions=endless
mkdir -p "$work/endless"
sed 's/queue->length = 0;/for (;;);/' "$solution" >"$work/endless/request_queue.c"
begin_class ended
grading=
while [ -z "$grading" ] && kill -0 "$class"; do
    grading=$(pgrep -f -- "--grade 1 .*$work/ended/grading/request_queue.json")
done
kill -KILL "$grading"
end_class
verdict "a grading that somebody kills is ungraded" "$(
    expect_status 2
    expect_line "1 submission: 0 graded now, 0 as before, 1 ungraded"
    expect_line "request_queue: the grading was ended by signal 9")"

# A disk that does not give one of two files, or does not even tell what it is.
submissions=unread
mkdir -p "$work/unread/bob"
cp "$solution" "$work/unread/ann.c"
cp "$solution" "$work/unread/bob/"
cat >"$work/bin/memrepl" <<END
#!/bin/sh
exec strace -qq -o /dev/null -P "$work/unread/bob/request_queue.c" -e trace="\$CALL" -e inject="\$CALL:error=EIO" "$memrepl" "\$@"
END
chmod +x "$work/bin/memrepl"
for call in openat newfstatat; do
    if ! strace -qq -o /dev/null true 2>/dev/null; then
        echo "ok what cannot be read is ungraded: $call # skip strace cannot trace here"
        continue
    fi
    CALL=$call memrepl=$work/bin/memrepl grade_class unread-out
    verdict "what cannot be read is ungraded, and not a hand-in of nothing: $call" "$(
        expect_status 2
        expect_line "1 ungraded"
        expect_line "bob: $work/unread/bob/request_queue.c cannot be read: Input/output error"
        [ "$(score_of unread-out ann)" = 100 ] || echo "    ann: $(score_of unread-out ann)")"
done

# ---- Archives ------------------------------------------------------------------------------------

submissions=archives
grade_class archives-out
verdict "hostile archives are told, and leave nothing" "$(expect_status 0
    while read -r id words; do
        least=0
        [ "$words" != = ] || least=100 words=100/100
        [ "$(score_of archives-out "$id")" = $least ] || echo "    $id: $(score_of archives-out "$id")"
        grep -qF -- "$words" "$(report_of archives-out "$id")" || echo "    $id does not say: $words"
    done <"$work/expected-archives"
    find "$work/archives-out/hand-ins" -perm /7000 | sed 's/^/    has a mode: /'
    [ "$(du -sm "$work/archives-out" | cut -f 1)" -lt 20 ] || echo "    $(du -sm "$work/archives-out")")"

# A house whose program for archives is killed, as by a machine without memory.
house=$work/house submissions=one
mkdir -p "$house/build" "$work/one"
cp "$work/archives/setuid.tgz" "$work/one/ada.tgz"
cp "$memrepl" "$house/memrepl"
ln -s "$root/src" "$root/labs" "$root/solutions" "$house/"
ln -s "$root"/build/* "$house/build/"
rm "$house/build/unpack"
printf '#!/bin/sh\nkill -KILL $$\n' >"$house/build/unpack"
chmod +x "$house/build/unpack"
memrepl=$house/memrepl grade_class killed
verdict "an archive is no zero when its unpacking is killed" "$(
    expect_status 2
    expect_line "  ada: ada.tgz cannot be unpacked: somebody killed build/unpack")"
printf '#!/bin/sh\nprintf "F 15 900\\nrequest_queue.cint"\n' >"$house/build/unpack"
memrepl=$house/memrepl grade_class out-of-time
verdict "an archive whose unpacking breaks off takes too much" "$(
    expect_status 0
    [ "$(score_of out-of-time ada)" = 0 ] || echo "    ada: $(score_of out-of-time ada)"
    grep -q 'takes too much time or memory to unpack' "$(report_of out-of-time ada)" || echo "    not told")"

# ---- The handout ---------------------------------------------------------------------------------

# The block behind the nth mark in the chapter, without the command and the rate.
told() { # told N
    awk -v number="$1" '
        /^\/\/class$/ { marks++ }
        /^\.\.\.\.$/ && marks == number { if (is_in) exit; is_in = 1; next }
        is_in' "$root/handout/chapters/instructors.adoc" | grep -v '^\$ ' | without_rate
}
without_rate() { sed -E 's/ \([0-9.]+ a second\)//'; }
week1=$work/week1
mkdir -p "$week1/clark/src"
cp "$solution" "$week1/clark/src/request_queue.c"
cp "$work/blank.c" "$week1/brown.c"
cp "$solution" "$week1/doejane_20433_855_request_queue.c"
cp "$root/solutions/lab1-queue/mutants/destroy-frees-tail-again.c" "$week1/smithjohn_20451_871_request_queue.c"
cp "$work/archives/escapes-up.zip" "$week1/leeann_LATE_20460_902_lab1.zip"
echo "of the export" >"$week1/readme.txt"
(cd "$work" && "$memrepl" --class week1 --lab 1 --out build/class/lab1) >"$work/log" 2>&1
verdict "the handout shows what is printed" "$(
    diff <(told 1) <(grep -v ' of 5$' "$work/log" | without_rate) | sed 's/^/    /'
    diff <(told 2) <(tr -d '\r' <"$work/build/class/lab1/gradebook-canvas.csv") | sed 's/^/    /')"

# ---- What is given wrongly -----------------------------------------------------------------------

refused() { # refused WORDS OPTION...
    "$memrepl" "${@:2}" >"$work/log" 2>&1 </dev/null
    echo $? >"$work/status"
    expect_status 2
    expect_line "$1"
}
verdict "what is given wrongly is named" "$(
    mkdir -p "$work/nothing"
    refused "--class needs --lab" --class "$work/submissions"
    refused "holds no submissions" --class "$work/nothing" --lab 1 --out "$work/nowhere"
    refused "holds no submissions" --class "$work/nothing" --lab 1 --out "$work/nowhere///"
    refused "holds no submissions" --class "$work/nothing" --lab 1
    mkdir -p "$work/level/assignment_1_export/submission_1" "$work/canvas" "$work/own"
    cp "$solution" "$work/level/assignment_1_export/submission_1/"
    refused "holds nothing but assignment_1_export, and" --class "$work/level" --lab 1 --out "$work/nowhere"
    "$root/tests/class/zipped.py" "$work/canvas/submissions.zip" doe_1_2_request_queue.c "$solution"
    refused "holds nothing but submissions.zip, and" --class "$work/canvas" --lab 1 --out "$work/nowhere"
    cp "$solution" "$work/own/ada.c"
    for out in own own/below own/not/../below; do
        refused "own" --class "$work/own" --lab 1 --out "$work/$out"
        [ "$(ls "$work/own")" = ada.c ] || echo "    made: $(ls "$work/own")"
    done
    mkdir -p "$work/locked/lock"
    refused "locked cannot be written to: Is a directory" --class "$work/own" --lab 1 --out "$work/locked"
    refused "where results are written" --class "$work/out/hand-ins" --lab 1 --out "$work/out"
    [ ! -e "$work/nowhere" ] || echo "    made: nowhere"
    for option in "--seed x" "--threads 3" "--batch" "--from $work" "--memory 100" "--echo" "--class $work/own"; do
        # shellcheck disable=SC2086  # an option and its value
        refused "${option%% *}" --class "$work/own" --lab 1 --out "$work/nowhere" $option
    done
    for words in "parallel 0|SHARDS is a number" "parallel 3x|SHARDS is a number" " 4|SHARDS and OPTIONS are for" \
        "hydra |OVER is parallel or slurm"; do
        order=${words%|*}
        (cd "$root" && src/course/class.sh "$work/own" 1 "$work/nowhere" '' "${order% *}" "${order##* }" '') >"$work/log" 2>&1
        echo $? >"$work/status"
        expect_status 2
        expect_line "${words#*|}"
    done
    refused "--class takes the name of a folder" --class "" --lab 1
    refused "cannot be read" --class "$work/absent" --lab 1 --out "$work/nowhere"
    refused "lies in the folder of submissions" --class "$work" --lab 1 --out "$work/nowhere"
    refused "--out needs --class" --out "$work/nowhere")"

# ---- Labs of more than one file, and of files with names of the student's own ----------------------

other="$work/other"
mkdir -p "$other/four/ann" "$other"/seven/{bob,cy,dee/one,dee/two}
cp "$root/solutions/lab4-placement/bitmap.c" "$other/four/ann/"
cp "$root/solutions/lab7-break/handin/queue.mem" "$other/seven/bob/mine.mem"
echo "no session" >"$other/seven/cy/notes.txt"
cp "$other/seven/bob/mine.mem" "$other/seven/dee/one/x.mem"
echo "# another" >"$other/seven/dee/two/x.mem"
of_lab() { # of_lab NUMBER FOLDER: into $other/FOLDER-out
    "$memrepl" --class "$other/$2" --lab "$1" --out "$other/$2-out" --jobs 1 >"$work/log" 2>&1 </dev/null
    echo $? >"$work/status"
}
graded() { grep -q "^$2,.*,graded,$3,100," "$other/$1/gradebook.csv" || echo "    $2: expected $3"; }
of_lab 4 four
verdict "the blank stands for a file that was not handed in" "$(
    expect_status 0
    graded four-out ann 47
    grep -q 'placement.c was not handed in: the blank stands for it' "$other/four-out/index.html" || echo "    not told")"
of_lab 7 seven
verdict "files with names of the student's own are taken, all of them" "$(
    expect_status 0
    graded seven-out bob '[1-9][0-9]*'
    graded seven-out cy 0
    graded seven-out dee 0
    expect_line "  dee: Two different files have the name x.mem."
    grep -q 'No session (.mem) and no test (.c) was handed in.' "$other/seven-out/index.html" || echo "    cy: not told")"
