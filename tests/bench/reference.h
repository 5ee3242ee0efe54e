/* reference.h: the two ways of handing a processor from one thread to another that every benchmark
 * compares itself with, measured in the same run on the same machine.
 *
 *     bare switch   two fibers of one kernel thread that do nothing but switch to each other: what
 *                   no stepper can beat
 *     hand-off      two kernel threads on one core that wake each other through a futex: what a
 *                   stepper on real threads would pay at least
 *
 * A benchmark is a program tests/bench/bench_NAME.c; `make bench` runs all of them. */
#ifndef BENCH_REFERENCE_H
#define BENCH_REFERENCE_H

/* Nanoseconds on a clock that only goes forward. */
double reference_now_ns(void);

/* Nanoseconds for one switch and for one hand-off; each takes some 50 ms to measure. */
double reference_switch_ns(void);
double reference_handoff_ns(void);

/* Prints a line: what was measured, its time, and the ratio of it to `count` switches and
 * hand-offs, as many as the work has changes of thread. */
void reference_report(const char *what, double ns, double count);

#endif
