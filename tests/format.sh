#!/usr/bin/env bash
# The C files are laid out as .clang-format says. Blanks are not: they are cut from the solutions.
cd "$(dirname "$0")/.." || exit 2

mapfile -t files < <(find src solutions tests -name '*.[ch]' | sort)
complaints=$(clang-format --dry-run -Werror --ferror-limit=0 "${files[@]}" 2>&1)
said=$?
known=0
for file in "${files[@]}"; do
    if [[ $'\n'$complaints == *$'\n'"$file:"* ]]; then
        known=1
        echo "not ok $file"
        clang-format "$file" | diff -u "$file" - | sed -n '3,9p'
        echo "    to mend: clang-format -i $file"
    else
        echo "ok $file"
    fi
done
[ "$said" -eq 0 ] || [ "$known" -eq 1 ] || printf 'not ok clang-format\n%s\n' "$complaints"
