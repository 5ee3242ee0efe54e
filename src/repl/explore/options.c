#include "repl/explore/options.h"

#include "explore/explore.h"
#include "program/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHARDS_MOST = 10000, DELAYS_MOST = 100, SECONDS_MOST = 30 * 24 * 3600 };

enum option {
    OPTION_EXECUTIONS,
    OPTION_DELAYS,
    OPTION_TIME,
    OPTION_STEPS,
    OPTION_SHORTEN,
    OPTION_SHARD,
    OPTION_JOBS,
    OPTION_INVARIANT,
    OPTION_SAME_OUTPUT,
    OPTION_NO_SPINNING,
    OPTION_JSON, /* the last, which only the shell has */
    OPTION_COUNT
};

static const struct explore_option rows[OPTION_COUNT + 1] = {
    [OPTION_EXECUTIONS] = {"executions", 0, "N", "bound: executions of the whole"},
    [OPTION_DELAYS] = {"delays", 0, "D", "bound: only schedules with at most D delays"},
    [OPTION_TIME] = {"time", 0, "S", "bound: seconds"},
    [OPTION_STEPS] = {"steps", 0, "N", "bound: steps of one thread"},
    [OPTION_SHORTEN] = {"shorten", 0, "N", "bound: steps in looking for shorter schedules"},
    [OPTION_SHARD] = {"shard", 0, "K/N", "only the Kth of N parts of the whole"},
    [OPTION_JOBS] = {"jobs", 'j', "N", "processes at a time; as many as there are processors"},
    [OPTION_INVARIANT] = {"invariant", 0, "NAME", "function that must not return 0 at the end"},
    [OPTION_SAME_OUTPUT] = {"same-output", 0, NULL, "all executions must print the same"},
    [OPTION_NO_SPINNING] = {"no-spinning", 0, NULL, "who waits must sleep, for a lock of any make"},
    [OPTION_JSON] = {"json", 0, NULL, "the report for programs"},
};

const char *const explore_option_words[] = {
    "--executions", "--delays", "--time",      "--steps",       "--shorten",     "--shard",
    "--jobs",       "-j",       "--invariant", "--same-output", "--no-spinning", NULL,
};

const struct explore_option *explore_option_at(int index)
{
    return index < OPTION_COUNT ? &rows[index] : NULL;
}

void explore_wish_init(struct explore_wish *wish)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *wish = (struct explore_wish){.delays = -1, .shards = 1, .jobs = (int)processors};
    if (processors < 1 || processors > EXPLORE_JOBS_MOST)
        wish->jobs = processors < 1 ? 1 : EXPLORE_JOBS_MOST;
}

/* ---- Values ---------------------------------------------------------------------------------- */

/* Digits alone, from least to most. */
static bool read_number(const char *text, size_t length, uint64_t least, uint64_t most,
                        uint64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && end == text + length && errno == 0 &&
           *number >= least && *number <= most;
}

static bool set_number(const char *name, const char *value, uint64_t least, uint64_t most,
                       uint64_t *number, char **error)
{
    if (read_number(value, strlen(value), least, most, number))
        return true;
    *error = text_format("--%s takes a number from %" PRIu64 " to %" PRIu64 ", not \"%.40s\"", name,
                         least, most, value);
    return false;
}

static bool set_shard(struct explore_wish *wish, const char *value, char **error)
{
    const char *slash = strchr(value, '/');
    uint64_t shard = 0, shards = 0;
    if (slash != NULL && read_number(slash + 1, strlen(slash + 1), 1, SHARDS_MOST, &shards) &&
        read_number(value, (size_t)(slash - value), 1, shards, &shard)) {
        wish->shard = (uint32_t)shard - 1;
        wish->shards = (uint32_t)shards;
        return true;
    }
    *error = text_format("--shard takes K/N with K from 1 to N, such as 2/4, not \"%.40s\"", value);
    return false;
}

static enum option find(const char *name)
{
    enum option option = 0;
    while (option < OPTION_COUNT && strcmp(rows[option].name, name) != 0)
        option++;
    return option;
}

