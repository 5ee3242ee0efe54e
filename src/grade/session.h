/* session.h: the session that shows a failure at the prompt. */
#ifndef GRADE_SESSION_H
#define GRADE_SESSION_H

#include <stdbool.h>

#include "grade/landing.h"
#include "grade/trial.h"

/* Writes that of the check of this number, which has just failed: what the failure brought with it,
 * or the way to the landing. False with errno when the file cannot be written. */
bool session_write(const struct trial *trial, const struct landing *landing, int number,
                   const char *path);

#endif
