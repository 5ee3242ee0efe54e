#!/usr/bin/env bash
# install.sh: `make install` into a staging folder, and what stands there then: it works where this tree
# is not to be seen and nothing can be written beside it, and `make uninstall` takes all of it away.
cd "$(dirname "$0")/.." || exit 2
root=$PWD
work=$(mktemp -d)
chmod 755 "$work" # root grades as nobody
trap 'rm -rf "$work"' EXIT
stage=$work/stage kit=$work/stage/usr/lib/memrepl
limit_seconds=60

verdict() { # verdict NAME PROBLEMS
    if [ -z "$2" ]; then echo "ok $1"; else printf 'not ok %s\n%s\n' "$1" "$2"; fi
}

order() { # order GOAL…: of make, all being built
    env -u MAKEFLAGS make -s -o all "$@" DESTDIR="$stage" PREFIX=/usr </dev/null 2>&1
}

says() { # says TEXT PATTERN...: what a text does not say
    local pattern
    for pattern in "${@:2}"; do
        grep -qE -- "$pattern" <<<"$1" || printf '    expected %s\n    got      %s\n' "$pattern" "$1"
    done
}

# Runs the installed memrepl where this tree is hidden, its own folder is read-only, and home is new.
installed() {
    mkdir -p "$work/home"
    (cd "$work/home" && HOME=$work/home PATH=$stage/usr/bin:$PATH timeout $limit_seconds \
        bwrap --dev-bind / / --ro-bind "$stage" "$stage" --tmpfs "$root" -- "$@" </dev/null 2>&1)
}

made=$(order install)
verdict "it is installed" "$(says "$made" "memrepl is in $stage/usr/bin")"
verdict "it takes no solutions along" "$(find "$stage" -path '*solutions*' -o -path '*mutants*')"
verdict "its labs are blank" "$(for file in solutions/lab[1-6]*/*.c; do
    labs/make-blank "$file" | cmp - "$kit/labs/${file#solutions/}"
done 2>&1)"
verdict "nothing names this tree" "$(find "$stage" -type f ! -name '*.o' ! -name '*.so' ! -perm /111 \
    -exec grep -lF "$root" {} + | grep -v '/build/')"
verdict "anybody may read it" "$(find "$stage" ! -perm -o=r ! -type l)"

if ! installed true; then
    echo "ok it works elsewhere # skip bubblewrap cannot hide this tree here"
else
    verdict "the prompt" "$(says "$(installed memrepl --batch -e 'enqueue 1 40' -e serve -e 'code T1' -e 'code server')" \
        '^T1 marks bytes 0-39' '^->  *[0-9]+ .*sem_wait' 'memory_server.c, line [0-9]+: that file is not here')"
    verdict "a lab's file from one's own folder" "$(
        installed cp -r "$kit/labs" . >/dev/null
        cp "solutions/lab1-queue/request_queue.c" "$work/home/labs/lab1-queue/"
        says "$(installed memrepl --grade 1 --from labs)" '^lab1: 100/100'
        says "$(installed memrepl --batch --lab 1 --from labs -e 'enqueue 1 40')" 'queue: 1:40')"
    verdict "a blank is graded" "$(says "$(installed memrepl --grade 1)" '^lab1: 0/100')"
    verdict "a program is explored" "$(says \
        "$(installed memrepl --explore "$kit/handout/examples/programs/counter.c")" '^data race' '^explored: 4 ')"
    verdict "a suspect of lab 7" "$(says "$(installed memrepl --batch --suspect A -e 'enqueue 1 20')" 'queue: 1:20')"
    verdict "MeMS" "$(says "$(installed memrepl --batch -e mems -e 'malloc 100')" '^address = 1000')"
    verdict "the memory server on threads" "$(says "$(installed memrepl --native)" 'messages agree')"
    verdict "nothing is left of what was built" "$(find "$work/home/.cache" -type f)"
    verdict "without a cache it builds in a folder of its own" "$(
        says "$(installed env XDG_CACHE_HOME=/proc TMPDIR="$work/home" memrepl --batch \
            --lab 1 --from labs -e 'enqueue 1 40')" 'queue: 1:40'
        [ -d "$work/home/memrepl-$(id -u)" ] || echo "    no folder was made in TMPDIR")"
fi

