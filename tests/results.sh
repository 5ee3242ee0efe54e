#!/usr/bin/env bash
# results.sh: what a grading writes with --result, and the formats that --as makes of it: each is judged
# by its schema in tests/schemas/, or by a reader of it that others wrote.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
memrepl=$root/memrepl
work=$root/build/tests/results
schemas=$root/tests/schemas
# shellcheck source=tests/grading.sh
. "$root/tests/grading.sh"
lab=1 folder=lab1-queue
solution=$root/solutions/$folder/request_queue.c

lay_out() { # lay_out NAME: its request_queue.c is what comes in
    mkdir -p "$work/$1"
    cat >"$work/$1/request_queue.c"
}
grade() { # grade NAME [VARIABLE=VALUE]: leaves report, status and result.json
    (
        cd "$work/$1" || exit
        env "${@:2}" "$memrepl" --grade $lab --from . --result result.json >report 2>&1 </dev/null
        echo $? >status
    )
}
as() { "$memrepl" --as "$1" "$work/$2/result.json" 2>&1; } # as FORMAT NAME
as_file() { as "$1" "$2" >"$work/$2/$1"; }
count() { grep -cF -- "$1" "$2"; }

fits() { # fits SCHEMA FILE: says how a JSON file does not fit
    python3 - "$schemas/$1.json" "$2" <<'PYTHON'
import json, sys
import jsonschema
schema, value = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
for error in jsonschema.Draft7Validator(schema).iter_errors(value):
    print("   ", "/".join(map(str, error.absolute_path)), error.message[:200])
PYTHON
}

# What the page holds, mark by mark: only what we print, nothing fetched, and all of it closed.
page() { # page FILE
    python3 - "$1" <<'PYTHON'
import html.parser, sys
known = set("html head meta style title body main h1 p strong small table thead tbody tr th td "
            "details summary pre".split())
class Page(html.parser.HTMLParser):
    stack = []
    def handle_starttag(self, tag, attributes):
        if tag not in known:
            print("    a mark that is not ours:", tag)
        for name, value in attributes:
            if name in ("src", "href", "style") or name.startswith("on"):
                print("    an attribute that is not ours:", name)
        if tag != "meta":
            self.stack.append(tag)
    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            print("    closed, and not open:", tag)
parser = Page()
parser.feed(open(sys.argv[1], encoding="utf-8").read())
parser.close()
if parser.stack:
    print("    never closed:", parser.stack)
PYTHON
}

expect_status() { [ "$1" = "$2" ] || echo "    status: expected $1, got $2"; } # expect_status WANTED GOT
expect_text() { grep -qF -- "$2" "$1" || echo "    $(basename "$1") does not say: $2"; } # expect_text FILE TEXT
expect_no_text() { ! grep -qF -- "$2" "$1" || echo "    $(basename "$1") says: $2"; }

lay_out solution <"$solution"
lay_out blank < <("$root/labs/make-blank" "$solution")
lay_out bug < <(sed 's/queue->length++/queue->length += 2/' "$solution")
lay_out unmade < <(sed 's/queue->length++/queue->lenght++/' "$solution")
lay_out ungraded <"$solution"
# Prints sequences for terminals, an arrow that turns the line round, half a character, a fake last line,
# and marks; and has marks in the line that the report quotes.
lay_out hostile < <(sed -e 's|queue->length++;|queue->length += 2; /* ]]></failure></script><b x="\&amp;"> */ printf("%s", "\\033[2J\\342\\200\\256]]></pre><script>alert(1)</script>\\377\\342\\200\\n\\nlab1: 100/100\\n");|' \
    -e '1i #include <stdio.h>' "$solution")
for name in solution blank bug unmade hostile; do two_at_a_time; grade $name & done
wait
cp "$work/solution/result.json" "$work/ungraded/" # of an earlier grading
grade ungraded MEMREPL_SANDBOX=none
lay_out limits <"$solution"
grade limits MEMREPL_SANDBOX=limits

# As text/markup/… may hold what no check of ours says: each string of a result, made hostile.
mkdir -p "$work/made-up"
sed -e 's/"name": "/&]]> <\/script> \& \\" # SKIP \\\\ '"'"' /; s/"kind": "/&<b>#/; s/"text": "/&]]><\/pre>\\n  ...\\n---\\nok 1\\nBail out!\\n/' \
    -e 's/"title": "/&<\/title><script>/; s/"tail": "/&<\/system-out>{\\"scores\\": {\\"lab1\\": 100}}\\n/' \
    "$work/bug/result.json" >"$work/made-up/result.json"

declare -A statuses=([solution]=0 [blank]=1 [bug]=1 [unmade]=1 [hostile]=1 [ungraded]=2 [limits]=0)
for name in "${!statuses[@]}"; do
    verdict "$name: the result says what was printed" \
        "$(expect_status "${statuses[$name]}" "$(status "$name")"; diff <(as text "$name") "$work/$name/report")" "$work/$name"
done

verdict "the sandbox alone makes a difference" "$(
    expect_text "$work/limits/result.json" '"sandbox": "limits"'
    expect_text "$work/limits/result.json" '"head": "Warning: no sandbox but limits'
    diff <(grep -vE '^ "(sandbox|head)": ' "$work/limits/result.json") <(grep -vE '^ "(sandbox|head)": ' "$work/solution/result.json"))" "$work/limits"

