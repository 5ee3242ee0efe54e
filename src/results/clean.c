#include "results/clean.h"

#include <stdint.h>
#include <string.h>

enum { MORE = 0x80, MORE_MASK = 0xC0, MORE_VALUE = 0x3F, MORE_BITS = 6 };

/* Ranges of what is not clean beyond ASCII. */
static const struct {
    uint32_t first, last;
} unclean[] = {
    {0x80, 0x9F},     {0x61C, 0x61C},     {0x200E, 0x200F},   {0x2028, 0x202E},
    {0x2066, 0x2069}, {0xD800, 0xDFFF},   {0xFDD0, 0xFDEF},   {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFF}, {0xE0000, 0xE007F}, {0x1FFFE, 0x1FFFF},
};

/* What may begin with this byte: how many bytes long, and the least number it may stand for. */
struct lead {
    size_t length;
    uint32_t bits, least;
};

static struct lead lead_of(unsigned char byte)
{
    if (byte < 0x80)
        return (struct lead){1, byte, 0};
    if ((byte & 0xE0) == 0xC0)
        return (struct lead){2, byte & 0x1F, 0x80};
    if ((byte & 0xF0) == 0xE0)
        return (struct lead){3, byte & 0x0F, 0x800};
    if ((byte & 0xF8) == 0xF0)
        return (struct lead){4, byte & 0x07, 0x10000};
    return (struct lead){0, 0, 0};
}

static bool is_clean(uint32_t character)
{
    if (character < ' ' || character == 0x7F)
        return character == '\n' || character == '\t';
    for (size_t index = 0; index < sizeof unclean / sizeof *unclean; index++)
        if (character >= unclean[index].first && character <= unclean[index].last)
            return false;
    return character <= 0x10FFFF;
}

/* A character at the beginning of bytes. */
struct found {
    size_t length; /* 1 for a byte that is of no character */
    bool is_clean, is_cut;
};

static struct found find(const char *bytes, size_t size)
{
    struct lead lead = lead_of((unsigned char)bytes[0]);
    uint32_t character = lead.bits;
    for (size_t index = 1; index < lead.length; index++) {
        if (index == size)
            return (struct found){.length = 1, .is_cut = true};
        unsigned char byte = (unsigned char)bytes[index];
        if ((byte & MORE_MASK) != MORE)
            return (struct found){.length = 1};
        character = character << MORE_BITS | (byte & MORE_VALUE);
    }
    if (lead.length == 0 || character < lead.least)
        return (struct found){.length = 1};
    return (struct found){.length = lead.length, .is_clean = is_clean(character)};
}

size_t clean_bytes(char *bytes, size_t size, size_t *left)
{
    size_t kept = 0, at = 0;
    while (at < size) {
        struct found found = find(bytes + at, size - at);
        if (found.is_cut && left != NULL)
            break;
        if (found.is_clean)
            memmove(bytes + kept, bytes + at, found.length);
        else
            bytes[kept] = '?';
        kept += found.is_clean ? found.length : 1;
        at += found.length;
    }
    memmove(bytes + kept, bytes + at, size - at);
    if (left != NULL)
        *left = size - at;
    return kept;
}

void clean_text(char *text)
{
    text[clean_bytes(text, strlen(text), NULL)] = '\0';
}

void clean_line(char *text)
{
    for (char *at = text; (at = strpbrk(at, "\n\t")) != NULL;)
        *at = '?';
    clean_text(text);
}

bool clean_is(const char *text)
{
    size_t size = strlen(text);
    for (struct found found; size > 0; text += found.length, size -= found.length) {
        found = find(text, size);
        if (!found.is_clean)
            return false;
    }
    return true;
}
