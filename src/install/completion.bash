# Completion of memrepl's command line for bash: options, and what stands behind each.
#
# Options are those that `memrepl --help` tells of; labs and suspects those of the kit that the typed
# memrepl belongs to; other words are sessions, C files and folders.
# shellcheck shell=bash

# The folder with the kit's labs/ and build/, from the command as typed.
_memrepl_home() { # _memrepl_home COMMAND
    local program
    program=$(type -P -- "$1") || program=$1
    dirname -- "$(readlink -f -- "$program")"
}

_memrepl_labs() { # _memrepl_labs COMMAND: their numbers
    local lab
    for lab in "$(_memrepl_home "$1")"/labs/lab[0-9]*-*; do
        [[ $lab =~ /lab([0-9]+)-[^/]*$ ]] && echo "${BASH_REMATCH[1]}"
    done
}

_memrepl_suspects() { # _memrepl_suspects COMMAND: their names
    local suspect
    for suspect in "$(_memrepl_home "$1")"/build/suspects/*.so; do
        [ -e "$suspect" ] && basename "$suspect" .so
    done
}

# Files whose names end so, and folders on the way to them.
_memrepl_files() { # _memrepl_files PREFIX ENDING...
    local ending
    for ending in "${@:2}"; do compgen -f -X "!*.$ending" -- "$1"; done
    compgen -d -S / -- "$1"
}

_memrepl() {
    local command=$1 word=$2 before=$3 words
    case $before in
        --lab | --grade) words=$(compgen -W "$(_memrepl_labs "$command")" -- "$word") ;;
        --suspect) words=$(compgen -W "$(_memrepl_suspects "$command")" -- "$word") ;;
        --from | --class | --out) words=$(compgen -d -S / -- "$word") ;;
        -x | --session) words=$(_memrepl_files "$word" mem) ;;
        --check | --bless) words=$(_memrepl_files "$word" md adoc) ;;
        --as) words=$(compgen -W "$("$command" --help | sed -n 's/,//g; s/ or / /; s/.* --as FORMAT .* as //p')" -- "$word") ;;
        --cc) words=$(compgen -c -- "$word") ;;
        --input | --built | --result) words=$(compgen -f -- "$word") ;;
        -e | --command | --seed | --ticks | --threads | --memory | --invariant) words= ;;
        *)
            if [[ $word == -* ]]; then
                words=$(compgen -W "$("$command" --help 2>/dev/null |
                    sed -n 's/^  *\(-[a-zA-Z], \)\{0,1\}\(--[a-z-]*\).*/\2/p')" -- "$word")
            else
                words=$(_memrepl_files "$word" mem c)
            fi ;;
    esac
    mapfile -t COMPREPLY < <([ -z "$words" ] || sort -u <<<"$words")
    [[ ${COMPREPLY[0]-} != */ ]] || compopt -o nospace 2>/dev/null || true
}

complete -o filenames -F _memrepl memrepl
