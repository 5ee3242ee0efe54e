#include "repl/tour/lessons.h"

static const struct lesson lessons[] = {
    {"a request",
     "Ten request threads, T0 to T9, share 150 bytes that a server thread gives out. A thread that "
     "wants some puts a request into a queue and goes to sleep. Let T1 ask for 40 bytes.",
     "enqueue 1 40", "queue 1:40",
     "enqueue takes the number of the thread and then how many bytes it asks for."},
    {"an answer",
     "The request stands in the queue, and T1 waits on a semaphore of its own. Now the server may "
     "run: it takes the request, looks for a hole, writes the answer and wakes T1.",
     "serve", "memory 0..39 is 1", "serve runs the server for one request."},
    {"looking at the memory",
     "T1 has marked its bytes. Look at all there is: the array, where X is a free byte; the list "
     "of "
     "its segments, in which -1 is a hole; the queue; and what each thread was told.",
     "dump", NULL, NULL},
    {"a second request", "So far each command ran until nothing was left to do. Let T2 ask, too.",
     "enqueue 2 30", "queue 2:30", "T2 is to ask for 30 bytes."},
    {"one step at a time",
     "A step runs one thread up to just before its next operation on a lock or semaphore. Two "
     "steps "
     "of the server take it behind its semaphore and into the lock of the queue, where it stops.",
     "step server 2", "step 17",
     "One step brought the server only half the way: another one does it."},
    {"in the other's way",
     "The server holds the lock of the queue and stands still. What happens to T3 when it asks "
     "now? On real threads this would be over in a microsecond.",
     "enqueue 3 20", "thread 3 blocked", "T3 is to ask for 20 bytes."},
    {"why it waits",
     "T3 did not even get its request into the queue. Two sentences tell what it waits for, and "
     "what would wake it. threads and sync show the same for all.",
     "explain T3", NULL, "explain takes the name of a thread."},
    {"back",
     "Nothing is lost by a wrong turn: each step can be taken back, as far as the beginning. Three "
     "steps back T3 has not asked, and the server has not begun.",
     "back 3", "step 15",
     "goto 15 brings you there from anywhere; then type back and goto 15 again, or begin the "
     "lesson anew."},
    {"a break",
     "A break point stops whatever runs: at a line, in a function, or after each operation of a "
     "kind. Stop after each post to a semaphore, which is when somebody is woken.",
     "break post", NULL, "break takes FILE:LINE, a function, or a kind of operation, here: post."},
    {"between answer and use", "Now let the server answer the request of T2.", "serve",
     "message 2 == 40", "serve runs the server up to the break."},
    {"and on",
     "The answer is written, and T2 was woken; but it has not run yet: dump would show its bytes "
     "as X. run lets all threads go on that can.",
     "run", "memory 40..69 is 2", "run goes on until nobody can."},
    {"without the break", "The break has shown what it should. Take it away.", "delete 1", NULL,
     "delete takes the number of the break; break alone lists them."},
    {"a hole",
     "T1 gives its 40 bytes back, and ends. In front of the bytes of T2 there is now a hole, and "
     "another one behind them.",
     "free 1", "holes 2", "free takes the number of a thread that holds bytes."},
    {"which hole?",
     "T4 will ask for 60 bytes. Before you see it, decide: which of the two holes will it get?",
     "enqueue 4 60", "queue 4:60", "T4 is to ask for 60 bytes."},
    {"first fit",
     "The server takes the first hole that is large enough. That is called first fit; help "
     "placement names others.",
     "serve", "message 4 == 70", "serve runs the server for one request."},
    {"enough, and yet not", "60 bytes are free. T5 asks for 50 of them.", "enqueue 5 50",
     "queue 5:50", "T5 is to ask for 50 bytes."},
    {"fragmentation", "Will it get them?", "serve", "message 5 == -1",
     "serve runs the server for one request."},
    {"another program",
     "The free bytes lie in two holes, of 40 and of 20 bytes, and neither is large enough: that is "
     "fragmentation. A second program here is MeMS, an allocator on mmap. It has a prompt of its "
     "own; mem goes back, and finds all as it was.",
     "mems", NULL, NULL},
    {"virtual addresses",
     "MeMS hands out addresses of its own, which begin at 1000, and maps whole pages behind them.",
     "malloc 1000 as a", "address a == 1000",
     "The block is to have 1000 bytes and the name a. Where MeMS is in use already, reset begins "
     "it anew."},
    {"a hole in a page", "Give the block back: it becomes a hole in its page.", "free a", NULL,
     "free takes an address, or the name of a block."},
    {"a map",
     "Here, too, back and undo take back what you did. Look at the range of addresses as a map.",
     "map", NULL, NULL},
    {"your own code",
     "In the labs you write parts of these programs yourself. Lab 1 is the queue of the requests; "
     "this puts your file, labs/lab1-queue/request_queue.c, into the server.",
     "lab 1", NULL, "When your file does not compile, mend it first: the compiler says where."},
    {"does it work?", "Let T1 ask, as at the beginning: is its request in your queue?",
     "enqueue 1 40", NULL, "T1 is to ask for 40 bytes."},
};

enum { LESSONS = sizeof lessons / sizeof lessons[0] };

const struct lesson *lesson_at(size_t number)
{
    return number < 1 || number > LESSONS ? NULL : &lessons[number - 1];
}

size_t lesson_count(void)
{
    return LESSONS;
}

const char *lesson_farewell(void)
{
    return "That was the tour. A queue that stays empty is the one that you are to write: "
           "labs/lab1-queue/README.md says how, and make lab1 grades it. lab 0 goes back to the "
           "complete program; help lists the commands, and program FILE.c steps through any "
           "program of yours.";
}
