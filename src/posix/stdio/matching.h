/* matching.h: the input of scanf, and the longest part of it that looks like a number. */
#ifndef POSIX_STDIO_MATCHING_H
#define POSIX_STDIO_MATCHING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stream;

#define MATCHING_TOKEN_BYTES 512 /* longer numbers do not match */

struct input {
    struct stream *stream; /* or, when NULL, */
    const char *string;
    size_t taken; /* bytes */
    uint64_t pc;
};

/* The next byte, which stays; -1 at the end. */
int input_peek(const struct input *input);

/* Takes the byte that input_peek() has shown. */
void input_take(struct input *input);

void input_skip_space(struct input *input);

/* What matches an integer or a real number, at most `width` bytes of it, taken, as a string. base: 8,
 * 10, 16, or 0 as strtol() has it. False when nothing does; then what was looked at is taken all the
 * same. */
struct token {
    char text[MATCHING_TOKEN_BYTES];
    size_t length;
};
bool input_integer(struct input *input, size_t width, int base, struct token *token);
bool input_real(struct input *input, size_t width, struct token *token);

#endif
