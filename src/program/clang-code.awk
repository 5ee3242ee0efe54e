# clang-code.awk: what clang 14 to 19 give as intermediate code (-S -emit-llvm) for a subject, put right.
#
#   - A function is entered before its arguments are where they are looked for: the calls at its entry
#     go behind that. What does it has no place in the source, or that of the entry itself; what follows
#     has one. Its stores are nobody's accesses, and a copy there is a call of memcpy() only because
#     accesses are called out.
#   - A variable that others know the address of is watched as a whole, but not its members and elements:
#     each of their loads and stores gets its call. The pattern of a fresh variable is no store.
#   - A bit-field is stored by a load of all that it shares bytes with, which nobody reads.
#   - A large struct is handed over by value without a load: it gets one.
#   - Some source files have a sum and some have none, of which the assembler would warn: all sums go.
#
# A slot is a variable on the stack; home[NAME] is the slot that the address NAME lies in.

# ---- What the lines of a function say ------------------------------------------------------------

# The names in a line, without the one that it defines.
function names_of(text,    count) {
    sub(/^  %[^ ]+ = /, "", text)
    sub(/, ?![a-z].*$/, "", text)
    count = split(text, words, /[^%A-Za-z0-9._$"\\-]+/)
    return count
}

function first_home(text,    count, i) {
    count = names_of(text)
    for (i = 1; i <= count; i++)
        if (words[i] in home) return home[words[i]]
    return ""
}

# Where an instruction loads from or stores to.
function pointer_of(text) {
    if (!match(text, /%[^ ,]+, align [0-9]+/)) return ""
    text = substr(text, RSTART, RLENGTH)
    return substr(text, 1, index(text, ",") - 1)
}

function give_away(text, but,    count, i) {
    count = names_of(text)
    for (i = 1; i <= count; i++)
        if (words[i] in home && words[i] != but) known[home[words[i]]]
}

function find_homes(    i, name, text, pointer) {
    split("", home); split("", known)
    for (i = 2; i < count_of_lines; i++) {
        text = lines[i]
        if (text !~ /%/) continue
        name = text ~ /^  %[^ ]+ = / ? substr(text, 3, index(text, " = ") - 3) : ""
        if (text ~ /^  %[^ ]+ = alloca /)
            home[name] = name
        else if (text ~ /^  %[^ ]+ = (bitcast|getelementptr) /) {
            if ((pointer = first_home(text)) != "") home[name] = pointer
        } else if (text ~ /^  (%[^ ]+ = load|store) /)
            give_away(text, pointer_of(text))
        else if (text !~ /@(llvm|__tsan_)|@mem(cpy|set|move)\(|#dbg_/)
            give_away(text, "")
    }
}

# A function that is called from here on, and must be declared.
function call(name, parameters) {
    called[name] = parameters
    return "@" name
}

# ---- Entering ------------------------------------------------------------------------------------

function copy(text,    type, part, name) { # %1 = call TYPE @memcpy(TYPE %2, TYPE %3, i64 4)
    split(text, words, " ")
    type = words[4]
    part = type == "ptr" ? "p0" : "p0i8"
    name = call("llvm.memcpy." part "." part ".i64", type ", " type ", i64, i1 immarg")
    print "  " words[1] " = bitcast " type " null to " type
    sub(/^.*@(__tsan_)?memcpy/, "  call void " name, text)
    sub(/\).*$/, ", i1 false)", text)
    print text
}

# The first line of a function that stands in the source.
function enter(    i, text, nowhere, calls) {
    i = 2
    if (lines[i] == "entry:") print lines[i++]
    for (; i < count_of_lines; i++) {
        text = lines[i]
        if (text ~ /@__tsan_func_entry/ && match(text, /, !dbg ![0-9]+$/))
            nowhere = substr(text, RSTART)
        if (nowhere != "") sub(nowhere "$", "", text)
        if (text ~ /^  call void @(__tsan_func_entry|__sanitizer_cov_trace_pc)\(/)
            calls = calls lines[i] "\n"
        else if (text ~ /call void @llvm[.]dbg[.]declare|#dbg_declare|@llvm[.]returnaddress/)
            print lines[i]
        else if (text ~ /^  call void @__tsan_(unaligned_)?write/ && is_argument(lines[i + 1]))
            continue
        else if (text ~ / !dbg |^[^ ]|^$|^  (br|ret|switch|unreachable) |^  %[^ ]+ = load /)
            break
        else if (text ~ /^  %[^ ]+ = call (ptr|i8[*]) @(__tsan_)?memcpy\(/)
            copy(text)
        else if (text ~ /^  (%[^ ]+ = )?call /)
            break
        else
            print text
    }
    printf "%s", calls
    return i
}

function is_argument(text) { return text ~ /^  store / && text !~ / !dbg / && pointer_of(text) in home }

# ---- Accesses ------------------------------------------------------------------------------------

function bytes_of(type) {
    if (type ~ /[*]$/ || type ~ /^(ptr|i64|double)$/) return 8
    if (type ~ /^(i32|float)$/) return 4
    if (type ~ /^i(8|16)$/) return substr(type, 2) / 8
    return type ~ /^(i128|x86_fp80|fp128)$/ ? 16 : 0
}

# What is loaded or stored: in "TYPE %value, TYPE* " and "TYPE, TYPE* " the type of which the other is a
# pointer.
function type_of(text,    from, at, type) {
    sub(/^  (%[^ ]+ = load|store) (volatile )?/, "", text)
    text = substr(text, 1, match(text, /%[^ ,]+, align /) - 2)
    if (text ~ /, ptr$/) {
        match(text, /[ ,]/)
        return substr(text, 1, RSTART - 1)
    }
    for (from = 1; (at = index(substr(text, from), ", ")) > 0; from += at) {
        type = substr(text, from + at + 1, length(text) - from - at - 1)
        if (index(text, type) == 1) return type
    }
    return ""
}

# The type of a pointer to bytes, which %part.N becomes.
function as_bytes(address, pointer, place,    bytes) {
    bytes = address == "ptr" ? "ptr" : "i8*"
    print "  %part." ++parts " = bitcast " address " " pointer " to " bytes place
    return bytes
}

# The load at a line of what is only put back around a bit-field: by name, as `x &= 7` looks the same.
function is_put_back(at,    text, name, pointer, steps) {
    if (lines[at] !~ /^  %bf[.]load[0-9]* = load /) return 0
    pointer = pointer_of(lines[at])
    name = substr(lines[at], 3, index(lines[at], " = ") - 3)
    while (++at < count_of_lines) {
        text = lines[at]
        if (index(text " ", " " name ",") == 0 && index(text " ", " " name " ") == 0) continue
        if (text ~ /^  store / && steps > 0) return pointer_of(text) == pointer
        if (text !~ /^  %bf[.](clear|set)[.a-z0-9]* = (and|or) /) return 0
        name = substr(text, 3, index(text, " = ") - 3)
        steps++
    }
    return 0
}

# The call before a load or store of a part of what others know.
function access(text,    pointer, type, bytes, place) {
    pointer = pointer_of(text)
    if (!(pointer in home) || home[pointer] == pointer || !(home[pointer] in known)) return
    type = type_of(text)
    bytes = bytes_of(type)
    if (bytes == 0) return
    match(text, /, !dbg ![0-9]+/)
    place = substr(text, RSTART, RLENGTH)
    type = as_bytes(text ~ / ptr %[^ ,]+, align / ? "ptr" : type "*", pointer, place)
    print "  call void " call("__tsan_" (text ~ /^  store / ? "write" : "read") bytes, type) \
        "(" type " %part." parts ")" place
}

# The call before one that takes structs: "TYPE* byval(TYPE) align 8 %2", or "ptr" since version 15.
function hand_over(text,    place, given, type, address, bytes, size) {
    match(text, /, !dbg ![0-9]+/)
    place = substr(text, RSTART, RLENGTH)
    while (match(text, /(ptr|[*]) [a-z ]*byval\([^()]+\) align [0-9]+ [%@][A-Za-z0-9._$"\\-]+/)) {
        given = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        type = substr(given, index(given, "(") + 1, index(given, ")") - index(given, "(") - 1)
        address = given ~ /^ptr/ ? "ptr" : type "*"
        sub(/^.* /, "", given)
        bytes = as_bytes(address, given, place)
        size = "ptrtoint (" address " getelementptr (" type ", " address " null, i32 1) to i64)"
        print "  call void " call("__tsan_read_range", bytes ", i64") \
            "(" bytes " %part." parts ", i64 " size ")" place
    }
}

function write_function(    i, text, next_text) {
    find_homes()
    print lines[1]
    for (i = enter(); i <= count_of_lines; i++) {
        text = lines[i]
        next_text = lines[i + 1]
        if (text ~ /^  call void @__tsan_(unaligned_)?write/ && next_text ~ / !annotation /) continue
        if (text ~ /^  call void @__tsan_(unaligned_)?read/ && is_put_back(i + 1)) continue
        if (text ~ /^  (%[^ ]+ = load|store) .* !dbg / && text !~ / atomic | !annotation / &&
            lines[i - 1] !~ /^  call void @__tsan_(unaligned_|volatile_)*(read|write)/ && !is_put_back(i))
            access(text)
        if (text ~ /^  (%[^ ]+ = )?(tail )?call .* byval\(.*, !dbg /) hand_over(text)
        print text
    }
}

/^define .* !dbg / { count_of_lines = 0; is_in_function = 1 }
is_in_function {
    lines[++count_of_lines] = $0
    if ($0 == "}") { is_in_function = 0; lines[count_of_lines + 1] = ""; write_function() }
    next
}
/^declare / && match($0, /@[^(]+/) { declared[substr($0, RSTART + 1, RLENGTH - 1)] }
/^![0-9]+ = !DIFile/ { sub(/, checksumkind: [A-Z0-9_]*, checksum: "[0-9a-f]*"/, "") }
{ print }
END {
    for (name in called)
        if (!(name in declared)) print "declare void @" name "(" called[name] ")"
}
