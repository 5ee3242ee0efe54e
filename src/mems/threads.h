/*
 * threads.h: what MeMS promises to a program with threads.
 *
 * Of contract.h these stay: mems_init, mems_finish, mems_malloc, mems_free and mems_get, with
 * virtual addresses from MEMS_FIRST_ADDRESS on, memory from mmap alone, and pages of PAGE_SIZE.
 * In place of mems_print_stats stands mems_blocks. What is new, and what is not promised here:
 *
 *   - mems_malloc, mems_free and mems_get may be called by any number of threads at a time. Each
 *     call takes effect at one moment between its beginning and its end. A block may be freed, or
 *     looked up, by another thread than the one that asked for it.
 *   - Addresses are chosen freely: first fit is not asked for. No two live blocks share a byte,
 *     neither of the virtual addresses nor of the memory behind them, and a block may have more
 *     bytes than it was asked for. An address of a block that was freed may come again, and what
 *     was freed is used again: a program that frees what it allocates does not grow for ever.
 *   - Of two threads that free the same block, one is told ADDRESS NOT FOUND!!, and so is who frees
 *     what is not the start of a live block. Nothing changes then.
 *   - mems_get goes on answering while other threads allocate, free and map new pages. It answers
 *     NULL for what is in no live block. What a program does with a pointer into a block that
 *     another thread frees is the program's own concern.
 *   - The chain of contract.h, `head` and `next_virtual_address`, is left out: nobody could walk it
 *     safely. So are mems_calloc, mems_realloc, mems_trim, mems_error, mems_stats and mems_check.
 *
 * mems_init and mems_finish are called while no other thread is in MeMS: by main, as a rule, before
 * the others are created and after they are joined.
 */
#ifndef MEMS_THREADS_H
#define MEMS_THREADS_H

#include "contract.h"

/* How many blocks are live. Exact while no other call runs; during one, it may or may not be
   counted. */
size_t mems_blocks(void);

#endif
