#include "repl/mems/expecting.h"

#include "repl/act/asking.h"
#include "repl/mems/access.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <string.h>

static enum verdict judge(bool holds)
{
    return holds ? VERDICT_HOLDS : VERDICT_FAILS;
}

static bool read_address(const struct mems *mems, const char *text, uint64_t *address,
                         struct words *got)
{
    char problem[160];
    if (access_parse(mems, text, address, problem, sizeof problem))
        return true;
    words_add(got, "%s", problem);
    return false;
}

/* address NAME == N */
static enum verdict expect_address(struct mems *mems, int count, char **words, struct words *got)
{
    uint64_t address;
    int64_t wanted;
    bool holds;
    if (count != 4 || !words_number(words[3], 0, INT64_MAX, &wanted) ||
        !asking_compare(words[2], 0, 0, &holds))
        return VERDICT_UNKNOWN;
    if (!access_named(mems, words[1], &address)) {
        words_add(got, "no block is called \"%.40s\"", words[1]);
        return VERDICT_WRONG;
    }
    asking_compare(words[2], (int64_t)address, wanted, &holds);
    words_add(got, "%" PRIu64, address);
    return judge(holds);
}

/* get ADDR valid, get ADDR invalid: by the chains, as an expectation calls nothing. */
static enum verdict expect_get(struct mems *mems, int count, char **words, struct words *got)
{
    uint64_t address;
    if (count != 3 || (strcmp(words[2], "valid") != 0 && strcmp(words[2], "invalid") != 0))
        return VERDICT_UNKNOWN;
    if (!read_address(mems, words[1], &address, got))
        return VERDICT_WRONG;
    const struct heap_node *node = heap_node_at(&mems->now, address);
    bool is_valid = node != NULL && !node->is_hole;
    words_add(got, "%" PRIu64 " lies ", address);
    if (is_valid) {
        words_add(got, "in the ");
        access_add_block(mems, got, node);
    } else {
        access_add_outside(&mems->now, got, address);
    }
    return judge(is_valid == (strcmp(words[2], "valid") == 0));
}

/* Finds what starts at the address in words[1], and says what there is instead. */
static enum verdict judge_node(struct mems *mems, int count, char **words, bool is_hole,
                               struct words *got)
{
    uint64_t address;
    int64_t size;
    if (count != 4 || strcmp(words[2], "size") != 0 || !words_number(words[3], 1, INT64_MAX, &size))
        return VERDICT_UNKNOWN;
    if (!read_address(mems, words[1], &address, got))
        return VERDICT_WRONG;
    const struct heap_node *node = heap_node_at(&mems->now, address);
    if (node == NULL)
        words_add(got, "nothing at %" PRIu64, address);
    else
        words_add(got, "%s %" PRIu64 " size %" PRIu64, node->is_hole ? "hole" : "block",
                  node->start, node->size);
    return judge(node != NULL && node->start == address && node->is_hole == is_hole &&
                 node->size == (uint64_t)size);
}

/* block ADDR size N */
static enum verdict expect_block(struct mems *mems, int count, char **words, struct words *got)
{
    return judge_node(mems, count, words, false, got);
}

/* hole ADDR size N */
static enum verdict expect_hole(struct mems *mems, int count, char **words, struct words *got)
{
    return judge_node(mems, count, words, true, got);
}

/* pages N, unused N, chain N, blocks N, holes N */
static enum verdict judge_figure(struct mems *mems, int count, char **words, struct words *got)
{
    struct heap_totals totals = heap_sum(&mems->now);
    const struct {
        const char *word;
        uint64_t is;
    } figures[] = {
        {"pages", totals.pages},   {"unused", totals.hole_bytes}, {"chain", mems->now.main_count},
        {"blocks", totals.blocks}, {"holes", totals.holes},
    };
    int64_t wanted;
    for (size_t index = 0; index < sizeof figures / sizeof figures[0]; index++) {
        if (strcmp(words[0], figures[index].word) != 0)
            continue;
        if (count != 2 || !words_number(words[1], 0, INT64_MAX, &wanted))
            return VERDICT_UNKNOWN;
        words_add(got, "%" PRIu64, figures[index].is);
        return judge(figures[index].is == (uint64_t)wanted);
    }
    return asking_expect(&mems->study, count, words, got);
}

static enum verdict judge_words(void *context, int count, char **words, struct words *got)
{
    static const struct {
        const char *word;
        enum verdict (*judge)(struct mems *mems, int count, char **words, struct words *got);
    } forms[] = {
        {"address", expect_address},
        {"get", expect_get},
        {"block", expect_block},
        {"hole", expect_hole},
    };
    struct mems *mems = context;
    mems_look(mems);
    for (size_t index = 0; index < sizeof forms / sizeof forms[0]; index++)
        if (strcmp(words[0], forms[index].word) == 0)
            return forms[index].judge(mems, count, words, got);
    return judge_figure(mems, count, words, got);
}

static enum outcome run_expect(void *context, struct console *console, int count, char **arguments)
{
    (void)count;
    return asking_judge(console, arguments[0], judge_words, context);
}

void expecting_explain(struct console *console)
{
    static const struct console_form rows[] = {
        {"address NAME == N", "what malloc answered for NAME, 0 for NULL; also != < <= > >="},
        {"get ADDR valid|invalid", "whether ADDR lies in a live block"},
        {"block ADDR size N", "the block that starts at ADDR"},
        {"hole ADDR size N", "the hole that starts at ADDR"},
        {"pages N, unused N", "pages of all main nodes; bytes in holes"},
        {"chain N", "how many main nodes there are"},
        {"blocks N, holes N", "how many there are of each"},
        {"step N", "so many calls were made"},
        {"event NAME, no event", "what ended the run: use after free, ..."},
        {"result == N", "what the last call returned"},
        {"NAME == N", "a variable; also != < <= > >="},
    };
    asking_explain(console, rows, sizeof rows / sizeof rows[0]);
}

const struct command expecting_commands[] = {
    {.name = "expect",
     .arguments = "EXPECTATION",
     .help = "check what should be the case; a script ends where it is not",
     .example = "expect address a == 1000 -- the block a starts at 1000",
     .least = 1,
     .most = -1,
     .group = GROUP_MORE,
     .run = run_expect},
    {.name = NULL},
};
