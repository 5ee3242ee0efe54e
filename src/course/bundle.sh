#!/usr/bin/env bash
# bundle.sh gradescope|autolab LAB: packs what a course system needs to grade a lab with this kit.
#
#     build/gradescope/labN.zip                  to be uploaded as it is
#     build/autolab/labN/autograde.tar           for the folder of the lab there,
#     build/autolab/labN/autograde-Makefile      both of them
#
# A bundle holds the sources of the kit and the scripts of bundle/; it is compiled where it is used.
# The same tree gives the same bytes.
# shellcheck source=src/course/common.sh
. "${0%/*}/common.sh"
tool=${1:-}
lab=$(find_lab "${2:-}" "$tool LAB=1") || exit
number=${lab%%-*}
stage=build/bundle/$tool/$number

# What git tracks or would; without git, all that is there. Planted bugs are for tests, and lab 7.
kit_files() {
    {
        git -c safe.directory='*' ls-files --cached --others --exclude-standard -- \
            Makefile LICENSE src labs solutions 2>/dev/null ||
            find Makefile LICENSE src labs solutions -type f
    } | sort -u | grep -vE '^solutions/[^/]*/mutants/' |
        if [ "$number" = lab7 ]; then cat; else grep -v '^solutions/lab7-break/suspects/'; fi
}

copy_kit() {
    mkdir -p "$stage/memrepl"
    kit_files | while read -r file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
        tar --null -T - -cf - | tar -C "$stage/memrepl" -xf -
}

# The scripts say in one place which lab it is.
copy_script() { # copy_script NAME
    sed "s/@LAB@/${number#lab}/g" "src/course/bundle/$1" >"$stage/$1"
    chmod 755 "$stage/$1"
}

names() { find "$stage" -mindepth 1 \( -type f -o -type l \) -printf '%P\n' | sort; }

rm -rf "$stage"
copy_kit || refuse "the kit cannot be copied to $stage"
copy_script grade.sh
case $tool in
    gradescope)
        copy_script setup.sh
        copy_script run_autograder
        packed=$PWD/build/gradescope/$number.zip
        mkdir -p "${packed%/*}" && rm -f "$packed"
        find "$stage" -exec touch -h -d '1980-01-01 UTC' {} +
        names | (cd "$stage" && TZ=UTC zip -X -q -y -@ "$packed") || refuse "zip could not write $packed"
        echo "build/gradescope/$number.zip is the autograder of lab ${number#lab}: upload it as it is." ;;
    autolab)
        out=build/autolab/$number
        rm -rf "$out"
        mkdir -p "$out"
        copy_script autograde-Makefile
        mv "$stage/autograde-Makefile" "$out/"
        chmod 644 "$out/autograde-Makefile"
        names | tar -C "$stage" --owner=0 --group=0 --numeric-owner --mtime=@0 \
            --mode='u=rwX,go=rX' -cf "$out/autograde.tar" -T - || refuse "$out cannot be written"
        echo "$out has autograde.tar and autograde-Makefile: put both into the lab's folder." ;;
    *) refuse "for which system? gradescope or autolab" ;;
esac
rm -rf "$stage"
