/* json.h: a report as one JSON object, for programs; README says what its members are. */
#ifndef EXPLORE_JSON_H
#define EXPLORE_JSON_H

#include "repl/explore/report.h"

struct json_t;

/* An empty report. NULL when out of memory. */
struct json_t *json_begin(const struct report_order *order);

/* Where each thread stands now that is still to go on, and from where it was called. NULL when out of
 * memory. */
struct json_t *json_stands(struct study *study);

/* Adds a failure; the program stands where it shows. `session`: its file, or NULL; `stands` of one
 * step before becomes the report's own. NULL, with all of it freed, when out of memory, and where the
 * report or the stands are NULL for that reason. */
struct json_t *json_add(struct json_t *report, const struct study *study,
                        const struct record *record, const char *headline, const char *session,
                        struct json_t *stands);

/* Prints the report, and frees it. False, with nothing printed, when it is NULL or memory ran out. */
bool json_end(struct json_t *report, FILE *out);

#endif