cat >"$work/example.c" <<'C'
#include <mems.h>
#include <stdio.h>
int main(void)
{
    mems_init();
    printf("%d\n", mems_get(mems_malloc(100)) != NULL);
    mems_finish();
}
C
if command -v pkg-config >/dev/null; then
    verdict "pkg-config finds mems.h" "$(
        flags=$(PKG_CONFIG_PATH=$stage/usr/share/pkgconfig PKG_CONFIG_SYSROOT_DIR=$stage \
            PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 pkg-config --cflags mems)
        # shellcheck disable=SC2086  # words
        cc $flags "$work/example.c" -o "$work/example" && says "$("$work/example")" '^1$')"
else
    echo "ok pkg-config finds mems.h # skip pkg-config is not installed"
fi

# ---- The manual page --------------------------------------------------------------------------------

page=$stage/usr/share/man/man1/memrepl.1
# "--seed N of all random choices" of each line of the help.
options_of_help() {
    ./memrepl --help | sed -nE 's/^  +(-[A-Za-z], +)?(--[a-z])/\2/p' | tr -s ' '
}
missing_in() { # missing_in TEXT: options that it does not tell of as the help does
    options_of_help | while read -r line; do
        [[ $1 == *" $line "* ]] || echo "    the page lacks: $line"
    done
}
if command -v mandoc >/dev/null; then
    # Whether other pages are installed is not its affair.
    verdict "the manual page has no fault" \
        "$(mandoc -T lint "$page" 2>&1 | grep -v 'referenced manual not found\|mandoc\.db')"
    text=" $(mandoc -T ascii "$page" | sed $'s/.\b//g' | tr -s ' \n' ' ')"
    verdict "the manual page has the options of --help" "$(missing_in "$text"
        [ "$(options_of_help | wc -l)" -gt 20 ] || echo "    --help has too few")"
    verdict "a page without an option is found" "$(says "$(missing_in "${text/--seed N/--sead N}")" 'lacks: --seed N')"
else
    echo "ok the manual page # skip mandoc is not installed"
fi

# ---- Completion --------------------------------------------------------------------------------------

# What bash would offer behind the words, the last of which is being typed; in one line.
offers() { # offers WORD...
    # shellcheck source=src/install/completion.bash
    (cd "$work/typing" && PATH=$stage/usr/bin:$PATH && . "$stage/usr/share/bash-completion/completions/memrepl" &&
        COMPREPLY=() && _memrepl memrepl "${*: -1}" "${*: -2:1}" && echo "${COMPREPLY[*]}")
}
completes() { # completes EXPECTED WORD...
    local got
    got=$(offers "${@:2}")
    [ "$got" = "$1" ] || printf '    %s: expected %s, got %s\n' "${*:2}" "$1" "$got"
}
mkdir -p "$work/typing/labs" "$work/typing/notes"
touch "$work/typing/"{mine.mem,mine.c,mine.txt,page.md}
verdict "options are completed" "$(completes "--seed --session" memrepl --se
    completes "--grade" memrepl --gr)"
verdict "the help and the completion have the same options" "$(diff \
    <(offers memrepl -- | tr ' ' '\n') <(options_of_help | sed 's/ .*//' | sort))"
verdict "formats of a result are completed" "$(completes "gradescope" memrepl --as g)"
verdict "labs are completed by number" "$(completes "1 2 3 4 5 6 7 8" memrepl --lab ''
    completes "3" memrepl --grade 3)"
verdict "suspects are completed by name" "$(completes "A" memrepl --suspect A)"
verdict "files are completed by kind" "$(completes "mine.c mine.mem" memrepl m
    completes "mine.mem" memrepl -x mi
    completes "notes/" memrepl no
    completes "page.md" memrepl --check p
    completes "labs/" memrepl --from l
    completes "" memrepl --seed m)"

# ---- What is refused, and the way back ---------------------------------------------------------------

verdict "a prefix that is no whole path is refused" "$(says "$(env -u MAKEFLAGS make -s -o all install \
    PREFIX=here 2>&1)" 'PREFIX=here must be a whole path')"
for prefix in "$work/it's" "$work/a b" "$work/a\\b" "$work/a\$\$b"; do
    verdict "the prefix $prefix is refused" "$(says "$(env -u MAKEFLAGS make -s -o all install \
        PREFIX="$prefix" 2>&1)" 'PREFIX=.* has a blank, a quote or one of')"
done
mkdir -p "$work/other/lib/memrepl"
touch "$work/other/lib/memrepl/mine"
verdict "what is no memrepl is not removed" "$(says "$(env -u MAKEFLAGS make -s -o all uninstall \
    PREFIX="$work/other" 2>&1)" 'is no memrepl'
    [ -e "$work/other/lib/memrepl/mine" ] || echo "    it is gone")"
removed=$(order uninstall)
verdict "uninstall leaves no file" "$removed$(find "$stage" ! -type d)"
