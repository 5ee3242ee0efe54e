#include "grade/hygiene/language.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

enum { NAME_BYTES = 80 };

/* Built-in functions that touch no memory, or as any C does. Those of <stdatomic.h> and __sync_ are
 * instrumented, and no built-ins by name. */
static const char *const harmless_builtins[] = {
    "__builtin_offsetof",    "__builtin_va_*",        "__builtin_types_compatible_p",
    "__builtin_choose_expr", "__builtin_constant_p",  "__builtin_expect*",
    "__builtin_inf*",        "__builtin_nan*",        "__builtin_huge_val*",
    "__builtin_is*",         "__builtin_fpclassify",  "__builtin_signbit*",
    "__builtin_popcount*",   "__builtin_clz*",        "__builtin_ctz*",
    "__builtin_ffs*",        "__builtin_parity*",     "__builtin_bswap*",
    "__builtin_clrsb*",      "__builtin_*_overflow*", "__builtin_unreachable",
    "__builtin_trap",        "__builtin_abs",         "__builtin_alloca",
    "__builtin_complex",     "__builtin_tgmath",      "__builtin_LINE",
    "__builtin_FILE",        "__builtin_FUNCTION",    "__builtin_object_size",
    "__builtin_prefetch",
};

static const char *const harmless_attributes[] = {
    "unused",
    "maybe_unused",
    "noreturn",
    "format",
    "format_arg",
    "packed",
    "aligned",
    "cleanup",
    "fallthrough",
    "warn_unused_result",
    "nonnull",
    "returns_nonnull",
    "deprecated",
    "noinline",
    "sentinel",
    "const",
    "pure",
    "hot",
    "cold",
    "nothrow",
    "leaf",
    "malloc",
    "alloc_size",
    "may_alias",
    "designated_init",
    "access",
    "gnu_inline",
    "artificial",
    "always_inline",
    "used",
    "visibility",
    "flatten",
    "noclone",
    "nonstring",
    "assume_aligned",
    "alloc_align",
    "error",
    "warning",
};

/* In [[...]], as C23 has them. */
static const char *const standard_attributes[] = {
    "maybe_unused", "nodiscard", "fallthrough", "deprecated", "noreturn",
};

static const char *const kits_names[] = {
    "memrepl_*", "__tsan_*", "__sanitizer_*", "__ubsan_*", "__asan_*", "__wrap_*", "__real_[!_]*",
};

static const struct {
    const char *name, *sentence;
} words[] = {
    {"asm", "inline assembly is not allowed here: write it in C"},
    {"__asm", "inline assembly is not allowed here: write it in C"},
    {"__asm__", "inline assembly is not allowed here: write it in C"},
    {"__seg_fs", "memory of another segment is not allowed here: use plain pointers"},
    {"__seg_gs", "memory of another segment is not allowed here: use plain pointers"},
    {"__transaction_atomic", "transactions are not allowed here: use a lock"},
    {"__transaction_relaxed", "transactions are not allowed here: use a lock"},
};

struct inspection {
    struct reading *reading;
    struct refusals *refusals;
    struct token last; /* the one before, when it was the student's */
};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static bool matches(const char *name, const char *const *patterns, size_t count)
{
    for (size_t index = 0; index < count; index++)
        if (fnmatch(patterns[index], name, 0) == 0)
            return true;
    return false;
}

static void copy_name(char *name, const char *text, size_t length)
{
    snprintf(name, NAME_BYTES, "%.*s", (int)(length < NAME_BYTES ? length : NAME_BYTES - 1), text);
}

bool language_is_kits(const char *text, size_t length)
{
    char name[NAME_BYTES];
    copy_name(name, text, length);
    return matches(name, kits_names, LENGTH(kits_names));
}

/* ---- Attributes ------------------------------------------------------------------------------ */

/* "__unused__" and "unused" are the same. */
static void check_attribute(struct inspection *inspection, const struct token *token)
{
    char name[NAME_BYTES], *plain = name;
    copy_name(name, token->text, token->length);
    size_t length = strlen(name);
    if (length > 4 && strncmp(name, "__", 2) == 0 && strcmp(name + length - 2, "__") == 0) {
        name[length - 2] = '\0';
        plain = name + 2;
    }
    if (!matches(plain, harmless_attributes, LENGTH(harmless_attributes)))
        refuse(inspection->refusals, inspection->reading->student, token->line,
               "the attribute %s is not allowed here: leave it out", plain);
}

/* __attribute__((NAME, NAME(…), …)): the names stand behind the second parenthesis and each comma
 * there. */
