# shellcheck shell=bash
# common.sh: what tests/faults.sh and tests/faults-grading.sh share; they set root and work.
: "${root:?}" "${work:?}"
export LC_ALL=C.UTF-8
library=$work/no_memory.so

rm -rf "$work"
mkdir -p "$work"
chmod 755 "$work"
cd "$work" || exit 2
gcc -O1 -shared -fPIC -o "$library" "$root/tests/faults/"{no_memory,allocations}.c || exit 2
if ! strace -qq -o /dev/null true 2>/dev/null; then
    echo "ok faults # skip strace cannot trace here"
    exit
fi

# The calls to the system that fail, and how.
calls="openat:EMFILE read:EIO write:ENOSPC mmap:ENOMEM pipe2:EMFILE clone:EAGAIN
       memfd_create:EMFILE ftruncate:ENOSPC rename:EACCES fsync:EIO getdents64:EIO"
all_calls() { tr -s ' \n' '\n' <<<"$calls" | sed 's/:.*//' | paste -sd,; }

in_time() { timeout 120 "$@"; } # one run

verdict() { # verdict NAME WRONG
    if [ -z "$2" ]; then
        echo "ok $1"
    else
        echo "not ok $1"
        head -n 20 <<<"$2" | while IFS= read -r line; do echo "    $line"; done
    fi
}

# How often a call stands in what strace wrote.
count_of() { grep -c "^$1(" "$2"; } # count_of CALL FILE
