/* source.c - source files by path, read on first use and kept whole.
 *
 * The number of sources is small (a lab has ten), so searches are linear; `last` makes entering
 * the rows of a line table, which come file by file, a comparison of two strings.
 */
#include "program/image/source.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/host/mishaps.h"

enum { SOURCE_MAX_BYTES = 4 << 20 }; /* a larger "source" is not one to list */

struct source {
    char *path;
    const char *base; /* into path */
    char *text;       /* the whole file, NULL until asked for, and when it is gone */
    bool is_tried;
};

struct sources {
    struct source *array;
    size_t count;
    size_t last;      /* entered last */
    const char *home; /* the caller's, or NULL */
};

struct sources *sources_open(void)
{
    return calloc(1, sizeof(struct sources));
}

void sources_close(struct sources *sources)
{
    if (!sources)
        return;
    for (size_t i = 0; i < sources->count; i++) {
        free(sources->array[i].path);
        free(sources->array[i].text);
    }
    free(sources->array);
    free(sources);
}

void sources_look_below(struct sources *sources, const char *home)
{
    sources->home = home;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool is_last(const struct sources *sources, const char *path)
{
    return sources->count > 0 && strcmp(sources->array[sources->last].path, path) == 0;
}

const char *sources_enter(struct sources *sources, const char *path, const char *folder)
{
    char whole[PATH_MAX];
    bool is_relative = path[0] != '/' && folder;
    snprintf(whole, sizeof whole, "%s%s%s", is_relative ? folder : "", is_relative ? "/" : "",
             path);
    if (is_last(sources, whole))
        return sources->array[sources->last].base;
    for (size_t i = 0; i < sources->count; i++)
        if (strcmp(sources->array[i].path, whole) == 0)
            return sources->array[sources->last = i].base;
    struct source *grown = realloc(sources->array, (sources->count + 1) * sizeof *sources->array);
    if (!grown)
        return NULL;
    sources->array = grown;
    char *copy = strdup(whole);
    if (!copy)
        return NULL;
    sources->last = sources->count++;
    sources->array[sources->last] = (struct source){.path = copy, .base = base_name(copy)};
    return base_name(copy);
}

static struct source *find(const struct sources *sources, const char *file)
{
    size_t wanted = strlen(file);
    for (size_t i = 0; i < sources->count; i++) {
        const char *path = sources->array[i].path;
        size_t length = strlen(path);
        if (file == sources->array[i].base)
            return &sources->array[i];
        if (wanted == 0 || wanted > length || strcmp(path + length - wanted, file) != 0)
            continue;
        if (wanted == length || path[length - wanted - 1] == '/')
            return &sources->array[i];
    }
    return NULL;
}

const char *sources_find(const struct sources *sources, const char *file)
{
    const struct source *source = find(sources, file);
    return source ? source->base : NULL;
}

const char *sources_name(const struct sources *sources, size_t index)
{
    return index < sources->count ? sources->array[index].base : NULL;
}

const char *sources_path(const struct sources *sources, const char *file)
{
    const struct source *source = find(sources, file);
    return source ? source->path : NULL;
}

/* NULL when it is not there, or cannot be read: then *is_hindered, too. */
static char *read_whole(const char *path, bool *is_hindered)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return NULL;
    char *text = malloc(SOURCE_MAX_BYTES + 1);
    size_t length = text ? fread(text, 1, SOURCE_MAX_BYTES, file) : 0;
    if (!text || ferror(file)) {
        *is_hindered = true;
        free(text);
        fclose(file);
        return NULL;
    }
    fclose(file);
    text[length] = '\0';
    char *fitting = realloc(text, length + 1);
    if (fitting)
        text = fitting;
    return text;
}

/* HOME/src/server/queue.c for /somewhere/else/src/server/queue.c: the longest end that is there. */
static char *read_below(const char *home, const char *path, bool *is_hindered)
{
    char whole[PATH_MAX];
    char *text = NULL;
    for (const char *end = strchr(path, '/'); end && !text; end = strchr(end + 1, '/')) {
        snprintf(whole, sizeof whole, "%s%s", home, end);
        text = read_whole(whole, is_hindered);
    }
    return text;
}

/* Where it was compiled, in this folder, or in the kit. */
static void fetch(const struct sources *sources, struct source *source)
{
    bool is_hindered = false;
    source->text = read_whole(source->path, &is_hindered);
    if (!source->text)
        source->text = read_whole(source->base, &is_hindered);
    if (!source->text && sources->home)
        source->text = read_below(sources->home, source->path, &is_hindered);
    if (!source->text && is_hindered)
        mishap_note("a source file of the program cannot be read");
}

bool sources_text(struct sources *sources, const char *file, int line, char *text, size_t size)
{
    assert(size > 0);
    text[0] = '\0';
    struct source *source = find(sources, file);
    if (!source || line < 1)
        return false;
    if (!source->is_tried) {
        source->is_tried = true;
        fetch(sources, source);
    }
    const char *from = source->text;
    while (from && --line > 0) {
        from = strchr(from, '\n');
        from = from ? from + 1 : NULL;
    }
    if (!from || !*from)
        return false;
    snprintf(text, size, "%.*s", (int)strcspn(from, "\r\n"), from);
    return true;
}
