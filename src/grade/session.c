#include "grade/session.h"

#include <stdio.h>
#include <string.h>

#include "results/clean.h"

enum { PATH_BYTES = 4096 };

/* How a session begins: the command that takes the prompt to the same program. */
static void describe_lab(const struct submission *submission, char *text, size_t size)
{
    const char *from = submission->from;
    if (from == NULL)
        snprintf(text, size, "lab %d", submission->lab->number);
    else
        snprintf(text, size, strpbrk(from, " \t#'") == NULL ? "lab %d %s" : "lab %d \"%s\"",
                 submission->lab->number, from);
    clean_line(text); /* a name with several lines would be commands */
}

bool session_write(const struct trial *trial, const struct landing *landing, int number,
                   const char *path)
{
    char lab[PATH_BYTES], title[200];
    snprintf(title, sizeof title, "Lab %d, check %d: %s", trial->submission->lab->number, number,
             trial->check->name);
    describe_lab(trial->submission, lab, sizeof lab);
    if (trial->failure.session == NULL)
        return landing_save(landing, trial, path, lab, title);
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    fprintf(file, "# %s\n%s", title, trial->failure.session);
    bool is_written = fflush(file) == 0 && !ferror(file);
    return fclose(file) == 0 && is_written;
}
