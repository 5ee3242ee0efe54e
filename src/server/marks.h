/*
 * Marks: the characters that stand in the memory array for who owns a byte.
 *
 * A free byte holds MARK_FREE. A byte of thread `id` holds the mark of that thread, once the thread
 * has written it: 0-9, then A-Z, then a-z, both without the X that means free.
 */
#ifndef SERVER_MARKS_H
#define SERVER_MARKS_H

enum {
    MARK_FREE = 'X',

    /* Threads are numbered from 0. There are 60 because each needs a mark of its own:
       10 digits and twice 26 letters without X. */
    THREADS_MAX = 10 + 25 + 25,
};

/* The mark of thread `id`. Precondition: 0 <= id < THREADS_MAX. */
char thread_mark(int id);

#endif
