#include "grade/hygiene/names.h"

#include "grade/hygiene/language.h"
#include "program/arena.h"

#include <dlfcn.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

/* What the kit offers to programs in general, and no lab has a use for. A first pattern that fits
 * gives the sentence. */
static const struct {
    const char *patterns[16];
    const char *sentence;
} families[] = {
    {{"fopen*", "freopen*", "fdopen", "open", "open64", "creat", "tmpfile", "remove", "rename",
      "unlink", "access", "ftruncate", "sem_open", "sem_unlink"},
     "is not for labs: keep what you need in memory"},
    {{"read", "write", "pread", "pwrite", "lseek", "close", "dprintf", "vdprintf", "fsync",
      "fdatasync"},
     "is not for labs: print with printf"},
    {{"getenv", "secure_getenv", "setenv", "putenv", "unsetenv", "clearenv", "environ",
      "__environ"},
     "is not for labs: leave the environment alone"},
    {{"signal", "__sysv_signal", "sigaction", "sigaltstack", "sigprocmask", "pthread_sigmask",
      "raise", "alarm", "setitimer"},
     "is not for labs: leave signals alone"},
    {{"*setjmp", "*longjmp"}, "is not for labs: return from functions"},
    {{"atexit", "on_exit", "at_quick_exit", "__cxa_*"}, "is not for labs: call what you mean"},
    {{"syscall"}, "is not for labs: call the function of the C library"},
};

/* What the compiler calls where the text does not: to have accesses seen, and to fill and copy. */
static const char *const compilers_names[] = {
    "__tsan_*", "__sanitizer_cov_*", "__ubsan_handle_*", "memset", "memcpy", "memmove", "memcmp",
};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char *family_sentence(const char *name)
{
    for (size_t row = 0; row < LENGTH(families); row++)
        for (const char *const *pattern = families[row].patterns;
             pattern < families[row].patterns + LENGTH(families[row].patterns) && *pattern != NULL;
             pattern++)
            if (fnmatch(*pattern, name, 0) == 0)
                return families[row].sentence;
    return NULL;
}

/* ---- Who has a name -------------------------------------------------------------------------- */

static bool has_any(const struct object *objects, size_t count, enum object_name_kind kind,
                    const char *name)
{
    for (size_t index = 0; index < count; index++)
        if (object_has(&objects[index], kind, name))
            return true;
    return false;
}

static bool is_offered(const char *name)
{
    char offered[200];
    snprintf(offered, sizeof offered, "memrepl_%s", name);
    return dlsym(RTLD_DEFAULT, offered) != NULL;
}

static bool is_in_list(char *const *patterns, const char *name)
{
    for (; patterns != NULL && *patterns != NULL; patterns++)
        if (fnmatch(*patterns, name, 0) == 0)
            return true;
    return false;
}

static bool is_at_desk(const struct neighbours *neighbours, const char *name)
{
    static char *const nobody[] = {NULL};
    struct reading reading;
    bool is_there = neighbours->desk != NULL &&
                    reading_open(&reading, neighbours->desk, neighbours->desk, nobody);
    if (!is_there)
        return false;
    is_there = reading_find(&reading, ORIGIN_SYSTEM, name) > 0;
    reading_close(&reading);
    return is_there;
}

static bool is_called_in(const char *path, const char *name)
{
    static char *const nobody[] = {NULL};
    struct reading reading;
    struct token token = {.kind = TOKEN_NAME}, last = {.kind = TOKEN_END};
    bool is_called = false;
    if (!reading_open(&reading, path, path, nobody))
        return false;
    while (token.kind != TOKEN_END && !is_called) {
        token = reading_next(&reading);
        is_called = token_is(&token, "(") && last.kind == TOKEN_NAME && token_is(&last, name);
        last = token;
    }
    reading_close(&reading);
    return is_called;
}

static bool is_called_around(const struct neighbours *neighbours, const char *name)
{
    for (char *const *path = neighbours->around; path != NULL && *path != NULL; path++)
        if (is_called_in(*path, name))
            return true;
    return false;
}

/* ---- The rules ------------------------------------------------------------------------------- */

/* A helper that the compiler calls for itself, __errno_location behind errno, or any other name of
 * the library's inside. */
static bool is_inside_library(const char *name)
{
    return strncmp(name, "__", 2) == 0;
}

