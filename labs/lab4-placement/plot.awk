# plot.awk: the table that fragmentation.c prints, to an SVG: a row for each stream, and in it bars for
# the requests that were refused, and for external and internal fragmentation, one for each tracker.

NR == 1 { next }

{
    if (!($1 in row)) { row[$1] = rows++; stream[rows - 1] = $1 }
    if (!($2 in column)) { column[$2] = columns++; tracker[columns - 1] = $2 }
    place = row[$1] " " column[$2]
    value[place, 0] = 100 * $3 / $5
    value[place, 1] = $6 + 0
    value[place, 2] = $7 + 0
}

function bar(x, bottom, share, colour) {
    printf "<rect x='%d' y='%.1f' width='8' height='%.1f' fill='%s'/>\n", x, bottom - share, share, colour
}

function say(x, y, anchor, text) {
    printf "<text x='%d' y='%d' text-anchor='%s'>%s</text>\n", x, y, anchor, text
}

function key(x, index_, text) {
    bar(x, 24, 8, colour[index_])
    say(x + 14, 24, "start", text)
}

END {
    colour[0] = "#b03030"; colour[1] = "#3050b0"; colour[2] = "#c0a030"
    wide = 48; high = 150; left = 110
    printf "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-size='12' " \
           "font-family='sans-serif'>\n", left + columns * wide + 20, 40 + rows * high
    print "<rect width='100%' height='100%' fill='white'/>"
    key(left, 0, "requests refused"); key(left + 140, 1, "external"); key(left + 230, 2, "internal")
    for (r = 0; r < rows; r++) {
        bottom = 40 + r * high + 110
        say(10, bottom - 46, "start", stream[r])
        for (share = 0; share <= 100; share += 50) {
            printf "<path d='M%d %dh%d' stroke='#cccccc'/>\n", left - 4, bottom - share, columns * wide
            say(left - 8, bottom - share + 4, "end", share "%")
        }
        for (c = 0; c < columns; c++) {
            for (kind = 0; kind < 3; kind++)
                bar(left + c * wide + kind * 10, bottom, value[r " " c, kind], colour[kind])
            say(left + c * wide + 14, bottom + 16, "middle", tracker[c])
        }
    }
    print "</svg>"
}
