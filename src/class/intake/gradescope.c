#include "class/intake/gradescope.h"

#include "class/store.h"
#include "class/must.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES = 64 << 20 };

/* A value as YAML writes it on one line: plain, 'single' or "double". */
static char *value_of(const char *text)
{
    text += strspn(text, " ");
    char quote = *text == '\'' || *text == '"' ? *text : '\0';
    if (quote == '\0')
        return must_text(text);
    char *value = must_text(text + 1), *to = value;
    for (const char *from = value; *from != '\0'; from++) {
        bool is_escaped = (quote == '\'' && from[0] == quote && from[1] == quote) ||
                          (quote == '"' && from[0] == '\\' && from[1] != '\0');
        if (*from == quote && !is_escaped)
            break;
        from += is_escaped;
        *to++ = *from;
    }
    *to = '\0';
    return value;
}

static void take(char **field, const char *line, const char *key)
{
    if (*field == NULL && strncmp(line, key, strlen(key)) == 0)
        *field = value_of(line + strlen(key));
}

/* The state between two lines. */
struct reading {
    struct submitters *found;
    char *submission;
    bool is_among_submitters;
};

static void begin_submission(struct reading *reading, const char *line)
{
    const char *colon = strrchr(line, ':');
    free(reading->submission);
    reading->submission = must_copy(line, colon == NULL ? strlen(line) : (size_t)(colon - line));
    reading->is_among_submitters = false;
}

static void begin_submitter(struct reading *reading)
{
    struct submitters *found = reading->found;
    const char *submission = reading->submission;
    found->list = must_grow(found->list, found->count, sizeof *found->list);
    found->list[found->count++] = (struct submitter){.submission = must_text(submission)};
}

static void read_line(struct reading *reading, const char *line)
{
    size_t indent = strspn(line, " ");
    const char *word = line + indent;
    if (indent == 0 && (isalpha((unsigned char)*word) || *word == '_'))
        begin_submission(reading, line);
    else if (*word == ':' && indent <= 2)
        reading->is_among_submitters = strcmp(word, ":submitters:") == 0;
    if (!reading->is_among_submitters || reading->submission == NULL)
        return;
    if (word[0] == '-' && word[1] == ' ') {
        begin_submitter(reading);
        word += 1 + strspn(word + 1, " ");
    } else if (indent <= 2)
        return;
    if (reading->found->count == 0)
        return;
    struct submitter *last = &reading->found->list[reading->found->count - 1];
    take(&last->name, word, ":name:");
    take(&last->sid, word, ":sid:");
    take(&last->email, word, ":email:");
}

struct submitters gradescope_read(const char *folder)
{
    struct submitters found = {.list = NULL};
    struct reading reading = {.found = &found};
    size_t size;
    char *path = must_format("%s/" GRADESCOPE_FILE, folder);
    char *text = store_read(path, FILE_BYTES, &size), *rest = text, *line;
    while (rest != NULL && (line = strsep(&rest, "\n")) != NULL) {
        line[strcspn(line, "\r")] = '\0';
        read_line(&reading, line);
    }
    free(reading.submission);
    free(text);
    free(path);
    return found;
}

void gradescope_free(struct submitters *submitters)
{
    for (size_t i = 0; i < submitters->count; i++) {
        free(submitters->list[i].submission);
        free(submitters->list[i].name);
        free(submitters->list[i].sid);
        free(submitters->list[i].email);
    }
    free(submitters->list);
}
