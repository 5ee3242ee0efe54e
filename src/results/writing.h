/* writing.h: a result (result.h) as a file: one JSON object, its keys in this order, a newline at
 * the end, and the same bytes on every machine.
 *
 *     {"format": "memrepl result 1", "lab": 1, "title": "the request queue",
 *      "status": "graded",            or "ungraded"
 *      "reason": "",                  why it is ungraded
 *      "score": 97, "most": 100,      null in an ungraded one
 *      "seed": 1, "sandbox": "bubblewrap",
 *      "checks": [{"number": 1, "name": "…", "kind": "…", "points": 2, "most": 2,
 *                  "passed": true, "hidden": false, "text": "…",
 *                  "session": "fail-lab1-1.mem"}],         absent when there is none
 *      "head": "…", "tail": "…",
 *      "sessions": {"fail-lab1-1.mem": "…"}} */
#ifndef RESULTS_WRITING_H
#define RESULTS_WRITING_H

#include <stdbool.h>

#include "results/result.h"

#define RESULT_FORMAT "memrepl result 1"

enum { RESULT_BYTES_MOST = 8 << 20 }; /* of a file; the longest of a lab's has 300 KiB */

/* Writes PATH.part, then gives it the name: at any moment the file is whole, or the one before.
 * False with *error a constant sentence, or one of strerror(). */
bool result_write(const struct result *result, const char *path, const char **error);

#endif
