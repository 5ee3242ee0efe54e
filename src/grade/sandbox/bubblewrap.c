#include "grade/sandbox/bubblewrap.h"

#include <stddef.h>
#include <unistd.h>

enum { WORDS_MOST = 160 };

/* bwrap closes nothing and sets no limits: the program does, once inside. A compiler and its
 * libraries are all that is needed of the system. */
static const char *const beginning[] = {
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    "--ro-bind",
    "/usr",
    "/usr",
    "--ro-bind-try",
    "/lib",
    "/lib",
    "--ro-bind-try",
    "/lib64",
    "/lib64",
    "--ro-bind-try",
    "/bin",
    "/bin",
    "--ro-bind-try",
    "/etc/ld.so.cache",
    "/etc/ld.so.cache",
    "--ro-bind-try",
    "/etc/alternatives",
    "/etc/alternatives",
    "--ro-bind-try",
    "/nix",
    "/nix",
    "--ro-bind-try",
    "/gnu",
    "/gnu",
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "--tmpfs",
    "/tmp",
};

struct line {
    char *words[WORDS_MOST + 1];
    size_t count;
};

/* exec wants char * where it only reads. */
static void add(struct line *line, const char *word)
{
    if (line->count < WORDS_MOST)
        line->words[line->count++] = (char *)word;
}

/* `real` as `path`; "" is none. */
static void show(struct line *line, const char *real, const char *path)
{
    if (real[0] == '\0')
        return;
    add(line, "--ro-bind");
    add(line, real);
    add(line, path);
}

static void add_option(struct line *line, const char *option, const char *value)
{
    add(line, option);
    add(line, value);
}

void bubblewrap_become(const struct sandbox_view *view, char *const *words,
                       char *const *environment)
{
    struct line line = {.count = 0};
    add(&line, "bwrap");
    for (size_t index = 0; index < sizeof beginning / sizeof *beginning; index++)
        add(&line, beginning[index]);
    add_option(&line, "--dir", view->here);
    for (size_t index = 0; index < view->link_count; index++)
        show(&line, view->links[index].real, view->links[index].points_to);
    show(&line, view->home, view->home);
    show(&line, view->from, view->from);
    add_option(&line, "--bind", view->folder);
    add(&line, view->folder);
    add_option(&line, "--chdir", view->here);
    if (geteuid() == 0)
        add_option(&line, "--cap-drop", "ALL");
    add(&line, "--");
    while (*words != NULL)
        add(&line, *words++);
    environ = (char **)environment; /* bwrap too is looked for where that says */
    execvp("bwrap", line.words);
}
