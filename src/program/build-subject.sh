#!/bin/sh
# build-subject.sh OUTPUT.so [--cc CC] [-iquote DIR]... FILE.c|FILE.o...
# build-subject.sh OUTPUT.o  [--cc CC] [-iquote DIR]... FILE.c
# build-subject.sh OUTPUT.i  [--cc CC] [-iquote DIR]... FILE.c
# build-subject.sh --know FILE CC
#
# Builds a subject: compiled for instrumentation only, libc names redirected to the kit's, linked
# at a fixed address with nothing of libc or the sanitizers' libraries in it.  What it leaves
# undefined (memrepl_*, __tsan_*, ...) the memrepl executable answers when it loads the subject.
# The second form stops after compiling: such a part can be given to the first. The third is for a
# look before: what the preprocessor makes of the file, the same as for the others, and beside it
# the part OUTPUT.o, compiled from that without a warning, if that can be done; OUTPUT.read, a line
# with the folders of the compiler's own headers and then make's rule of what was read; and
# OUTPUT.copies, "LINE: sentence" for each struct that is handed over by value. The fourth writes
# what the others have to know of a compiler: as build/compilers/CC it spares them asking each time.
# -iquote: a folder of headers that are included in quotes, so that one in <> is the system's, whatever
# its name. CFLAGS adds compiler flags.  Exit status: 1 the compiler refused, 2 usage, 3 no compiler,
# 4 no temporary folder.
# Leaves out: C++, libraries of the student's own, clang's thread-local variables on aarch64.

fail() { echo "build-subject.sh: $2" >&2; exit "$1"; }
usage='usage: build-subject.sh OUTPUT.so [--cc CC] [-iquote DIR]... FILE.c|FILE.o...'

# ---- The compiler --------------------------------------------------------------------------------

find_compiler() {
    { path=$(command -v "$cc") && path=$(readlink -f "$path"); } || fail 3 "no compiler '$cc'"
}

accepts() { "$cc" "$@" -E -x c /dev/null -o /dev/null 2>/dev/null; }

list_flags() {
    # -O0 keeps every access of the source and -fsanitize=thread makes it a call; trace-pc makes each
    # branch one, so that a loop can be stopped; bounds and division call before they go wrong; fresh
    # stack variables get a pattern, so that two runs are alike; -fno-builtin: memset stays a call.
    # With CFLAGS=-O2 the calls that a thread is in are still found, and each call returns.
    cat <<'FLAGS'
-std=gnu11 -O0 -g -fPIC -pthread -Wall -fno-builtin -fno-stack-protector
-fsanitize=thread -fsanitize=bounds,integer-divide-by-zero -fsanitize-coverage=trace-pc
-ftrivial-auto-var-init=pattern -U_FORTIFY_SOURCE
-fno-omit-frame-pointer -fno-optimize-sibling-calls
FLAGS
    # clang leaves out branches that tell a fuzzer nothing, the read of x++, and constants of which it
    # only needs the value; its local-bounds ends in a trap instruction instead of a call. Names
    # tell clang-code.awk what is what.
    accepts -mllvm -tsan-instrument-read-before-write=1 && cat <<'FLAGS'
-mllvm -sanitizer-coverage-prune-blocks=0 -mllvm -tsan-instrument-read-before-write=1
-fno-sanitize=local-bounds -fkeep-static-consts -fno-discard-value-names
FLAGS
    # gcc: fences are ours to answer; aarch64 must reach thread-local variables by __tls_get_addr.
    accepts -Werror -Wtsan && echo -Wno-tsan
    # A large frame touches each of its pages, so that it cannot jump over the guard below the stack.
    accepts -Werror -fstack-clash-protection && echo -fstack-clash-protection
    accepts -mtls-dialect=trad && echo -mtls-dialect=trad
    # Old course programs: what was a warning for decades stays one with newer compilers.
    for warning in implicit-function-declaration implicit-int int-conversion return-mismatch \
                   incompatible-pointer-types incompatible-function-pointer-types; do
        accepts -Werror "-Wno-error=$warning" && echo "-Wno-error=$warning"
    done
}