static void check_attributes(struct inspection *inspection)
{
    struct token token;
    bool is_next = false;
    int depth = 0;
    do {
        token = reading_next(inspection->reading);
        if (depth == 2 && is_next && token.kind == TOKEN_NAME)
            check_attribute(inspection, &token);
        depth += token_is(&token, "(") ? 1 : token_is(&token, ")") ? -1 : 0;
        is_next = depth == 2 && (token_is(&token, "(") || token_is(&token, ","));
    } while (depth > 0 && token.kind != TOKEN_END);
}

/* ---- Tokens ---------------------------------------------------------------------------------- */

static void check_word(struct inspection *inspection, const char *name, int line)
{
    const char *file = inspection->reading->student;
    struct refusals *refusals = inspection->refusals;
    for (size_t row = 0; row < LENGTH(words); row++)
        if (strcmp(words[row].name, name) == 0)
            refuse(refusals, file, line, "%s", words[row].sentence);
    if (strncmp(name, "__builtin_", 10) == 0 &&
        !matches(name, harmless_builtins, LENGTH(harmless_builtins)))
        refuse(refusals, file, line,
               "%s is not allowed here: call the function of the C library, or leave it out", name);
    if (matches(name, kits_names, LENGTH(kits_names)))
        refuse(refusals, file, line, "%s is a name of memrepl's own: choose another", name);
    if (strcmp(name, "__attribute__") == 0 || strcmp(name, "__attribute") == 0)
        check_attributes(inspection);
}

bool language_is_quiet_pragma(struct lexer lexer)
{
    static const char *const editors[] = {"region", "endregion", "mark"};
    struct token first = lexer_next(&lexer), second = lexer_next(&lexer);
    if (first.is_first)
        return false;
    for (size_t index = 0; index < LENGTH(editors); index++)
        if (token_is(&first, editors[index]))
            return true;
    if (token_is(&first, "once"))
        return second.is_first || second.kind == TOKEN_END;
    if (second.is_first)
        return false;
    return token_is(&first, "STDC") || token_is(&first, "pack") ||
           (token_is(&first, "GCC") && token_is(&second, "diagnostic"));
}

static bool is_harmless_directive(const struct reading *reading)
{
    struct lexer ahead = reading->lexer;
    struct token name = lexer_next(&ahead);
    return token_is(&name, "pragma") && language_is_quiet_pragma(ahead);
}

/* [[NAME, NAME("words")]] from the second bracket on. */
static bool are_standard(struct lexer ahead)
{
    char name[NAME_BYTES];
    struct token token;
    do {
        token = lexer_next(&ahead);
        copy_name(name, token.text, token.length);
        if (!matches(name, standard_attributes, LENGTH(standard_attributes)))
            return false;
        token = lexer_next(&ahead);
        if (token_is(&token, "(")) {
            token = lexer_next(&ahead);
            if (token.kind != TOKEN_STRING || (token = lexer_next(&ahead), !token_is(&token, ")")))
                return false;
            token = lexer_next(&ahead);
        }
    } while (token_is(&token, ","));
    return token_is(&token, "]") && (token = lexer_next(&ahead), token_is(&token, "]"));
}

static void check_mark(struct inspection *inspection, const struct token *token)
{
    const char *file = inspection->reading->student;
    const struct token *last = &inspection->last;
    if (token->is_first && token_is(token, "#") && !is_harmless_directive(inspection->reading))
        refuse(inspection->refusals, file, token->line,
               "a #pragma is not allowed here: leave it out");
    if (token_is(token, "*") && last->kind == TOKEN_NAME && token_is(last, "goto"))
        refuse(inspection->refusals, file, token->line,
               "goto to a computed place is not allowed here: use a switch");
    if ((token_is(token, "[") || token_is(token, "<:")) && last->kind == TOKEN_MARK &&
        (token_is(last, "[") || token_is(last, "<:")) && !are_standard(inspection->reading->lexer))
        refuse(inspection->refusals, file, token->line,
               "this attribute in [[...]] is not allowed here: leave it out");
}

void language_check(struct reading *reading, struct refusals *refusals)
{
    struct inspection inspection = {.reading = reading, .refusals = refusals};
    struct token token;
    char name[NAME_BYTES];
    reading_rewind(reading);
    while ((token = reading_next(reading)).kind != TOKEN_END) {
        if (reading->origin == ORIGIN_STUDENT && token.kind == TOKEN_NAME) {
            copy_name(name, token.text, token.length);
            check_word(&inspection, name, token.line);
        } else if (reading->origin == ORIGIN_STUDENT && token.kind == TOKEN_MARK) {
            check_mark(&inspection, &token);
        }
        inspection.last = token;
    }
    reading_rewind(reading);
}
