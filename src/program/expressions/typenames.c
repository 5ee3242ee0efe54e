#include "program/expressions/typenames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/expressions/scan.h"
#include "program/values/derived.h"

/* The words of C's own types, counted, as they come in any order. */
enum word {
    WORD_CONST,
    WORD_VOLATILE,
    WORD_UNSIGNED,
    WORD_SIGNED,
    WORD_LONG,
    WORD_SHORT,
    WORD_INT,
    WORD_CHAR,
    WORD_FLOAT,
    WORD_DOUBLE,
    WORD_BOOL,
    WORD_VOID,
    WORDS
};

static const char *const words[] = {"const", "volatile", "unsigned", "signed", "long",  "short",
                                    "int",   "char",     "float",    "double", "_Bool", "void"};
_Static_assert(sizeof words / sizeof *words == WORDS, "a name for each word");

/* What a word that qualifies a type would be counted as; WORDS for others. */
static enum word qualifier(const char *word)
{
    for (enum word index = 0; index <= WORD_VOLATILE; index++)
        if (strcmp(words[index], word) == 0)
            return index;
    return WORDS;
}

/* Counts "const" and "volatile", in any order. */
static void take_qualifiers(const char **at, unsigned count[WORDS])
{
    char name[SCAN_NAME_BYTES];
    for (scan_peek(*at, name); qualifier(name) != WORDS; scan_peek(*at, name)) {
        count[qualifier(name)]++;
        scan_name(at, name);
    }
}

/* NULL when `type` is, or no memory is left. */
static const struct type *qualified(const struct names *names, const struct type *type,
                                    const unsigned count[WORDS])
{
    for (enum word word = WORD_VOLATILE + 1; type && word-- > 0;)
        if (count[word] > 0)
            type = derived_qualified(names_types(names), type, words[word]);
    return type;
}

/* How DWARF spells what the words mean together; NULL when they mean nothing. */
static const struct type *basic(const unsigned count[WORDS])
{
    char name[SCAN_NAME_BYTES];
    const char *sign = count[WORD_UNSIGNED] ? "unsigned " : "";
    if (count[WORD_CHAR])
        snprintf(name, sizeof name, "%schar", count[WORD_SIGNED] ? "signed " : sign);
    else if (count[WORD_DOUBLE])
        snprintf(name, sizeof name, "%sdouble", count[WORD_LONG] ? "long " : "");
    else if (count[WORD_FLOAT] || count[WORD_BOOL] || count[WORD_VOID])
        snprintf(name, sizeof name, "%s",
                 words[count[WORD_FLOAT]  ? WORD_FLOAT
                       : count[WORD_BOOL] ? WORD_BOOL
                                          : WORD_VOID]);
    else
        snprintf(name, sizeof name, "%s%sint",
                 count[WORD_SHORT]      ? "short "
                 : count[WORD_LONG] > 1 ? "long long "
                 : count[WORD_LONG]     ? "long "
                                        : "",
                 sign);
    unsigned kinds = count[WORD_CHAR] + count[WORD_DOUBLE] + count[WORD_FLOAT] + count[WORD_BOOL] +
                     count[WORD_VOID] + count[WORD_INT];
    bool has_sign = count[WORD_UNSIGNED] || count[WORD_SIGNED];
    bool is_integer = kinds == count[WORD_CHAR] + count[WORD_INT];
    return kinds > 1 || (has_sign && !is_integer) ? NULL : type_basic(name);
}

/* "unsigned long", "char const"; counts the words. */
static enum typename_result read_basic(const char **at, unsigned count[WORDS],
                                       const struct type **type, char *problem, size_t size)
{
    bool is_typed = false;
    char name[SCAN_NAME_BYTES];
    const char *start = *at;
    for (;;) {
        size_t word = 0;
        scan_peek(*at, name);
        const char *spelt = strcmp(name, "bool") == 0 ? "_Bool" : name;
        while (word < WORDS && strcmp(words[word], spelt) != 0)
            word++;
        if (word == WORDS)
            break;
        count[word]++;
        is_typed = is_typed || word > WORD_VOLATILE;
        scan_name(at, name);
    }
    if (!is_typed)
        return TYPENAME_NONE;
    *type = basic(count);
    if (*type)
        return TYPENAME_READ;
    char quoted[SCAN_NAME_BYTES];
    snprintf(problem, size, "'%s' is no type of C", scan_quote(start, *at, quoted));
    return TYPENAME_WRONG;
}

/* "struct node", "union u", "enum state". */
static enum typename_result read_tagged(const struct names *names, const char **at,
                                        const struct type **type, char *problem, size_t size)
{
    static const struct {
        const char *word;
        enum type_kind kind;
    } rows[] = {{"struct", TYPE_STRUCT}, {"union", TYPE_UNION}, {"enum", TYPE_ENUM}};
    char word[SCAN_NAME_BYTES], name[SCAN_NAME_BYTES];
    scan_peek(*at, word);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].word, word) != 0)
            continue;
        scan_name(at, word);
        if (!scan_name(at, name)) {
            snprintf(problem, size, "a name is missing behind '%s'", word);
            return TYPENAME_WRONG;
        }
        *type = types_named(names_types(names), rows[i].kind, name);
        if (*type)
            return TYPENAME_READ;
        snprintf(problem, size, "the program defines no %s %.60s", word, name);
        return TYPENAME_WRONG;
    }
    return TYPENAME_NONE;
}

/* A variable of that name goes before a typedef. */
static enum typename_result read_typedef(const struct names *names, const char **at,
                                         const struct type **type)
{
    char name[SCAN_NAME_BYTES];
    const char *behind = *at;
    if (!scan_name(&behind, name) || names_find(names, name))
        return TYPENAME_NONE;
    *type = types_named(names_types(names), TYPE_TYPEDEF, name);
    if (!*type)
        return TYPENAME_NONE;
    *at = behind;
    return TYPENAME_READ;
}

/* "*", "* const *", "[3]" behind the name, whose words are counted. */
static enum typename_result read_declarator(const struct names *names, const char **at,
                                            unsigned count[WORDS], const struct type **type,
                                            char *problem, size_t size)
{
    struct value elements;
    take_qualifiers(at, count);
    *type = qualified(names, *type, count);
    while (*type && scan_take(at, "*")) {
        count[WORD_CONST] = count[WORD_VOLATILE] = 0;
        take_qualifiers(at, count);
        *type = qualified(names, derived_pointer(names_types(names), *type), count);
    }
    if (*type && scan_take(at, "[")) {
        scan_blanks(at);
        if (!scan_number(at, &elements, problem, size))
            return TYPENAME_WRONG;
        *type = derived_array(names_types(names), *type, elements.number);
        if (!scan_take(at, "]")) {
            snprintf(problem, size, "a ']' is missing before '%.20s'", *at);
            return TYPENAME_WRONG;
        }
    }
    if (*type)
        return TYPENAME_READ;
    snprintf(problem, size, "no memory left");
    return TYPENAME_WRONG;
}

enum typename_result typename_read(const struct names *names, const char **at,
                                   const struct type **type, char *problem, size_t size)
{
    const char *start = *at;
    unsigned count[WORDS] = {0};
    take_qualifiers(at, count);
    enum typename_result result = read_basic(at, count, type, problem, size);
    if (result == TYPENAME_NONE)
        result = read_tagged(names, at, type, problem, size);
    if (result == TYPENAME_NONE)
        result = read_typedef(names, at, type);
    if (result == TYPENAME_READ)
        return read_declarator(names, at, count, type, problem, size);
    if (result == TYPENAME_NONE)
        *at = start;
    return result;
}
