#include "repl/record/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM_LEAST = 256 };

static void put(struct json *json, const char *bytes, size_t size)
{
    if (json->room - json->used < size) {
        size_t room = 2 * (json->room + size);
        char *longer = realloc(json->text, room < ROOM_LEAST ? ROOM_LEAST : room);
        if (longer == NULL) {
            json->is_broken = true;
            return;
        }
        json->text = longer;
        json->room = room < ROOM_LEAST ? ROOM_LEAST : room;
    }
    memcpy(json->text + json->used, bytes, size);
    json->used += size;
}

static void put_value(struct json *json, const char *bytes, size_t size)
{
    if (json->needs_comma)
        put(json, ",", 1);
    put(json, bytes, size);
    json->needs_comma = true;
}

void json_clear(struct json *json)
{
    json->used = 0;
    json->needs_comma = false;
}

void json_close(struct json *json)
{
    free(json->text);
    *json = (struct json){0};
}

bool json_is_whole(const struct json *json)
{
    return !json->is_broken;
}

void json_mark(struct json *json, char mark)
{
    bool opens = mark == '[' || mark == '{';
    if (opens)
        put_value(json, &mark, 1);
    else
        put(json, &mark, 1);
    json->needs_comma = !opens;
}

void json_name(struct json *json, const char *name)
{
    json_text(json, name);
    put(json, ":", 1);
    json->needs_comma = false;
}

void json_number(struct json *json, int64_t number)
{
    char digits[24];
    put_value(json, digits, (size_t)snprintf(digits, sizeof digits, "%" PRId64, number));
}

void json_raw(struct json *json, const char *text, size_t size)
{
    put_value(json, text, size);
}

void json_text(struct json *json, const char *text)
{
    json_bytes(json, text, strlen(text));
}

/* ---- Strings --------------------------------------------------------------------------------- */

/* Bytes of the UTF-8 character that begins here, 0 when none does. Surrogates and what is longer than
 * it must be do not count. */
static size_t character_length(const unsigned char *at, size_t left)
{
    size_t length = at[0] < 0x80                    ? 1
                    : at[0] >= 0xC2 && at[0] < 0xE0 ? 2
                    : at[0] >= 0xE0 && at[0] < 0xF0 ? 3
                    : at[0] >= 0xF0 && at[0] < 0xF5 ? 4
                                                    : 0;
    if (length > left)
        return 0;
    for (size_t n = 1; n < length; n++)
        if ((at[n] & 0xC0) != 0x80)
            return 0;
    bool is_bad = (at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xED && at[1] >= 0xA0) ||
                  (at[0] == 0xF0 && at[1] < 0x90) || (at[0] == 0xF4 && at[1] >= 0x90);
    return is_bad ? 0 : length;
}

static bool is_plain(unsigned char byte)
{
    return byte >= ' ' && byte != 0x7F && strchr("\"\\<>&", byte) == NULL;
}

void json_bytes(struct json *json, const char *bytes, size_t size)
{
    char escape[8];
    put_value(json, "\"", 1);
    for (size_t n = 0, length; n < size; n += length) {
        const unsigned char *at = (const unsigned char *)bytes + n;
        length = character_length(at, size - n);
        if (length > 1 || (length == 1 && is_plain(*at))) {
            put(json, bytes + n, length);
            continue;
        }
        snprintf(escape, sizeof escape, "\\u%04x", length == 0 ? 0xFFFD : *at);
        put(json, escape, strlen("\\uXXXX"));
        length = 1;
    }
    put(json, "\"", 1);
}
