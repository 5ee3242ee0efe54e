#!/usr/bin/env bash
# class.sh SUBMISSIONS LAB OUT JOBS OVER SHARDS OPTIONS: grades all that a folder holds, and says where
# the books are.
#
# All but the first two may be empty. The same command again goes on where it was stopped, and grades
# only what has changed. With OVER=parallel or slurm the gradings are done by other machines, in SHARDS
# parts, and this one gathers them; kit, SUBMISSIONS and OUT lie there under the same names as here.
# OPTIONS are for parallel (--sshlogin 4/host1,8/host2) or for sbatch (--partition=day).
# Exit status: 0 all are graded, 2 some are not.
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
submissions=$1 lab=$2 out=$3 jobs=$4 over=$5 shards=$6 options=$7
example="class SUBMISSIONS=DIR LAB=1"
[ -n "$submissions" ] || refuse "which submissions? Give their folder: make $example"
find_lab "$lab" "$example" >/dev/null || exit
[[ -n $over || -z $shards$options ]] || refuse "SHARDS and OPTIONS are for OVER=parallel or OVER=slurm"
[[ -z $shards || $shards =~ ^[1-9][0-9]{0,5}$ ]] || refuse "SHARDS is a number of parts from 1 on, not \"$shards\""
command=(./memrepl --class "$submissions" --lab "$lab" ${out:+--out "$out"})

has() { command -v "$1" >/dev/null || refuse "OVER=$over needs the program $1 (Debian's package $2)"; }

# No more parts than there may be submissions.
limit_shards() { # limit_shards DEFAULT
    local entries
    entries=$(find "$submissions" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l)
    shards=${shards:-$1}
    [ "$entries" -eq 0 ] || [ "$shards" -le "$entries" ] || shards=$entries
}

# A part for each core that --sshlogin names takes one grading at a time.
over_parallel() {
    has parallel parallel
    limit_shards 64
    # shellcheck disable=SC2086  # words of options
    parallel $options --workdir "$PWD" --quote "${command[@]}" --jobs 1 --shard "{}/$shards" \
        ::: $(seq "$shards")
}

# An array's last index is below MaxArraySize; so many parts at most, each of as many submissions more.
over_slurm() {
    local most
    has sbatch slurm-client
    most=$(scontrol show config | sed -n 's/^MaxArraySize *= *//p')
    limit_shards 100
    [ -z "$most" ] || [ "$shards" -lt "$most" ] || shards=$((most - 1))
    # shellcheck disable=SC2086  # words of options
    sbatch $options --wait --array="1-$shards" --output=/dev/null --chdir="$PWD" \
        src/course/class-shard.sh "$shards" "${command[@]}"
}

case $over in
    '') ;;
    parallel | slurm) "over_$over" || echo "make class: not every part came through; what lacks is done here" ;;
    *) refuse "OVER is parallel or slurm, not \"$over\"" ;;
esac
exec "${command[@]}" ${jobs:+--jobs "$jobs"}
