#!/usr/bin/env bash
# The book: both files are made without a complaint of asciidoctor (which ends make-handout), stand
# alone, and show all they should. What its transcripts show is tested by transcripts.sh.
cd "$(dirname "$0")/.." || exit 2
out=build/tests/handout
widest=100 # characters of a code line; longer ones run out of the page

for tool in asciidoctor asciidoctor-pdf pdffonts fc-list; do
    command -v $tool >/dev/null || { echo "ok handout # skip $tool is not installed"; exit 0; }
done

verdict() { # verdict NAME PROBLEMS
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n%s\n    to repeat: handout/make-handout %s\n' "$1" "$2" $out
    fi
}

problems=$(handout/make-handout $out 2>&1) || problems+=" make-handout failed"
verdict "both files are made without a warning" "$problems"
[ -z "$problems" ] || exit 1

problems=$(for figure in handout/figures/*.mem; do
    [ -e "$figure" ] || continue
    name=$(basename "$figure" .mem).svg
    [ -s $out/figures/"$name" ] || echo "    $figure leaves no $name"
    grep -rq "image::$name" handout/chapters handout/answers || echo "    no chapter shows $name"
done)
verdict "each figure is drawn and shown" "$problems"

problems=$(pdffonts $out/handout.pdf | awk 'NR > 2 && $(NF - 4) != "yes"')
verdict "the PDF brings its fonts" "$problems"

problems=$(grep -noE '(src|href)="[^"#][^"]*"' $out/handout.html |
           grep -vE '="(data:|https?://|mailto:)' | head -n 5
           grep -noE '<(link|script|img|iframe)[^>]*(src|href)="https?:[^"]*"' $out/handout.html)
verdict "the page needs no other file" "$problems"

problems=$(WIDEST=$widest python3 - $out/handout.html <<'END'
import html, os, re, sys
text = open(sys.argv[1], encoding="utf-8").read()
for block in re.findall(r"<pre[^>]*>(.*?)</pre>", text, re.S):
    for line in html.unescape(re.sub(r"<[^>]*>", "", block)).split("\n"):
        if len(line) > int(os.environ["WIDEST"]):
            print("   ", line)
END
)
verdict "no code line is wider than $widest characters" "$problems"

questions=$(grep -rhoE '^\[#q-[a-z0-9-]+\]' handout/chapters | tr -d '[]#' | sort)
problems=$(for id in $questions; do
    grep -rqF "xref:a-${id#q-}[" handout/chapters || echo "    $id does not lead to its answer"
    grep -rqF "[#a-${id#q-}]" handout/answers || echo "    $id has no answer"
done
uniq -d <<<"$questions" | sed 's/$/ stands twice/')
verdict "each question has its answer" "$problems"

cp $out/handout.html $out/handout.pdf build/tests/
handout/make-handout $out
problems=$(cmp $out/handout.html build/tests/handout.html; cmp $out/handout.pdf build/tests/handout.pdf)
verdict "the same sources give the same bytes" "$problems"
