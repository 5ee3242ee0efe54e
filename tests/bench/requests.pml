/* requests.pml - the request program of tests/explore/requests.c as a model for SPIN, to be measured
 * beside the explorer: REQUESTS threads each ask a server through a queue and wait for the answer.
 *
 *     spin -a -DREQUESTS=4 requests.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan
 *
 * or, in one, spin -DREQUESTS=4 -run -O2 -DSAFETY requests.pml. SPIN finds invalid end states
 * (deadlocks) by default and uses partial-order reduction; gcc's -DNOREDUCE shows what that saves.
 * SPIN counts states, and the explorer executions, so the figures to compare are times.
 *
 * A mutex is a bit, a semaphore a byte that counts. An atomic block does what one operation of the C
 * program does; the access to the queue belongs to the lock that protects it.
 */
#ifndef REQUESTS
#define REQUESTS 2
#endif

#define lock(mutex) atomic { !mutex -> mutex = 1 }
#define unlock(mutex) mutex = 0
#define post(semaphore) semaphore++
#define wait(semaphore) atomic { semaphore > 0 -> semaphore-- }

bit mutex;
byte items;
byte answered[REQUESTS];
byte queue[REQUESTS], head, tail;
byte answers[REQUESTS];

proctype request(byte id)
{
    lock(mutex);
    queue[tail] = id;
    tail++;
    unlock(mutex);
    post(items);
    wait(answered[id]);
    assert(answers[id] == 10 * id)
}

proctype server()
{
    byte served, id;
    do
    :: served < REQUESTS ->
        wait(items);
        lock(mutex);
        id = queue[head];
        head++;
        unlock(mutex);
        answers[id] = 10 * id;
        post(answered[id]);
        served++
    :: else -> break
    od
}

init {
    byte id;
    atomic {
        do
        :: id < REQUESTS -> run request(id); id++
        :: else -> break
        od;
        run server()
    }
}
