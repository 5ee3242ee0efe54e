# plot.awk: lines "BLOCKS EXACT FAST GLIBC" (nanoseconds a block) to an SVG: growth as a picture.
# The dashed line is n log n through the first point of exact: log n a block.

function across(count) { return 70 + 420 * (log(count) - log(10000)) / (log(1000000) - log(10000)) }
function down(taken) { return 300 - 260 * taken / top }

{ n[NR] = $1; time[1, NR] = $2; time[2, NR] = $3; time[3, NR] = $4
  for (s = 2; s <= 4; s++) if ($s > top) top = $s }

function curve(s, colour, name,    i, points) {
    for (i = 1; i <= NR; i++) points = points sprintf("%.1f,%.1f ", across(n[i]), down(time[s, i]))
    printf "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>\n", points, colour
    printf "<text x='496' y='%.1f' fill='%s'>%s</text>\n", down(time[s, NR]) + 4, colour, name
}

END {
    print "<svg xmlns='http://www.w3.org/2000/svg' width='560' height='340' font-size='12' " \
          "font-family='sans-serif'>"
    print "<text x='70' y='20'>malloc, free half, malloc, get: nanoseconds a block</text>"
    print "<path d='M70 40V300H490' fill='none' stroke='black'/>"
    for (i = 1; i <= NR; i++)
        printf "<text x='%.1f' y='318' text-anchor='middle'>%s</text>\n", across(n[i]),
               (n[i] >= 1000000 ? n[i] / 1000000 "M" : n[i] / 1000 "k")
    for (t = 0; t <= 4; t++)
        printf "<text x='62' y='%.1f' text-anchor='end'>%d</text>\n", down(top * t / 4) + 4,
               top * t / 4
    curve(3, "#777777", "glibc"); curve(1, "#b03030", "exact"); curve(2, "#3050b0", "fast")
    for (i = 1; i <= NR; i++)
        bound = bound sprintf("%.1f,%.1f ", across(n[i]), down(time[1, 1] * log(n[i]) / log(n[1])))
    printf "<polyline points='%s' fill='none' stroke='#b03030' stroke-dasharray='4'/>\n", bound
    print "</svg>"
}
