/* observing.h: what a search notes of the loads, stores and output of the step under way. */
#ifndef EXPLORE_SEARCH_OBSERVING_H
#define EXPLORE_SEARCH_OBSERVING_H

#include "explore/search/search.h"

/* For struct chooser; the context is a struct search. */
void observing_use(void *context, enum use_kind kind, uint64_t address, size_t bytes, uint64_t pc);
void observing_note_use(void *context, enum use_kind kind, uint64_t address, size_t bytes,
                        uint64_t pc);
void observing_print(void *context, const char *bytes, size_t size, uint64_t pc);

#endif
