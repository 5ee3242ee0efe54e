/* options.h: how far to explore, as the shell and the command `explore` have it. */
#ifndef EXPLORE_OPTIONS_H
#define EXPLORE_OPTIONS_H

#include "repl/console.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* 0 or NULL where nothing was asked for; delays: -1. */
struct explore_wish {
    uint64_t executions;
    uint32_t steps, shorten, shard, shards; /* shard from 0 on, of shards */
    int delays, jobs;
    double seconds;
    const char *invariant; /* name of a function */
    bool compares_output, forbids_spinning, is_json;
};

/* Nothing asked for; as many jobs as there are processors. */
void explore_wish_init(struct explore_wish *wish);

struct explore_option {
    const char *name;  /* "delays" */
    char letter;       /* 'j', 0 for none */
    const char *value; /* what to call it in a help; NULL: takes none */
    const char *help;
};

/* All options; NULL when the index is past the end. */
const struct explore_option *explore_option_at(int index);

/* Sets one from what was typed; `value` is kept, and NULL for an option that takes none. False with
 * *error (heap string), a sentence. */
bool explore_wish_set(struct explore_wish *wish, const char *name, const char *value, char **error);

/* The words behind `explore`. False with *error as above. */
bool explore_wish_read(struct explore_wish *wish, int count, char **words, char **error);

/* The topic "explore" of help: its options, and the words of its answer; false for another name. */
bool explore_wish_explain(const struct console *console, const char *name);

/* Names with their dashes, for completion; ended by NULL. */
extern const char *const explore_option_words[];

#endif
