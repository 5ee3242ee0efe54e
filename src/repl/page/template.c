#include "repl/page/template.h"

#include <string.h>

/* Of template-files.S: the files, each ended by a NUL. */
extern const char template_html[], template_css[], template_js[], template_views[],
    template_threads[];

/* A line of page.html that stands for something else. */
struct part {
    const char *line, *text;
    size_t size;
};

static const struct part *find(const struct part *parts, size_t count, const char *line)
{
    for (size_t n = 0; n < count; n++)
        if (strncmp(line, parts[n].line, strlen(parts[n].line)) == 0)
            return &parts[n];
    return NULL;
}

void template_write(FILE *file, const char *data, size_t size)
{
    const struct part parts[] = {
        {"<!-- page.css -->\n", template_css, strlen(template_css)},
        {"<!-- views.js -->\n", template_views, strlen(template_views)},
        {"<!-- threads.js -->\n", template_threads, strlen(template_threads)},
        {"<!-- page.js -->\n", template_js, strlen(template_js)},
        {"<!-- data -->\n", data, size},
    };
    for (const char *line = template_html, *end; *line != '\0'; line = end) {
        const struct part *part = find(parts, sizeof parts / sizeof parts[0], line);
        end = strchrnul(line, '\n');
        end += *end == '\n';
        if (part != NULL)
            fwrite(part->text, 1, part->size, file);
        else
            fwrite(line, 1, (size_t)(end - line), file);
    }
}
