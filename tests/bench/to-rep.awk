# to-rep.awk: recorder.c's lines to a .rep file. -v most=N keeps the first N operations.
#
# A .rep file is the format of CMU's malloc lab, readable as it stands:
#     four numbers, a line each: heap size hint (0), number of ids, number of operations, weight (1)
#     a ID SIZE    allocate SIZE bytes as block ID; each ID is allocated once
#     r ID SIZE    reallocate block ID to SIZE bytes
#     f ID         free block ID
# Blocks that the program never frees stay allocated at the end. Sizes of 0 become 1. What was
# allocated before the recording began is left out.

function put(line) { lines[operations++] = line }

$1 == "a" && $2 != "0" { id[$2] = ids++; put("a " id[$2] " " ($3 ? $3 : 1)) }

$1 == "f" && ($2 in id) { put("f " id[$2]); delete id[$2] }

$1 == "r" && $3 != "0" {
    if ($2 in id) {
        number = id[$2]
        delete id[$2]
        put("r " number " " $4)
    } else {
        number = ids++
        put("a " number " " $4)
    }
    id[$3] = number
}

most && operations >= most { exit }

END {
    print "0\n" ids "\n" operations "\n1"
    for (i = 0; i < operations; i++)
        print lines[i]
}
