/* grade.h: the grader behind `memrepl --grade N`, shut in by supervisor/guard.h.
 *
 * The student's file is built into the lab's program, which runs in a process of its own
 * and is put through the lab's checks. Where the solutions are at hand, so are the hidden checks,
 * and all points together are 100; in a release for students the public ones are scaled to 100.
 *
 *   supervisor/, sandbox/  start the grader, shut in, and see to what is left of it
 *   hygiene/, worker/      from the files of a hand-in to the program that answers orders
 *   checks, trial, report  read the checks, do one, say what came of it; landing and session lead
 *                          to the moment before a failure, outcome keeps all for the supervisor
 *   tasks/, models/, mems/ what checks ask for, and what the right answer is
 *   runs/, recheck/        programs around a hand-in: every schedule, or one; and a second look
 *   breaking/              hand-ins of lab 7: sessions and tests
 *   twins/                 public checks with other numbers */
#ifndef GRADE_GRADE_H
#define GRADE_GRADE_H

#include <stdio.h>

#define GRADE_RESULT "result.json"

/* Exit statuses of a grading. */
enum { STATUS_FULL = 0, STATUS_BELOW = 1, STATUS_UNGRADED = 2 };

/* Grades lab `lab` with the student's file found by `from` (labs_student_file(); NULL: the lab's
 * own). `seed` 1 takes the seeds of random checks as they stand, another makes other ones of them
 * all. `home` is the folder with src/, labs/, build/. Prints the report to `out`, whose
 * last line is "labN: POINTS/100", and writes the session of each failure, fail-labN-CHECK.mem, and
 * the result (results/result.h), GRADE_RESULT, to the folder `outbox`. Returns the exit status:
 * below full marks also for a file that does not compile or run; what could not be graded is nobody's
 * zero: the last line then begins with UNGRADED and says why. */
int grade_lab(const char *home, int lab, const char *from, unsigned seed, const char *outbox,
              FILE *out);

#endif
