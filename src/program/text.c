#include "program/text.h"

#include "program/host/mishaps.h"

#include <stdlib.h>
#include <string.h>

static const char no_memory[] = "no memory left for a text";

char *text_format(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = text_format_list(format, arguments);
    va_end(arguments);
    return text;
}

char *text_format_list(const char *format, va_list arguments)
{
    char *text;
    if (vasprintf(&text, format, arguments) >= 0)
        return text;
    mishap_note(no_memory);
    return NULL;
}

struct text text_begin(char *bytes, size_t size)
{
    bytes[0] = '\0';
    return (struct text){.bytes = bytes, .size = size};
}

void text_add(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_add_list(text, format, arguments);
    va_end(arguments);
}

void text_add_list(struct text *text, const char *format, va_list arguments)
{
    size_t room = text->size - text->used;
    int length = vsnprintf(text->bytes + text->used, room, format, arguments);
    bool fits = length >= 0 && (size_t)length < room;
    text->is_cut = text->is_cut || !fits;
    text->used += fits ? (size_t)length : length < 0 ? 0 : room - 1;
}

bool text_stream_open(struct text_stream *stream)
{
    *stream = (struct text_stream){.out = NULL};
    stream->out = open_memstream(&stream->bytes, &stream->size);
    if (stream->out == NULL)
        mishap_note(no_memory);
    return stream->out != NULL;
}

char *text_stream_close(struct text_stream *stream)
{
    bool is_whole = !ferror(stream->out);
    is_whole = fclose(stream->out) == 0 && is_whole;
    if (is_whole && stream->bytes != NULL) /* NULL when it could not be cut to its size */
        return stream->bytes;
    mishap_note(no_memory);
    free(stream->bytes);
    return NULL;
}

char text_harmless(const char *bytes, size_t index)
{
    unsigned char byte = (unsigned char)bytes[index];
    bool is_control = (byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7F;
    bool is_second = index > 0 && (unsigned char)bytes[index - 1] == 0xC2;
    return is_control || (is_second && byte >= 0x80 && byte < 0xA0) ? '?' : bytes[index];
}

void text_disarm(char *name)
{
    for (size_t index = strlen(name); index-- > 0;)
        name[index] = strchr("\n\t", name[index]) ? '?' : text_harmless(name, index);
}
