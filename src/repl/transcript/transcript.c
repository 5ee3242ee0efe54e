#include "repl/transcript/transcript.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "program/host/beside.h"
#include "program/host/mishaps.h"
#include "program/host/plain.h"
#include "repl/transcript/block.h"

struct document {
    const char *path;
    bool is_asciidoc;
    const struct repl_options *options;
    FILE *report;
    FILE *in;
    FILE *out; /* the document as it should be; NULL when only checking */
    struct runner *runner;
    struct transcript_tally *tally;

    char *line; /* read last, without its end */
    size_t line_size;
    int line_number;
    char *attributes; /* AsciiDoc: the list in brackets above a listing, or NULL */
};

/* The line that opens a block; the same mark closes it. */
struct fence {
    char mark;
    size_t length;
    int indent;
    const char *tags; /* within document->line or ->attributes */
};

static enum outcome refuse(const struct document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static enum outcome refuse(const struct document *document, const char *format, ...)
{
    va_list arguments;
    fprintf(document->report, "%s:%d: ", document->path, document->line_number);
    va_start(arguments, format);
    vfprintf(document->report, format, arguments);
    va_end(arguments);
    fprintf(document->report, "\n");
    return OUTCOME_ERROR;
}

static bool next_line(struct document *document)
{
    ssize_t length = getline(&document->line, &document->line_size, document->in);
    if (length < 0)
        return false;
    document->line_number++;
    if (length > 0 && document->line[length - 1] == '\n')
        document->line[length - 1] = '\0';
    return true;
}

static void copy_line(const struct document *document)
{
    if (document->out != NULL)
        fprintf(document->out, "%s\n", document->line);
}

/* ---- Fences ---------------------------------------------------------------------------------- */

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r")] == '\0';
}

/* AsciiDoc's listings are ---- and ...., and as in Markdown ```. */
static bool is_mark(const struct document *document, char mark, size_t length)
{
    if (document->is_asciidoc)
        return (mark == '-' && length >= 4) || (mark == '.' && length >= 4) ||
               (mark == '`' && length >= 3);
    return (mark == '`' || mark == '~') && length >= 3;
}

static struct fence read_fence(const char *line)
{
    size_t indent = strspn(line, " ");
    const char mark[2] = {line[indent], '\0'};
    size_t length = strspn(line + indent, mark);
    return (struct fence){mark[0], mark[0] == '\0' ? 0 : length, (int)indent,
                          line + indent + length};
}

static bool opens_block(const struct document *document, struct fence *fence)
{
    *fence = read_fence(document->line);
    if (!is_mark(document, fence->mark, fence->length))
        return false;
    if (fence->mark == '`' && strchr(fence->tags, '`') != NULL) /* code within a line of text */
        return false;
    if (fence->mark != '-' && fence->mark != '.')
        return true;
    bool is_delimiter = is_blank(fence->tags);
    fence->tags = document->attributes != NULL ? document->attributes : "";
    return is_delimiter;
}

static bool closes_block(const struct document *document, const struct fence *open)
{
    struct fence fence = read_fence(document->line);
    bool is_exact = document->is_asciidoc;
    return fence.mark == open->mark && is_blank(fence.tags) &&
           (is_exact ? fence.length == open->length : fence.length >= open->length);
}

/* Keeps "source,memrepl,continue" of a line [source,memrepl,continue]; a blank line ends its
 * reach. */
static void note_attributes(struct document *document)
{
    const char *line = document->line;
    bool is_list = line[0] == '[' && strchr(line, ']') != NULL;
    if (!document->is_asciidoc || (!is_list && !is_blank(line)))
        return;
    free(document->attributes);
    document->attributes = is_list ? strndup(line + 1, strcspn(line + 1, "]")) : NULL;
}

/* ---- Tags ------------------------------------------------------------------------------------ */

