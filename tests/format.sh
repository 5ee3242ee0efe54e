#!/usr/bin/env bash
# The C files are laid out as .clang-format says. Blanks are not: they are cut from the solutions.
cd "$(dirname "$0")/.." || exit 2

while read -r file; do
    if got=$(clang-format "$file" | diff -u "$file" -); then
        echo "ok $file"
    else
        echo "not ok $file"
        sed -n '3,9p' <<<"$got"
        echo "    to mend: clang-format -i $file"
    fi
done < <(find src solutions tests -name '*.[ch]' | sort)