static const char *refuse_call(const struct neighbours *neighbours, const char *name)
{
    char *const *allowed = neighbours->lab->may_call;
    if (!is_offered(name))
        return NULL;
    if (is_in_list(neighbours->lab->may_not_call, name))
        return "is not for this lab: README.md there says why";
    if (allowed == NULL || is_inside_library(name))
        return family_sentence(name);
    return is_in_list(allowed, name) ? NULL : "is not among what this lab's files may call";
}

static bool is_compilers(const char *name, struct reading *reading)
{
    bool is_its = false;
    for (size_t index = 0; index < LENGTH(compilers_names) && !is_its; index++)
        is_its = fnmatch(compilers_names[index], name, 0) == 0;
    return is_its && reading_find(reading, ORIGIN_STUDENT, name) == 0;
}

/* Why it may not be used, or NULL. */
static const char *refuse_use(const struct neighbours *neighbours, const char *name,
                              struct reading *reading)
{
    if (has_any(neighbours->own, neighbours->own_count, NAME_DEFINED, name) ||
        is_compilers(name, reading))
        return NULL;
    if (language_is_kits(name, strlen(name)))
        return "is a name of memrepl's own";
    if (reading_find(reading, ORIGIN_LAB, name) > 0)
        return NULL;
    const char *sentence = refuse_call(neighbours, name);
    if (sentence != NULL || is_offered(name))
        return sentence;
    if (has_any(neighbours->parts, neighbours->part_count, NAME_DEFINED, name) ||
        is_at_desk(neighbours, name))
        return "belongs to the lab's program, and no header declares it: use what the headers have";
    return NULL;
}

/* Reserved for the start of programs; others with two underscores are told by the first rule. */
static bool is_reserved(const char *name)
{
    static const char *const starts[] = {"main", "_start", "_init", "_fini", "_end", "_edata"};
    for (size_t index = 0; index < LENGTH(starts); index++)
        if (strcmp(starts[index], name) == 0)
            return true;
    return is_inside_library(name);
}

/* Why it may not be defined, or NULL. */
static const char *refuse_definition(const struct neighbours *neighbours, const char *name)
{
    if (neighbours->brings_main && strcmp(name, "main") == 0)
        return NULL;
    if (strcmp(name, "main") == 0)
        return "is not for labs: the lab's program begins elsewhere; leave it out";
    if (is_reserved(name) || language_is_kits(name, strlen(name)))
        return "is a reserved name: choose another";
    if (has_any(neighbours->parts, neighbours->part_count, NAME_DEFINED, name))
        return "is defined by the lab's program already: make yours static, or choose another name";
    if (is_offered(name) && (has_any(neighbours->parts, neighbours->part_count, NAME_USED, name) ||
                             is_called_around(neighbours, name)))
        return "would take the place of the C library's for the whole lab: make yours static, or "
               "choose another name";
    return NULL;
}

static void check_name(const struct neighbours *neighbours, const struct object_name *name,
                       struct reading *reading, struct refusals *refusals)
{
    const char *sentence = NULL;
    if (name->kind == NAME_ODD)
        sentence = "is weak, protected, or another name of something else: define it plainly";
    else if (name->kind == NAME_DEFINED)
        sentence = refuse_definition(neighbours, name->name);
    else
        sentence = refuse_use(neighbours, name->name, reading);
    if (sentence != NULL)
        refuse(refusals, reading->student, reading_find(reading, ORIGIN_STUDENT, name->name),
               "%.80s %s", name->name, sentence);
}

void names_check(const struct neighbours *neighbours, const struct object *object,
                 struct reading *reading, struct refusals *refusals)
{
    for (size_t index = 0; index < object->count; index++)
        check_name(neighbours, &object->names[index], reading, refusals);
    if (object->variable_bytes > ARENA_DATA_BYTES)
        refuse(refusals, reading->student, 0, "its variables take %zu MiB: there is room for %zu",
               object->variable_bytes >> 20, ARENA_DATA_BYTES >> 20);
    if (object->odd_section[0] != '\0')
        refuse(refusals, reading->student, 0,
               "makes a section that plain C does not make, \"%s\": no constructors, sections of "
               "one's own, or functions inside of functions here",
               object->odd_section);
}
