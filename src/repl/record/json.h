/* json.h: JSON text that grows piece by piece.
 *
 * It will stand inside a page of HTML, so of what a program named and printed nothing is left that a
 * browser could take for markup: < > & and all control characters are written as \u00XX, and bytes
 * that are no UTF-8 as the replacement character. Out of memory leaves a text that is not whole:
 * json_is_whole() says so. */
#ifndef RECORD_JSON_H
#define RECORD_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json {
    char *text; /* not terminated; NULL when empty */
    size_t used, room;
    bool needs_comma, is_broken;
};

/* All zeros is an empty text to begin with. */
void json_clear(struct json *json); /* keeps the room */
void json_close(struct json *json);
bool json_is_whole(const struct json *json);

/* Values; commas come by themselves. `mark` is one of [ ] { }. */
void json_mark(struct json *json, char mark);
void json_name(struct json *json, const char *name); /* of a member */
void json_number(struct json *json, int64_t number);
void json_text(struct json *json, const char *text);
void json_bytes(struct json *json, const char *bytes, size_t size);

/* A value that is JSON already. */
void json_raw(struct json *json, const char *text, size_t size);

#endif
