/* kinds.h: what the pages of the memory server and of MeMS show of their data. */
#ifndef PAGE_KINDS_H
#define PAGE_KINDS_H

#include "repl/page/page.h"

extern const struct page_kind page_of_mem;  /* context: struct mem, whose `before` it uses */
extern const struct page_kind page_of_mems; /* context: struct mems */

#endif