bool explore_wish_set(struct explore_wish *wish, const char *name, const char *value, char **error)
{
    static const struct {
        uint64_t least, most;
    } limits[OPTION_COUNT] = {
        [OPTION_EXECUTIONS] = {1, UINT64_MAX / 2}, [OPTION_DELAYS] = {0, DELAYS_MOST},
        [OPTION_TIME] = {1, SECONDS_MOST},         [OPTION_STEPS] = {1, PATH_MOVES},
        [OPTION_JOBS] = {1, EXPLORE_JOBS_MOST},    [OPTION_SHORTEN] = {1, UINT32_MAX},
    };
    enum option option = find(name);
    uint64_t number = 0;
    if (option < OPTION_COUNT && limits[option].most > 0 &&
        !set_number(name, value, limits[option].least, limits[option].most, &number, error))
        return false;
    switch (option) {
    case OPTION_EXECUTIONS:
        wish->executions = number;
        break;
    case OPTION_DELAYS:
        wish->delays = (int)number;
        break;
    case OPTION_TIME:
        wish->seconds = (double)number;
        break;
    case OPTION_STEPS:
        wish->steps = (uint32_t)number;
        break;
    case OPTION_SHORTEN:
        wish->shorten = (uint32_t)number;
        break;
    case OPTION_SHARD:
        return set_shard(wish, value, error);
    case OPTION_JOBS:
        wish->jobs = (int)number;
        break;
    case OPTION_INVARIANT:
        wish->invariant = value;
        break;
    case OPTION_SAME_OUTPUT:
        wish->compares_output = true;
        break;
    case OPTION_NO_SPINNING:
        wish->forbids_spinning = true;
        break;
    case OPTION_JSON:
        wish->is_json = true;
        break;
    case OPTION_COUNT:
        *error = text_format("there is no option \"%.40s\"", name);
        return false;
    }
    return true;
}

/* ---- Words ----------------------------------------------------------------------------------- */

/* The option that a word is, with its dashes; OPTION_COUNT for none. */
static enum option option_of(const char *word)
{
    if (strncmp(word, "--", 2) == 0)
        return find(word + 2);
    enum option option = 0;
    while (option < OPTION_COUNT && (word[0] != '-' || rows[option].letter == 0 ||
                                     word[1] != rows[option].letter || word[2] != '\0'))
        option++;
    return option;
}

bool explore_wish_read(struct explore_wish *wish, int count, char **words, char **error)
{
    for (int index = 0; index < count; index++) {
        enum option option = option_of(words[index]);
        bool has_value = option < OPTION_COUNT && rows[option].value != NULL;
        if (option == OPTION_COUNT || option == OPTION_JSON)
            *error = text_format("explore has no option \"%.40s\"; help explore lists them",
                                 words[index]);
        else if (has_value && index + 1 == count)
            *error = text_format("%s takes a value", words[index]);
        if (*error != NULL ||
            !explore_wish_set(wish, rows[option].name, has_value ? words[index + 1] : NULL, error))
            return false;
        index += has_value;
    }
    return true;
}

/* ---- Telling --------------------------------------------------------------------------------- */

bool explore_wish_explain(const struct console *console, const char *name)
{
    static const struct console_form words[] = {
        {"delay", "who could go on has to wait, and the next goes on: most bugs need one or two"},
        {"blocked", "executions given up on the way, as all that follows was seen before"},
        {"complete", "every schedule that can matter was tried; else bounded, and by what"},
    };
    struct console_form forms[OPTION_COUNT];
    char names[OPTION_COUNT][32];
    if (strcmp(name, "explore") != 0)
        return false;
    for (int option = 0; option < OPTION_JSON; option++) {
        const struct explore_option *row = &rows[option];
        snprintf(names[option], sizeof names[option], "--%s%s%s", row->name,
                 row->value == NULL ? "" : " ", row->value == NULL ? "" : row->value);
        forms[option] = (struct console_form){names[option], row->help};
    }
    console_wrap(console, 0, 0, "Its options:");
    console_list(console, forms, OPTION_JSON);
    console_wrap(console, 0, 0, "The words of its answer:");
    console_list(console, words, sizeof words / sizeof words[0]);
    return true;
}