# Joined by colons.
list_folders() {
    LC_ALL=C "$cc" -E -v -x c /dev/null 2>&1 >/dev/null |
        awk '/^#include </ { is_in = 1; next } /^End of search/ { exit }
             is_in { sub(/^ /, ""); printf "%s:", $0 } END { print "" }'
}

# Which compiler it is, so that another one under its name is noticed; its tools; where its headers
# are; how to have it tell of each call, for a gcc; its flags.
know() {
    printf '%s\n' "$path"
    for tool in ld nm objcopy; do "$cc" -print-prog-name=$tool; done
    "$cc" -print-libgcc-file-name
    list_folders
    if accepts -fdump-tree-ssa-raw-uid-lineno; then echo -fdump-tree-ssa-raw-uid-lineno; else echo; fi
    list_flags
}

# Adds to $work/flags; those for a compiler cost forty times as much as to read them.
learn() {
    known=${0%/*}/../../build/compilers/$cc
    { [ -f "$known" ] && read -r of <"$known" && [ "$of" = "$path" ]; } ||
        { known=$work/known; know >"$known"; }
    { read -r of && read -r ld && read -r nm && read -r objcopy && read -r libgcc &&
        read -r folders && read -r calls &&
        while read -r flag; do
            echo "$flag"
            case $flag in -mllvm*) is_clang=yes ;; esac
        done >>"$work/flags"; } <"$known"
}

if [ "$1" = --know ]; then
    { [ $# -eq 3 ] && cc=$3; } || fail 2 "$usage"
    find_compiler
    know >"$2.new"
    mv -f -- "$2.new" "$2"
    exit
fi

# ---- Words ---------------------------------------------------------------------------------------

output=$1; cc=gcc; status=0; count=0; is_clang=
{ [ $# -ge 2 ] && shift; } || fail 2 "$usage"
work=$(mktemp -d) || fail 4 'no temporary folder'
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
[ ! -e "$output" ] || rm -f -- "$output"

add_folder() { # DIR: as a word of a file of flags
    case $1 in
    *[!A-Za-z0-9_./-]*) printf '%s\n' "-iquote$1" | LC_ALL=C sed 's/[^A-Za-z0-9_./-]/\\&/g' ;;
    *) echo "-iquote$1" ;;
    esac >>"$work/flags"
}

while [ $# -gt 0 ]; do                  # options first, then sources
    case $1 in
    --cc) cc=$2 ;;
    -iquote) add_folder "$2" ;;
    -*) fail 2 "$usage" ;;
    *) break ;;
    esac
    shift 2 2>/dev/null || fail 2 "$usage"
done
[ $# -gt 0 ] || fail 2 "$usage"
find_compiler
learn

# ---- Compiling -----------------------------------------------------------------------------------

# The compiler's calls hide from the instrumentation what a struct by value is copied from and to. In
# gcc's dump a call is <FUNCTION, RESULT, ARGUMENT...>, in which a value has a number behind _, a
# variable one behind D., and the address of a function a place before it. A variable of the function's
# own is not looked at: nobody else can see it.
list_copies() { # SOURCE DUMP: "LINE: sentence" each
    LC_ALL=C file=$1 awk '
        BEGIN { file = "[" ENVIRON["file"] ":" }
        function plain(text,    at) { # without the places
            while ((at = index(text, file)) > 0)
                text = substr(text, 1, at) "::" substr(text, at + length(file))
            return text
        }
        function word(text) { # the first of the list, and what it takes of it
            depth = 0
            for (taken = 1; taken <= length(text); taken++) {
                byte = substr(text, taken, 1)
                if (byte == "\"")
                    while (++taken <= length(text) && (byte = substr(text, taken, 1)) != "\"")
                        taken += byte == "\\"
                else if (byte ~ /[[({]/) depth++
                else if (byte ~ /[])}]/) depth--
                else if (byte == "," && depth == 0) break
            }
            return substr(text, 1, taken - 1)
        }
        function is_copied(text, is_argument,    has_place) {
            sub(/^ */, "", text)
            while (sub(/^\[[^]["]*:[0-9]+:[0-9]+( discrim [0-9]+)?\] /, "", text)) has_place = 1
            if (text ~ /^["&{]/) return 0
            if (match(text, /^[^][ .()*<>]*D\.[0-9]+/) && text !~ /[*]|->/ &&
                substr(text, 1, RLENGTH) in locals)
                return 0
            if (is_argument && text ~ /^[^][ .()*]+D\.[0-9]+$/)
                return !has_place && !(text in functions)
            return text ~ /D\.[0-9]+$|[*]|->|^MEM|^VIEW|D\.[0-9]+[.[]/
        }
        function tell(line, name, sentence) {
            if (!told[line, name, sentence]++) print line ": " name " " sentence
        }
        /^;; Function / { split("", locals); next }
        /^[^ ;<}].*\(.*\)$/ || /^  [^ <[g].*;$/ {
            for (text = $0; text !~ /^  static / && match(text, /[^][ ().,*]*D\.[0-9]+/);
                 text = substr(text, RSTART + RLENGTH))
                locals[substr(text, RSTART, RLENGTH)]
        }
        {
            $0 = plain($0)
            if (!match($0, /^ *(\[[^]["]*:[0-9]+:[0-9]+( discrim [0-9]+)?\] )?gimple_call </)) next
            line = $0 ~ /^ *\[::/ ? substr($0, index($0, "[::") + 3) + 0 : 0
            rest = substr($0, RLENGTH + 1)
            sub(/>( \[[a-z ]*\])*$/, "", rest)
            name = word(rest); rest = substr(rest, taken + 1)
            if (name ~ /^\.|^(\[[^"]*\] )?__builtin_/) next
            sub(/^.*\] /, "", name)
            functions[name]
            is_of_library = name ~ /^v[a-z]*(printf|scanf)D\.[0-9]+$/
            if (!sub(/D\.[0-9]+$/, "", name)) sub(/_[0-9]+(\(D\))?$/, "", name)
            if (name !~ /^[A-Za-z_]/) name = "what is called here"
            result = word(rest); rest = substr(rest, taken + 1)
            if (is_copied(result, 0))
                tell(line, name, "returns a struct by value, whose copy memrepl cannot follow:" \
                    " return a pointer, or fill what a pointer points to")
            while (rest != "" && !is_of_library) {
                if (is_copied(word(rest), 1))
                    tell(line, name, "takes a struct by value, whose copy memrepl cannot follow:" \
                        " hand over a pointer")
                rest = substr(rest, taken + 1)
            }
        }
    ' "$2"
}

# What a shell has in CFLAGS for other programs would call functions that a subject does not have, or
# give no object that can be linked as one.
taken_back='-U_FORTIFY_SOURCE -fno-stack-protector -fno-lto -fPIC -fno-sanitize=address'

# The compiler with the flags of a subject, and the words of CFLAGS.
# shellcheck disable=SC2086  # words
compiler() { "$cc" @"$work/flags" $CFLAGS $taken_back "$@"; }

translate() { # SOURCE ASSEMBLY [FLAG]...
    from=$1; to=$2
    shift 2
    if [ -n "$is_clang" ]; then
        compiler "$@" -S -emit-llvm "$from" -o "$to.code.ll" || return 1
        { # or as it came: another clang may write what the script does not know
            awk -f "${0%/*}/clang-code.awk" "$to.code.ll" >"$to.ll" &&
                compiler "$@" -w -Xclang -disable-llvm-passes -S "$to.ll" -o "$to"
        } 2>"$to.said" || compiler "$@" -w -S "$from" -o "$to"
    else
        compiler "$@" -S "$from" -o "$to" ${calls:+"$calls=$to.calls"}
    fi
}

look() { # SOURCE
    part=${output%.i}
    compiler -E "$1" -o "$work/look.i" -MD -MF "$work/rule" || return 1
    { printf '%s\n' "$folders"; cat "$work/rule"; } >"$part.read"
    : >"$part.copies"
    if translate "$work/look.i" "$work/look.s" -w -fpreprocessed &&
        "$cc" -c "$work/look.s" -o "$part.o" && [ -n "$calls" ]; then
        list_copies "$1" "$work/look.s.calls" >"$part.copies" || rm -f -- "$part.o" "$part.copies"
    fi
    mv -f -- "$work/look.i" "$output"
}
case $output in *.i) look "$1" || exit 1; exit ;; esac

# Inline assembly runs without a call-back: told unless it only orders or waits.
tell_assembly() { # SOURCE ASSEMBLY
    awk -v file="$1" '
        function tell() {
            if (unseen) print place ": warning: inline assembly runs unseen: what it loads," \
                " stores or calls is neither checked nor stepped"
            unseen = 0
        }
        /^[ \t]*\.loc[ \t]/ { line = $3; next }
        /^[ \t]*#APP/ { inside = 1; place = file ":" line; next }
        /^[ \t]*#NO_APP/ { tell(); inside = 0; next }
        inside && /^# [1-9][0-9]* "/ { tell(); place = $3 ":" $2; gsub(/"/, "", place); next }
        inside && !/^[ \t]*(#.*|\/\/.*|pause|nop|yield|isb|[mls]fence|d[ms]b[ \t].*)?$/ { unseen = 1 }
    ' "$2" >&2
}

tell_copies() { # SOURCE DUMP: those of the file itself
    [ ! -f "$2" ] || list_copies "$1" "$2" | while read -r told; do
        case $told in 0:*) ;; *) printf '%s:%s\n' "$1" "${told%%:*}: warning:${told#*:}" ;; esac
    done >&2
}

compile() { # SOURCE OBJECT
    translate "$1" "$2.s" && "$cc" -c "$2.s" -o "$2.o" || return 1
    case " $CFLAGS " in *' -w '*) ;; *) tell_assembly "$1" "$2.s"; tell_copies "$1" "$2.s.calls" ;; esac
}

# The kit's own are what they should be.
look_at_object() { # OBJECT
    [ -r "$1" ] || { echo "$1: cannot be read" >&2; return 1; }
    case $1 in */build/objects/*) return 0 ;; esac
    grep -q __tsan_ "$1" || echo "$1: warning: this was not compiled for" \
        "stepping: what it loads and stores is not checked; give its source instead" >&2
}

for source in "$@"; do                  # the words become the objects, one by one
    shift
    case $source in -*) source=./$source ;; esac
    case $source in
    *.o)
        look_at_object "$source" || status=1
        set -- "$@" "$source" ;;
    *)
        object=$work/$(printf %03d $count)-$(basename "$source" .c)
        compile "$source" "$object" || status=1
        set -- "$@" "$object.o" ;;
    esac
    count=$((count + 1))
done
[ $status -eq 0 ] || exit 1
case $output:$1 in
*.o:"$work"/*) mv -f -- "$1" "$output"; exit ;;
*.o:*)         cp -f -- "$1" "$output"; exit ;;
esac

# ---- Linking -------------------------------------------------------------------------------------

# libgcc's helpers join the subject before its undefined names are renamed, or they would be too.
# A static that shares its name with an undefined libc name is renamed along, in .symtab only.
{ "$ld" -r -o "$work/whole" "$@" "$libgcc" && "$nm" -u "$work/whole" >"$work/undefined" &&
    awk '$NF !~ /^(__tsan_|__sanitizer_|__ubsan_|_GLOBAL_OFFSET_TABLE_)/ { print $NF, "memrepl_" $NF }' \
        "$work/undefined" >"$work/names" &&
    "$objcopy" --redefine-syms="$work/names" "$work/whole" &&
# -Bsymbolic: a student's own `step` is his; --emit-relocs: each call's place can be found again.
"$cc" -shared -nostdlib -fno-use-linker-plugin -Wl,-Bsymbolic -Wl,-z,now -Wl,-z,relro \
    -Wl,--emit-relocs -Wl,-Ttext-segment=0x200000000000 -Wl,--build-id "$work/whole" \
    -o "$work/subject" &&
mv -f -- "$work/subject" "$output"; } || { rm -f -- "$output"; exit 1; }
