#!/usr/bin/env bash
# bare-debian.sh [root|user]...: the two commands of README on a Debian 12 that has nothing but apt, in
# a folder made by debootstrap: `make run` and `make test`, as root and as an ordinary user with sudo.
# Run it as root. Packages come from where this machine's apt gets them.
cd "$(dirname "$0")/.." || exit 2
[ $# -gt 0 ] || set -- root user
test_limit_seconds=600

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
    echo "ok bare Debian # skip needs root and debootstrap"
    exit 0
fi

work=$(mktemp -d "${TMPDIR:-/var/tmp}/memrepl-bare.XXXXXX") || exit 2
trap 'rm -rf --one-file-system "$work"' EXIT
# shellcheck disable=SC2016  # $(…) is apt-get's own
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)

# inside ROOT COMMAND…: runs it in the folder, with mounts and processes that end with it.
inside() {
    # shellcheck disable=SC2016  # the other shell expands them
    unshare --mount --pid --fork --kill-child sh -c '
        mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
        root=$0 && exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=xterm LANG=C.UTF-8 \
            chroot "$root" "$@"' "$@"
}

# as_reader ROOT WHO COMMAND: runs a line of README in the folder with the kit.
as_reader() {
    local line="cd /home/student/memrepl && export HOME=/home/student && $3"
    if [ "$2" = root ]; then
        inside "$1" sh -c "$line"
    else
        inside "$1" setpriv --reuid student --regid student --init-groups sh -c "$line"
    fi
}

# check NAME LIMIT COMMAND…: passed when it exits 0 within LIMIT seconds.
check() {
    local name=$1 limit=$2 started=$SECONDS status
    shift 2
    "$@" >"$work/log" 2>&1 </dev/null
    status=$?
    if [ $status -eq 0 ] && [ $((SECONDS - started)) -le "$limit" ]; then
        echo "ok $name ($((SECONDS - started)) s)"
    else
        echo "not ok $name: exit status $status after $((SECONDS - started)) s (limit $limit)"
        tail -n 40 "$work/log"
        return 1
    fi
}

prepare() { # ROOT WHO: a copy of the bare system with the kit in it
    cp -a "$work/bare" "$1"
    inside "$1" useradd --create-home student
    if [ "$2" = user ]; then
        inside "$1" apt-get install -y -q --no-install-recommends sudo >/dev/null 2>&1
        echo 'student ALL=(ALL) NOPASSWD: ALL' >"$1/etc/sudoers.d/student"
    fi
    mkdir "$1/home/student/memrepl"
    { git -c safe.directory='*' ls-files -z --cached --others --exclude-standard 2>/dev/null ||
        find . -path ./build -prune -o -type f -print0; } |
        tar -c --null -T - | tar -x -C "$1/home/student/memrepl"
    inside "$1" chown -R student: /home/student/memrepl
    [ "$2" != root ] || inside "$1" chown -R root: /home/student/memrepl
}

check "debootstrap" 600 debootstrap --variant=minbase bookworm "$work/bare" "$mirror" || exit 1
rm "$work/bare/etc/apt/sources.list" # what this machine's apt uses takes its place
for part in sources.list sources.list.d apt.conf.d; do
    [ ! -e /etc/apt/$part ] || cp -a /etc/apt/$part "$work/bare/etc/apt/"
done
cp -L /etc/resolv.conf "$work/bare/etc/"

for who; do
    root=$work/$who
    prepare "$root" "$who"
    sudo=$([ "$who" = root ] || echo sudo)
    check "make run as $who" 300 \
        as_reader "$root" "$who" "$sudo apt-get install -y make && make run"
    check "make run as $who leaves a terminal at the prompt" 60 \
        as_reader "$root" "$who" 'echo xyzzy | script -qec "make run" /dev/null | grep "unknown command.*xyzzy"'
    check "make test as $who" $test_limit_seconds as_reader "$root" "$who" "make test"
    rm -rf --one-file-system "$root"
done
