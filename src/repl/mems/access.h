/* access.h: a byte by its virtual address: how it is typed, and get, read and write.
 *
 * An address is a number, the name of a block, or either with an offset: 3000, a, a+8. The three
 * commands call mems_get() in the program. read and write refuse a range that leaves its block
 * before anything is called: what lies behind belongs to someone else. */
#ifndef MEMS_ACCESS_H
#define MEMS_ACCESS_H

#include "repl/mems/mems.h"

/* ---- Addresses as they are typed ------------------------------------------------------------- */

/* The element of blocks[] for a name, taken now if it is new. False, with the refusal printed, when
 * it cannot be a name or there are too many. */
bool access_enter_name(struct mems *mems, struct console *console, const char *name, int *element);

/* What mems_malloc() answered for a name; false when there never was such a name. */
bool access_named(const struct mems *mems, const char *name, uint64_t *address);

/* The name of the block that starts at an address: the one given last; NULL when it has none. */
const char *access_name_of(const struct mems *mems, uint64_t address);

/* Reads an address. False with the sentence in problem[size]. */
bool access_parse(const struct mems *mems, const char *text, uint64_t *address, char *problem,
                  size_t size);

/* The same; the refusal is printed. */
bool access_read_address(const struct mems *mems, struct console *console, const char *text,
                         uint64_t *address);

/* ---- Words ----------------------------------------------------------------------------------- */

/* Adds where an address lies that is in no live block: "in the hole 4000-5095", "below 1000, ...". */
void access_add_outside(const struct heap *heap, struct words *words, uint64_t address);

/* Adds "block 1000-1999 (a)". */
void access_add_block(const struct mems *mems, struct words *words, const struct heap_node *block);

/* get, read, write. */
extern const struct command access_commands[];

#endif
