/* grade.h: the grader behind `memrepl --grade N`, shut in by guard.h.
 *
 * The student's file is built into the lab's program, which runs in a process of its own
 * (worker.h) and is put through the lab's checks (checks.h). Where the solutions are at hand, so
 * are the hidden checks, and all points together are 100; in a release for students the public
 * ones are scaled to 100. */
#ifndef GRADE_GRADE_H
#define GRADE_GRADE_H

#include <stdio.h>

#define GRADE_RESULT "result.json"

/* Grades lab `lab` with the student's file found by `from` (labs_student_file(); NULL: the lab's
 * own). `seed` 1 takes the seeds of random checks as they stand, another makes other ones of them
 * all. `home` is the folder with src/, labs/, build/. Prints the report to `out`, whose
 * last line is "labN: POINTS/100", and writes the session of each failure, fail-labN-CHECK.mem, and
 * the result (results/result.h), GRADE_RESULT, to the folder `outbox`. Returns the exit status:
 * 0 full marks; 1 below, also for a file that does not compile or run; 2 could not grade, which
 * is nobody's zero: the last line then begins with UNGRADED and says why. */
int grade_lab(const char *home, int lab, const char *from, unsigned seed, const char *outbox,
              FILE *out);

#endif