for name in solution blank bug unmade hostile ungraded made-up; do
    for format in html gradescope autolab junit tap; do as_file $format $name; done
    cd "$work/$name" || exit
    tail -n 1 autolab >autoresult
    verdict "$name: result.json fits its schema" "$(fits result result.json)" "$work/$name"
    verdict "$name: junit fits its schema" \
        "$(xmllint --noout --nonet --schema "$schemas/junit.xsd" junit 2>&1 | grep -v ' validates$')" "$work/$name"
    verdict "$name: html is one whole page without scripts" "$(page html)" "$work/$name"
    prove -v -e cat tap >proved 2>&1
    prove_status=$?
    if [ $name = ungraded ]; then
        problems=$(expect_status 255 $prove_status
            expect_text proved "Bailout called.  Further testing stopped:  UNGRADED"
            expect_text junit '<error type="UNGRADED"'
            expect_text html UNGRADED
            [ -n "$(fits gradescope gradescope)" ] || echo "    Gradescope would take it for a score"
            expect_no_text autolab scores)
    else
        problems=$(expect_status "$([ $name = solution ]; echo $?)" $prove_status
            expect_no_text proved "Parse errors"
            fits gradescope gradescope; fits autolab autoresult
            expect_text proved "Tests=$([ $name = unmade ] && echo 1 || echo 23),"
            python3 - <<'PYTHON'
import json
score = json.load(open("result.json"))["score"]
if json.load(open("gradescope"))["score"] != score:
    print("    Gradescope is told another score")
if json.load(open("autoresult"))["scores"] != {"lab1": score}:
    print("    Autolab is told another score")
PYTHON
        )
    fi
    verdict "$name: Gradescope, Autolab and prove read it" "$problems" "$work/$name"
done

cd "$work/bug" || exit
verdict "hidden checks stay hidden" "$(
    hidden=$(grep -c '"hidden": true' result.json)
    [ "$(count '"visibility": "after_due_date"' gradescope)" = "$hidden" ] || echo "    gradescope shows some"
    [ "$(count 'a hidden check' autolab)" = "$hidden" ] || echo "    autolab shows some"
    expect_no_text autolab "at random"
    expect_no_text gradescope "76/100")" .
verdict "nothing of a hostile hand-in gets through" "$(
    cd "$work/hostile" || exit
    expect_text report '?[2J?]]></pre><script>'
    for file in report result.json html gradescope autolab junit tap; do
        python3 -c 'import sys, unicodedata
text = open(sys.argv[1], encoding="utf-8").read()
bad = {c for c in text if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t"}
if bad: print("   ", sys.argv[1], "has", sorted(map(hex, map(ord, bad))))' $file
    done)" "$work/hostile"

# ---- Bad results ---------------------------------------------------------------------------------

refuses() { # refuses NAME TEXT: of what comes in
    local said status
    said=$("$memrepl" --as text - 2>&1)
    status=$?
    verdict "refused: $1" "$(expect_status 2 $status; [ "$said" = "memrepl: standard input: $2" ] || echo "    it says: $said")" .
}
cd "$work/bug" || exit
head -n 3 result.json | refuses "a file that was cut" "line 4: string or '}' expected near end of file"
sed 's/"score": 76/"score": 100/' result.json | refuses "another score" \
    "score: expected 76, as the points of the checks make it"
sed '0,/"kind"/s//"kin"/' result.json | refuses "another key" "checks[0].kin: no result has this"
sed '0,/"passed": false/s//"passed": true/' result.json | refuses "another verdict" \
    "checks[0].points: expected a whole number from 5 to 5"
sed '0,/"text": "/s//&\\u001b/' result.json | refuses "a sequence for terminals" \
    "checks[0].text: has a character that no report has"
sed 's/"session": "fail-lab1-8.mem"/"session": "..\/8.mem"/' result.json | refuses "a session's path" \
    "checks[7].session: expected \"fail-lab1-8.mem\""
sed 's/"fail-lab1-8.mem": "/"fail-lab1-9.mem": "/' result.json | refuses "a session of no check" \
    "sessions.fail-lab1-8.mem: expected a string"
sed 's/"graded"/"ungraded"/' result.json | refuses "no reason" "reason: expected one if ungraded, and else none"
sed 's/"graded"/"upgraded"/' result.json | refuses "another status" 'status: expected "graded" or "ungraded"'
sed 's/"graded"/"ungraded"/; s/"reason": ""/"reason": "none"/' result.json |
    refuses "a score without a grading" "score: expected null, for it is ungraded"
changed() { # changed STATEMENT: a result on which the Python statement was done
    python3 -c 'import json, sys
result = json.load(open("result.json"))
exec(sys.argv[1])
json.dump(result, sys.stdout)' "$1"
}
changed 'result["checks"] = {}' | refuses "checks that are no list" "checks: expected a list of at most 400"
changed 'result["checks"][1] = 7' | refuses "a check that is a number" "checks[1]: expected an object"
changed 'result["sessions"] = []' | refuses "sessions that are a list" "sessions: expected an object"
changed 'result["sessions"]["more.mem"] = ""' | refuses "a session more" "sessions: has one that is of no check"
changed 'result["score"] = "76"' | refuses "a score that is a text" "score: expected a whole number from 0 to 100"
echo '[]' | refuses "no result" 'format: expected "memrepl result 1"'
yes | refuses "no end" "longer than 8 MiB, which no result is"

# ---- Where it cannot be written ------------------------------------------------------------------

declare -A faults=([/nowhere/result.json]="No such file or directory" [.]="is no plain file")
for path in "${!faults[@]}"; do
    said=$(cd "$work/solution" && "$memrepl" --grade 1 --from . --result "$path" | tail -n 1)
    verdict "ungraded where no result can be written: $path" "$(
        [[ $said == "UNGRADED: the result cannot be written: $path"*"${faults[$path]}" ]] || echo "    $said")" .
done