static enum outcome read_tag(const struct document *document, char *tag, struct block *block)
{
    char *error = NULL, *value = strchr(tag, '=');
    if (strcmp(tag, "continue") == 0) {
        block->continues = true;
        return OUTCOME_OK;
    }
    if (value == NULL)
        return refuse(
            document,
            "unknown tag \"%s\"; there are continue and seed=, threads=, memory=, lab=", tag);
    *value++ = '\0';
    if (repl_options_set(&block->options, tag, value, false, &error))
        return OUTCOME_OK;
    refuse(document, "%s", error != NULL ? error : "no memory left");
    free(error);
    return OUTCOME_ERROR;
}

/* Reads the tags after the language; *is_transcript tells whether that is memrepl at all. */
static enum outcome read_tags(const struct document *document, const char *tags,
                              struct block *block, bool *is_transcript)
{
    enum outcome outcome = OUTCOME_OK;
    char *rest, *text = strdup(tags);
    *is_transcript = false;
    if (text == NULL)
        return refuse(document, "no memory left");
    char *tag = strtok_r(text, " ,\t\r", &rest);
    if (document->is_asciidoc && tag != NULL && strcmp(tag, "source") == 0)
        tag = strtok_r(NULL, " ,\t\r", &rest);
    if (tag != NULL && strcmp(tag, "memrepl") == 0) {
        *is_transcript = true;
        while (outcome == OUTCOME_OK && (tag = strtok_r(NULL, " ,\t\r", &rest)) != NULL)
            outcome = read_tag(document, tag, block);
    }
    free(text);
    return outcome;
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

static enum outcome add_line(const struct document *document, struct block *block)
{
    size_t count = block->lines.count;
    if ((count & (count + 1)) == 0) { /* full at 0, 1, 3, 7, …: double the room */
        char **grown = realloc(block->lines.line, (2 * count + 2) * sizeof *grown);
        if (grown == NULL)
            return refuse(document, "no memory left");
        block->lines.line = grown;
    }
    size_t indent = strspn(document->line, " ");
    char *line =
        strdup(document->line + (indent < (size_t)block->indent ? indent : (size_t)block->indent));
    if (line == NULL)
        return refuse(document, "no memory left");
    block_strip_end(line);
    block->lines.line[block->lines.count++] = line;
    return OUTCOME_OK;
}

/* Reads up to the line that closes the block: into `block`, or copies when that is NULL. Only a
 * block that is no transcript may end with the document. */
static enum outcome read_block(struct document *document, const struct fence *fence,
                               struct block *block, bool *is_closed)
{
    int first = document->line_number;
    *is_closed = false;
    while (next_line(document)) {
        *is_closed = closes_block(document, fence);
        if (*is_closed)
            return OUTCOME_OK;
        if (block == NULL)
            copy_line(document);
        else if (add_line(document, block) != OUTCOME_OK)
            return OUTCOME_ERROR;
    }
    document->line_number = first;
    return block == NULL ? OUTCOME_OK : refuse(document, "this block is never closed");
}

static void free_lines(struct lines lines)
{
    for (size_t i = 0; i < lines.count; i++)
        free(lines.line[i]);
    free(lines.line);
}

/* The document's line opens a block: copies it, runs what is in it, copies the line that closes
 * it. */
static enum outcome do_block(struct document *document, struct fence fence)
{
    struct block block = {.path = document->path,
                          .line = document->line_number + 1,
                          .indent = fence.indent,
                          .fence = fence.mark,
                          .options = *document->options};
    bool is_transcript, is_closed;
    enum outcome outcome = read_tags(document, fence.tags, &block, &is_transcript);
    if (outcome != OUTCOME_OK)
        return outcome;
    copy_line(document);
    outcome = read_block(document, &fence, is_transcript ? &block : NULL, &is_closed);
    if (outcome == OUTCOME_OK && is_transcript) {
        outcome = block_run(document->runner, &block, document->out);
        document->tally->blocks++;
        document->tally->differing += outcome == OUTCOME_FAILED;
    }
    if (is_closed)
        copy_line(document);
    free_lines(block.lines);
    return outcome;
}

/* Goes on after a difference, so that all of them are seen; an error ends the document. */
static enum outcome do_document(struct document *document)
{
    enum outcome all = OUTCOME_OK;
    while (next_line(document)) {
        struct fence fence;
        enum outcome outcome = OUTCOME_OK;
        note_attributes(document);
        if (opens_block(document, &fence))
            outcome = do_block(document, fence);
        else
            copy_line(document);
        if (outcome == OUTCOME_ERROR)
            return OUTCOME_ERROR;
        if (outcome == OUTCOME_FAILED)
            all = OUTCOME_FAILED;
    }
    if (feof(document->in) && !ferror(document->in))
        return all;
    fprintf(document->report, "%s: %s\n", document->path, strerror(errno));
    return OUTCOME_ERROR;
}

/* ---- Blessing -------------------------------------------------------------------------------- */

static enum outcome bless(struct document *document)
{
    struct beside beside;
    if (!beside_open(&beside, document->path)) {
        fprintf(document->report, "%s: %s\n", document->path, strerror(errno));
        return OUTCOME_ERROR;
    }
    unsigned mishaps = mishap_count();
    document->out = beside.out;
    enum outcome outcome = do_document(document);
    bool is_answer = mishap_count() == mishaps; /* and not what came of a mishap */
    bool is_written = beside_close(&beside, outcome == OUTCOME_FAILED && is_answer);
    if ((is_written && is_answer) || outcome != OUTCOME_FAILED)
        return outcome == OUTCOME_FAILED ? OUTCOME_OK : outcome;
    fprintf(document->report, "%s: %s; the document stays as it was\n", document->path,
            is_answer ? strerror(errno) : mishap_reason());
    return OUTCOME_ERROR;
}

/* ---- Front door ------------------------------------------------------------------------------ */

static bool is_asciidoc(const char *path)
{
    const char *suffix = strrchr(path, '.');
    return suffix != NULL && (strcmp(suffix, ".adoc") == 0 || strcmp(suffix, ".asciidoc") == 0 ||
                              strcmp(suffix, ".asc") == 0);
}

/* Opens a regular file: a device has no end. NULL with errno set. */
static FILE *open_document(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return NULL;
    if (S_ISREG(status.st_mode))
        return fopen(path, "re");
    errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    return NULL;
}

enum outcome transcript_check(const struct repl_options *options, const char *path,
                              bool is_blessing, FILE *report, struct transcript_tally *tally)
{
    struct document document = {.path = path,
                                .is_asciidoc = is_asciidoc(path),
                                .options = options,
                                .report = report,
                                .tally = tally};
    enum outcome outcome = OUTCOME_ERROR;
    document.in = open_document(path);
    document.runner = runner_open(report);
    if (document.in == NULL || document.runner == NULL)
        fprintf(report, "%s: %s\n", path, plain_is_named_pipe(path) ? PLAIN_PIPE : strerror(errno));
    else
        outcome = is_blessing ? bless(&document) : do_document(&document);
    if (document.runner != NULL)
        tally->inputs += runner_inputs(document.runner);
    tally->files++;
    tally->broken += outcome == OUTCOME_ERROR;
    runner_close(document.runner);
    if (document.in != NULL)
        fclose(document.in);
    free(document.line);
    free(document.attributes);
    return outcome;
}

static void print_count(FILE *report, int count, const char *noun, const char *end)
{
    fprintf(report, "%d %s%s%s", count, noun, count == 1 ? "" : "s", end);
}

void transcript_print_tally(const struct transcript_tally *tally, bool is_blessing, FILE *report)
{
    print_count(report, tally->files, "file", ", ");
    print_count(report, tally->blocks, "block", ", ");
    print_count(report, tally->inputs, "input", ": ");
    if (tally->broken > 0)
        print_count(report, tally->broken, "file", " not checked to the end\n");
    else if (tally->differing == 0)
        fprintf(report, "all as written\n");
    else
        print_count(report, tally->differing, "block",
                    is_blessing ? " rewritten\n" : " not as written\n");
}
