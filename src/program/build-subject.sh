#!/bin/sh
# build-subject.sh OUTPUT.so [--cc CC] [-I DIR]... FILE.c|FILE.o...
# build-subject.sh OUTPUT.o  [--cc CC] [-I DIR]... FILE.c
# build-subject.sh OUTPUT.i  [--cc CC] [-I DIR]... FILE.c
#
# Builds a subject: compiled for instrumentation only, libc names redirected to the kit's, linked
# at a fixed address with nothing of libc or the sanitizers' libraries in it.  What it leaves
# undefined (memrepl_*, __tsan_*, ...) the memrepl executable answers when it loads the subject.
# The second form stops after compiling: such a part can be given to the first. The third is for a
# look before: what the preprocessor makes of the file, the same as for the others, and from that,
# beside it, OUTPUT.o as plain C without instrumentation, if that can be compiled.
# CFLAGS adds compiler flags.  Exit status: 1 the compiler refused, 2 usage, 3 no compiler.
# Leaves out: C++, libraries of the student's own, clang's thread-local variables on aarch64.

fail() { echo "build-subject.sh: $2" >&2; exit "$1"; }
usage='usage: build-subject.sh OUTPUT.so [--cc CC] [-I DIR]... FILE.c|FILE.o...'
program() { "$cc" -print-prog-name="$1"; }
accepts() { [ -n "$compiles" ] && "$cc" "$@" -E -x c /dev/null -o /dev/null 2>/dev/null; }

output=$1; cc=gcc; status=0; count=0; compiles=
[ $# -ge 2 ] && shift || fail 2 "$usage"
work=$(mktemp -d) || fail 3 'no temporary folder'
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
rm -f -- "$output"

while [ $# -gt 0 ]; do                  # options first, then sources
    case $1 in
    --cc) cc=$2 ;;
    -I)   printf '%s\n' "-I$2" | LC_ALL=C sed 's/[^A-Za-z0-9_./-]/\\&/g' >>"$work/flags" ;;
    -*)   fail 2 "$usage" ;;
    *)    break ;;
    esac
    shift 2 2>/dev/null || fail 2 "$usage"
done
[ $# -gt 0 ] || fail 2 "$usage"
command -v "$cc" >/dev/null || fail 3 "no compiler '$cc'"
for source in "$@"; do case $source in *.o) ;; *) compiles=yes ;; esac; done

# -O0 keeps every access of the source and -fsanitize=thread makes it a call; trace-pc makes each
# branch one, so that a loop can be stopped; bounds and division call before they go wrong; fresh
# stack variables get a pattern, so that two runs are alike; -fno-builtin: memset stays a call.
cat >>"$work/flags" <<'FLAGS'
-std=gnu11 -O0 -g -fPIC -pthread -Wall -fno-builtin -fno-stack-protector
-fsanitize=thread -fsanitize=bounds,integer-divide-by-zero -fsanitize-coverage=trace-pc
-ftrivial-auto-var-init=pattern -U_FORTIFY_SOURCE
FLAGS
look() { # SOURCE
    "$cc" @"$work/flags" $CFLAGS -E "$1" -o "$work/look.i" || return 1
    "$cc" -w -std=gnu11 -O0 -g -fPIC -pthread -fno-builtin -fno-stack-protector -fpreprocessed \
        -c "$work/look.i" -o "$work/look.o" && mv -f -- "$work/look.o" "${output%.i}.o"
    mv -f -- "$work/look.i" "$output"
}
case $output in *.i) look "$1" || exit 1; exit ;; esac

# clang leaves out branches that tell a fuzzer nothing, and the read of x++; its local-bounds ends
# in a trap instruction instead of a call.
accepts -mllvm -tsan-instrument-read-before-write=1 && cat >>"$work/flags" <<'FLAGS'
-mllvm -sanitizer-coverage-prune-blocks=0 -mllvm -tsan-instrument-read-before-write=1
-fno-sanitize=local-bounds
FLAGS
# gcc: fences are ours to answer; aarch64 must reach thread-local variables by __tls_get_addr.
accepts -Werror -Wtsan && echo -Wno-tsan >>"$work/flags"
# A large frame touches each of its pages, so that it cannot jump over the guard below the stack.
accepts -Werror -fstack-clash-protection && echo -fstack-clash-protection >>"$work/flags"
accepts -mtls-dialect=trad && echo -mtls-dialect=trad >>"$work/flags"
# Old course programs: what was a warning for decades stays one with newer compilers.
for warning in implicit-function-declaration implicit-int int-conversion return-mismatch \
               incompatible-pointer-types incompatible-function-pointer-types; do
    accepts -Werror "-Wno-error=$warning" && echo "-Wno-error=$warning" >>"$work/flags"
done

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

compile() { # SOURCE OBJECT
    "$cc" @"$work/flags" $CFLAGS -S "$1" -o "$2.s" && "$cc" -c "$2.s" -o "$2.o" || return 1
    case " $CFLAGS " in *' -w '*) ;; *) tell_assembly "$1" "$2.s" ;; esac
}

take_object() { # OBJECT COPY
    cp "$1" "$2" || return 1
    "$(program nm)" -u "$2" | grep -q __tsan_ || echo "$1: warning: this was not compiled for" \
        "stepping: what it loads and stores is not checked; give its source instead" >&2
}

for source in "$@"; do
    case $source in -*) source=./$source ;; esac
    object=$work/$(printf %03d $count)-$(basename "$source" .c)
    count=$((count + 1))
    case $source in
    *.o) take_object "$source" "$object" || status=1 ;;
    *)   compile "$source" "$object" || status=1 ;;
    esac
done
[ $status -eq 0 ] || exit 1
case $output in *.o) mv -f -- "$work"/000-*.o "$output"; exit ;; esac

# libgcc's helpers join the subject before its undefined names are renamed, or they would be too.
# A static that shares its name with an undefined libc name is renamed along, in .symtab only.
libgcc=$("$cc" -print-libgcc-file-name)
(cd "$work" && "$(program ld)" -r -o whole *.o "$libgcc" && "$(program nm)" -u whole >undefined &&
    awk '$NF !~ /^(__tsan_|__sanitizer_|__ubsan_|_GLOBAL_OFFSET_TABLE_)/ { print $NF, "memrepl_" $NF }' \
        undefined >names && "$(program objcopy)" --redefine-syms=names whole) &&
# -Bsymbolic: a student's own `step` is his; --emit-relocs: each call's place can be found again.
"$cc" -shared -nostdlib -Wl,-Bsymbolic -Wl,-z,now -Wl,-z,relro -Wl,--emit-relocs \
    -Wl,-Ttext-segment=0x200000000000 -Wl,--build-id "$work/whole" -o "$work/subject" &&
mv -f -- "$work/subject" "$output" || { rm -f -- "$output"; exit 1; }
