#include "repl/limits.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define THREADS_MOST 60                /* each needs a mark of its own in the memory array */
#define MEMORY_STEPPED_MOST (1L << 16) /* bytes; the array must fit the subject's arena */
#define MEMORY_NATIVE_MOST (1L << 30)  /* bytes */
#define LABS_MOST 99                   /* two digits in a name of a folder are enough */

static const struct limits {
    const char *name, *what;
    long least, most, most_native, usual;
} limits[] = {
    {"seed", "a number", 0, UINT_MAX, UINT_MAX, 1},
    {"threads", "a number of request threads", 1, THREADS_MOST, THREADS_MOST, 10},
    {"memory", "a number of bytes", 1, MEMORY_STEPPED_MOST, MEMORY_NATIVE_MOST, 150},
    {"lab", "the number of a lab", 1, LABS_MOST, LABS_MOST, 0},
};
enum { OPTION_SEED, OPTION_THREADS, OPTION_MEMORY, OPTION_LAB, OPTION_COUNT };
static_assert(sizeof limits / sizeof limits[0] == OPTION_COUNT, "a row for each option");

static long most_of(const struct limits *limit, bool is_native)
{
    return is_native ? limit->most_native : limit->most;
}

static long get_option(const struct repl_options *options, int which)
{
    switch (which) {
    case OPTION_SEED:
        return (long)options->seed;
    case OPTION_THREADS:
        return options->threads;
    case OPTION_MEMORY:
        return options->memory;
    default:
        return options->lab;
    }
}

static void put_option(struct repl_options *options, int which, long value)
{
    switch (which) {
    case OPTION_SEED:
        options->seed = (unsigned)value;
        break;
    case OPTION_THREADS:
        options->threads = (int)value;
        break;
    case OPTION_MEMORY:
        options->memory = (int)value;
        break;
    default:
        options->lab = (int)value;
    }
}

void repl_options_init(struct repl_options *options, const char *home)
{
    *options = (struct repl_options){.home = home};
    for (int i = 0; i < OPTION_COUNT; i++)
        put_option(options, i, limits[i].usual);
}

static int find_option(const char *name)
{
    int which = 0;
    while (which < OPTION_COUNT && strcmp(limits[which].name, name) != 0)
        which++;
    return which;
}

void repl_options_print_limits(const char *name, FILE *out)
{
    int which = find_option(name);
    if (which == OPTION_COUNT)
        return;
    long least = limits[which].least, most = most_of(&limits[which], false);
    fprintf(out, " (%ld", least);
    if (most > least)
        fprintf(out, " to %ld", most);
    if (limits[which].usual >= limits[which].least)
        fprintf(out, ", default %ld", limits[which].usual);
    fprintf(out, ")");
}

void repl_options_print(const struct repl_options *options, FILE *out)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if (get_option(options, i) != limits[i].usual)
            fprintf(out, " --%s %ld", limits[i].name, get_option(options, i));
    if (options->lab_from != NULL)
        fprintf(out, " --from %s", options->lab_from);
}

/* Digits alone: strtol would also take blanks, signs and 0x. */
static bool read_number(const char *text, long *number)
{
    char *end;
    if (text[0] < '0' || text[0] > '9')
        return false;
    errno = 0;
    *number = strtol(text, &end, 10);
    return *end == '\0' && errno == 0;
}

bool repl_options_set(struct repl_options *options, const char *name, const char *value,
                      bool is_native, char **error)
{
    int which = find_option(name);
    if (which == OPTION_COUNT) {
        if (asprintf(error, "there is no option \"%.40s\"", name) < 0)
            *error = NULL;
        return false;
    }
    const struct limits *limit = &limits[which];
    long number, most = most_of(limit, is_native);
    if (!read_number(value, &number) || number < limit->least || number > most) {
        if (asprintf(error, "%s takes %s from %ld to %ld, not \"%.40s\"", name, limit->what,
                     limit->least, most, value) < 0)
            *error = NULL;
        return false;
    }
    put_option(options, which, number);
    return true;
}
