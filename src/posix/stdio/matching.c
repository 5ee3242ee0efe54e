#include "posix/stdio/matching.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "posix/check.h"
#include "posix/stdio/files.h"
#include "posix/stdio/streams.h"

int input_peek(const struct input *input)
{
    if (input->stream != NULL)
        return files_peek(input->stream);
    check_string(input->string, 1, input->pc);
    return *input->string == '\0' ? -1 : (unsigned char)*input->string;
}

void input_take(struct input *input)
{
    if (input->stream != NULL)
        streams_next(input->stream);
    else
        input->string++;
    input->taken++;
}

void input_skip_space(struct input *input)
{
    while (isspace(input_peek(input)))
        input_take(input);
}

/* ---- Numbers --------------------------------------------------------------------------------- */

/* Takes the next byte if it is one of the set; never a NUL. */
static bool take_one_of(struct input *input, size_t width, const char *set, struct token *token)
{
    int byte = input_peek(input);
    if (token->length == width || token->length == MATCHING_TOKEN_BYTES - 1 || byte <= 0 ||
        strchr(set, byte) == NULL)
        return false;
    token->text[token->length++] = (char)byte;
    token->text[token->length] = '\0';
    input_take(input);
    return true;
}

static size_t take_all_of(struct input *input, size_t width, const char *set, struct token *token)
{
    size_t count = 0;
    while (take_one_of(input, width, set, token))
        count++;
    return count;
}

#define DECIMAL "0123456789"
#define HEXADECIMAL DECIMAL "abcdefABCDEF"

/* Takes a leading 0, and the x behind it: the digits that are to follow. */
static const char *take_prefix(struct input *input, size_t width, const char *digits,
                               struct token *token, bool *has_digit)
{
    *has_digit = take_one_of(input, width, "0", token);
    if (!*has_digit || !take_one_of(input, width, "xX", token))
        return digits;
    *has_digit = false;
    return HEXADECIMAL;
}

bool input_integer(struct input *input, size_t width, int base, struct token *token)
{
    const char *digits = base == 8 ? "01234567" : base == 16 ? HEXADECIMAL : DECIMAL;
    bool has_digit = false;
    *token = (struct token){.length = 0};
    take_one_of(input, width, "+-", token);
    if (base == 0 || base == 16)
        digits = take_prefix(input, width, digits, token, &has_digit);
    if (base == 0 && has_digit && digits[8] == '8')
        digits = "01234567";
    return take_all_of(input, width, digits, token) > 0 || has_digit;
}

/* inf, infinity or nan. */
static bool take_word(struct input *input, size_t width, struct token *token)
{
    static const char *const words[] = {"inf", "infinity", "nan"};
    size_t start = token->length;
    take_all_of(input, width, "infatyINFATY", token);
    for (size_t index = 0; index < sizeof words / sizeof *words; index++)
        if (strcasecmp(token->text + start, words[index]) == 0)
            return true;
    return false;
}

bool input_real(struct input *input, size_t width, struct token *token)
{
    bool has_digit;
    *token = (struct token){.length = 0};
    take_one_of(input, width, "+-", token);
    if (input_peek(input) > 0 && strchr("inIN", input_peek(input)) != NULL)
        return take_word(input, width, token);
    const char *digits = take_prefix(input, width, DECIMAL, token, &has_digit);
    size_t count = has_digit + take_all_of(input, width, digits, token);
    if (take_one_of(input, width, ".", token))
        count += take_all_of(input, width, digits, token);
    bool is_hexadecimal = strcmp(digits, HEXADECIMAL) == 0;
    if (count > 0 && take_one_of(input, width, is_hexadecimal ? "pP" : "eE", token)) {
        take_one_of(input, width, "+-", token);
        return take_all_of(input, width, DECIMAL, token) > 0;
    }
    return count > 0;
}
