#!/usr/bin/env bash
# watch.sh LAB [FROM]: grades a lab, and again whenever one of its files is saved, until Ctrl-C.
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
number=${1#lab}
from=${2:-}
folder=labs/$(find_lab "$number" "lab1 WATCH=1") || exit
[ -z "$from" ] || folder=$from
[ -e "$folder" ] || refuse "there is no $folder; FROM= is a folder with the lab's files"
trap 'echo; exit 0' INT TERM

# Size and time of every file of C in the folder: what a save changes.
state() { find "$folder" -maxdepth 2 \( -name '*.[ch]' -o -name '*.mem' \) -printf '%p %s %T@ %i\n' | sort; }

while :; do
    seen=$(state)
    [ ! -t 1 ] || printf '\033[H\033[2J\033[3J'
    ./memrepl --grade "$number" ${from:+--from "$from"} </dev/null
    echo "Waiting for a change in $folder; Ctrl-C ends."
    while [ "$(state)" = "$seen" ]; do sleep 0.2; done
done
