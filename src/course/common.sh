# common.sh: what the scripts of this folder share. Each reads it first:
#
#     . "${0%/*}/common.sh"
#
# and then stands in the kit's top folder. A script is called by the Makefile; its first argument is
# what the caller of make gave, which may be empty.
# shellcheck shell=bash

tool=$(basename "$0" .sh)
cd "$(dirname "$0")/../.." || exit 2
export LC_ALL=C.UTF-8

# What was asked for cannot be done; nothing was changed.
refuse() {
    echo "make $tool: $*" >&2
    exit 2
}

all_labs() { find labs -path 'labs/lab[0-9]*-*/checks' -printf '%h\n' | sed 's|.*/||' | sort -V; }

# The folder of a lab below labs/ and solutions/, by its number: lab1-queue.
find_lab() { # find_lab NUMBER EXAMPLE
    local found
    [ -n "$1" ] || refuse "which lab? Give its number: make $2"
    case $1 in *[!0-9]*) refuse "\"$1\" is no number of a lab: make $2" ;; esac
    found=$(all_labs | grep "^lab$1-")
    [ -n "$found" ] || refuse "there is no lab $1; there are $(all_labs | sed 's/-.*//' | paste -sd ' ')"
    echo "$found"
}

# The file of checks that counts: with the hidden ones where the solutions are at hand.
checks_of() { # checks_of FOLDER
    if [ -e "solutions/$1/checks" ]; then echo "solutions/$1/checks"; else echo "labs/$1/checks"; fi
}

# A line of the header, in front of the first check: files, program, …
header_of() { # header_of FOLDER KEY
    sed -n "/^check:/q; s/^$2: *//p" "$(checks_of "$1")"
}

# The files that a student of a lab writes; where the header names none, the sessions and tests there.
files_of() { # files_of FOLDER
    local files
    files=$(header_of "$1" files)
    if [ -n "$files" ]; then
        echo "$files"
    else
        find "labs/$1" -maxdepth 1 \( -name '*.mem' -o -name '*.c' \) ! -name 'fail-*' -printf '%f\n' | sort
    fi
}

# The number of a lab from a path: 1 from solutions/lab1-queue/request_queue.c.
number_of() { [[ $1 =~ lab([0-9]+)- ]] && echo "${BASH_REMATCH[1]}"; }

# The sources of MeMS solve labs 5 and 6: they are given away behind these.
# shellcheck disable=SC2034  # who reads this file uses it
MEMS_GIVEN=6
