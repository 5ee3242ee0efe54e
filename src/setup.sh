#!/bin/sh
# setup.sh GOAL...: installs the Debian packages that the goals of make need and the machine lacks.
#
# Does nothing, quickly and silently, where nothing is missing; uses sudo unless run as root. Where it
# cannot install, it names in one line what is missing. Exit status: 0 all there, 1 not.
# On a system without dpkg it installs nothing and asks the compiler instead.

kit="gcc libc6-dev binutils libreadline-dev libdw-dev libelf-dev libjansson-dev
     libseccomp-dev bubblewrap"
unpack=libarchive-dev
class="$unpack similarity-tester"
tests="$class clang clang-format libcmocka-dev python3 locales procps zstd mandoc pkgconf
       libxml2-utils python3-jsonschema perl zip unzip strace shellcheck"
lint="clang-tidy cppcheck shellcheck"
slow="gdb valgrind debootstrap g++ poppler-utils parallel openssh-server openssh-client slurmctld
      slurmd slurm-client munge chromium"
bench="spin zstd libjemalloc2 libmimalloc2.0 libtcmalloc-minimal4"

handout="asciidoctor ruby-asciidoctor-pdf fonts-dejavu"
[ -d "${0%/*}/../tests/unit" ] || tests= # a release's own tests need nothing more

packages=$kit
for goal; do
    case $goal in
        test | coverage) packages="$packages $tests" ;;
        class) packages="$packages $class" ;;
        unpack) packages="$packages $unpack" ;;
        bench) packages="$packages $bench" ;;
        gradescope) packages="$packages zip" ;;
        handout) packages="$packages $handout" ;;
        test-all) packages="$packages $tests $lint $slow $handout" ;;
        lint) packages="$packages $lint" ;;
    esac
done

give_up() { echo "memrepl: $*" >&2; exit 1; }

if ! command -v dpkg-query >/dev/null; then
    headers='#include <stdio.h>
             #include <elfutils/libdw.h>
             #include <jansson.h>
             #include <readline/readline.h>
             #include <seccomp.h>'
    echo "$headers" | ${CC:-cc} -fsyntax-only -x c - 2>/dev/null && exit 0
    give_up "this system has no dpkg: install a C compiler, GNU readline and elfutils (libdw, libelf)" \
        ", jansson and libseccomp with their headers, then run make again"
fi

# shellcheck disable=SC2086  # a list of names
installed=$(dpkg-query -W -f '${Package}:${db:Status-Status} ' $packages 2>/dev/null)
missing=
for package in $packages; do
    case " $installed" in
        *" $package:installed "*) ;;
        *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
        give_up "packages are missing and there is no sudo; as root: apt-get install$missing"
    sudo true 2>/dev/null ||
        give_up "packages are missing and sudo refused; as root: apt-get install$missing"
    as_root=sudo
fi

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=120 "$@" \
        >"$log" 2>&1
}

echo "Installing$missing"
# The lists of a fresh image may be absent or too old: then the first try fails.
# shellcheck disable=SC2086  # a list of names
apt install --no-install-recommends $missing ||
    { apt update && apt install --no-install-recommends $missing; } ||
    { tail -n 3 "$log" >&2; give_up "packages are missing and apt-get failed; they are:$missing"; }
