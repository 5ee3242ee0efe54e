#!/usr/bin/env bash
# install.sh install|uninstall: what `make install` and `make uninstall` do, below $DESTDIR$PREFIX.
#
#     bin/memrepl                     a link to the next
#     lib/memrepl/                    the kit as it runs: memrepl, build/, labs/, handout/, parts of src/
#     include/mems.h, share/pkgconfig/mems.pc       MeMS, where this tree has it
#     share/man/man1/memrepl.1, share/bash-completion/completions/memrepl, share/doc/memrepl/
#
# memrepl finds the rest beside itself, wherever the whole is moved to. The labs go there with their
# blanks, whatever was written into them here. SOLUTIONS=yes takes solutions/ along, too.
set -euo pipefail
cd "$(dirname "$0")/../.."
prefix=${PREFIX:-/usr/local}
root=${DESTDIR:-}$prefix
kit=$root/lib/memrepl

refuse() { echo "make ${1}: ${*:2}" >&2; exit 2; }

# Files of these folders, but for what a session or an editor left there.
copy_files() { # copy_files FOLDER...
    find "$@" -type f ! -name '*.[1-9]*' ! -name 'fail-*' ! -name '*~' ! -name '*.swp' -print0 |
        tar --null --no-recursion -cf - -T - | tar -C "$kit" --no-same-owner -xf -
}

# The files that students write are blank, as they are given out.
copy_labs() {
    local file lab
    copy_files labs
    find labs -name '*.c' -printf '%P\n' | while read -r file; do
        lab=${file%%/*}
        if [ -e "src/course/blanks/$file" ]; then
            cp "src/course/blanks/$file" "$kit/labs/$file"
        elif [ -e "solutions/$file" ]; then
            labs/make-blank "solutions/$file" >"$kit/labs/$file"
        fi
        [ -e "$kit/labs/$lab/checks" ] || refuse install "labs/$lab/checks is missing"
    done
    rm -f "$kit"/labs/make-*
}

copy_kit() {
    mkdir -p "$kit" "$root/bin"
    install -m 755 memrepl "$kit/memrepl"
    ln -sf ../lib/memrepl/memrepl "$root/bin/memrepl"
    copy_files build/server.so build/mems*.so build/memory-server build/objects
    find build/suspects -maxdepth 1 -name '*.[so]*' -type f -print0 |
        tar --null -cf - -T - | tar -C "$kit" --no-same-owner -xf -
    copy_files src/program/build-subject.sh src/program/clang-code.awk src/server src/mems \
        handout/sessions handout/examples
    copy_labs
    if [ "${SOLUTIONS:-}" = yes ]; then copy_files solutions; fi
    chmod -R u=rwX,go=rX "$kit"
}

copy_mems() {
    [ -e build/mems.h ] || return 0
    install -D -m 644 build/mems.h "$root/include/mems.h"
    mkdir -p "$root/share/pkgconfig"
    sed "s|@PREFIX@|$prefix|; s|@VERSION@|$(version)|" src/install/mems.pc.in >"$root/share/pkgconfig/mems.pc"
    chmod 644 "$root/share/pkgconfig/mems.pc"
}

version() { ./memrepl --version | sed 's/^memrepl \([0-9.]*\).*/\1/'; }

# Reads memrepl --help, writes the options above or below "With --explore" as a manual page has them.
options_of_page() { # options_of_page WHERE
    ./memrepl --help | awk -v where="$1" '
        /^With --explore/ { is_below = 1 }
        /^  +(-[A-Za-z], +)?--[a-z]/ && is_below == (where == "below") {
            letter = match($0, /^  -[A-Za-z],/) ? substr($0, 4, 1) : ""
            sub(/^  +(-[A-Za-z], +)?--/, "")
            name = $1
            rest = substr($0, length(name) + 1)
            value = match(rest, /^ [A-Z][A-Z\/]* /) ? " Ar " substr(rest, 2, RLENGTH - 2) : ""
            sub(/^ [A-Z][A-Z\/]* /, "", rest)
            sub(/^ +/, "", rest)
            gsub(/-/, "\\-", rest)
            print ".It " (letter == "" ? "" : "Fl " letter value " , ") "Fl -" name value
            print rest
        }'
}

make_page() {
    awk '/^@OPTIONS@$/ { while ((getline line < above) > 0) print line; next }
         /^@EXPLORE@$/ { while ((getline line < below) > 0) print line; next }
         { print }' above=<(options_of_page above) below=<(options_of_page below) \
        src/install/memrepl.1.in
}

copy_pages() {
    mkdir -p "$root/share/man/man1"
    make_page >"$root/share/man/man1/memrepl.1"
    chmod 644 "$root/share/man/man1/memrepl.1"
    install -D -m 644 src/install/completion.bash "$root/share/bash-completion/completions/memrepl"
    install -D -m 644 README.md "$root/share/doc/memrepl/README.md"
    install -m 644 LICENSE "$root/share/doc/memrepl/LICENSE"
}

# All that an installation put there, and nothing else.
remove() {
    if [ -e "$kit" ] && [ ! -e "$kit/memrepl" ]; then
        refuse "$1" "$kit is no memrepl: it stays as it is"
    fi
    rm -rf "$kit" "$root/share/doc/memrepl"
    rm -f "$root/bin/memrepl" "$root/include/mems.h" "$root/share/pkgconfig/mems.pc" \
        "$root/share/man/man1/memrepl.1" "$root/share/bash-completion/completions/memrepl"
}

case $prefix in
    /*[[:space:]\'\"\`\\\$\&\|\#\;]*)
        refuse "$1" "PREFIX=$prefix has a blank, a quote or one of \` \\ \$ & | # ; in it, which pkg-config cannot have" ;;
    /*) ;;
    *) refuse "$1" "PREFIX=$prefix must be a whole path: make $1 PREFIX=$PWD/$prefix" ;;
esac
remove "$1"
if [ "$1" = install ]; then
    mkdir -p "$root" 2>/dev/null || refuse install "$root cannot be written: sudo make install, or PREFIX=\$HOME/.local"
    [ -w "$root" ] || refuse install "$root cannot be written: sudo make install, or PREFIX=\$HOME/.local"
    copy_kit
    copy_mems
    copy_pages
    echo "memrepl is in $root/bin; labs to work on: cp -r $prefix/lib/memrepl/labs ."
fi
