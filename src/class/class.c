#include "class/class.h"

#include "class/books/books.h"
#include "class/hands.h"
#include "class/store.h"
#include "class/must.h"
#include "class/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { STATUS_FINE = 0, STATUS_ERROR = 2 };

struct class
{
    const struct class_order *order;
    FILE *out;
    char folder[PATH_MAX]; /* OUT */
    int locks[2];
    struct roster roster;
    struct bench bench;
    struct unit *units;
    size_t count; /* units of this part */
};

static int complain(char *sentence)
{
    fprintf(stderr, "memrepl: %s\n", sentence);
    free(sentence);
    return STATUS_ERROR;
}

/* ---- The folder OUT -------------------------------------------------------------------------- */

static bool make_folders(struct class *class)
{
    static const char *const below[] = {"", "/hand-ins", "/results", "/work", "/reports"};
    const struct class_order *order = class->order;
    char *folder = order->out == NULL ? must_format("%s/build/class/lab%d", order->home, order->lab)
                                      : must_copy(order->out, strlen(order->out));
    bool is_there = store_make_folder(folder) && realpath(folder, class->folder) != NULL;
    for (size_t i = 0; i < sizeof below / sizeof *below && is_there; i++) {
        char *path = must_format("%s%s", class->folder, below[i]);
        is_there = store_make_folder(path);
        free(path);
    }
    if (!is_there)
        complain(must_format("%s cannot be made: %s", folder, strerror(errno)));
    free(folder);
    return is_there;
}

static int lock(const struct class *class, const char *name, int how)
{
    char *path = must_format("%s/%s", class->folder, name);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file >= 0 && flock(file, how | LOCK_NB) != 0) {
        close(file);
        file = -1;
    }
    free(path);
    return file;
}

/* Parts go on beside one another, each alone in its own; the whole goes alone. */
static bool take_locks(struct class *class)
{
    bool is_whole = class->order->parts <= 1;
    char *own = must_format("lock-%u-of-%u", class->order->part + 1, class->order->parts);
    class->locks[0] = lock(class, "lock", is_whole ? LOCK_EX : LOCK_SH);
    class->locks[1] = is_whole ? class->locks[0] : lock(class, own, LOCK_EX);
    free(own);
    if (class->locks[0] >= 0 && class->locks[1] >= 0)
        return true;
    complain(must_format("another run is at work in %s; wait for its end, or give another OUT",
                         class->folder));
    return false;
}

/* A run that is stopped must leave no earlier run's grades that look like its own. */
static void remove_old_books(const struct class *class)
{
    static const char *const books[] = {"gradebook.csv", "gradebook-canvas.csv",
                                        "gradebook-moodle.csv", "index.html", "reports"};
    for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
        char *path = must_format("%s/%s", class->folder, books[i]);
        store_remove(path);
        free(path);
    }
    char *reports = must_format("%s/reports", class->folder);
    store_make_folder(reports);
    free(reports);
}

/* ---- The submissions ------------------------------------------------------------------------- */

static bool is_inside(const char *folder, const char *of)
{
    size_t length = strlen(of);
    return strncmp(folder, of, length) == 0 && (folder[length] == '/' || folder[length] == '\0');
}

static bool read_submissions(struct class *class)
{
    char folder[PATH_MAX];
    const char *given = class->order->submissions;
    if (realpath(given, folder) == NULL || !roster_read(&class->roster, folder)) {
        complain(
            must_format("%s cannot be read: %s; it is to be the folder of submissions, unpacked",
                        given, strerror(errno)));
        return false;
    }
    if (is_inside(class->folder, folder))
        complain(
            must_format("%s lies in the folder of submissions; give another OUT", class->folder));
    else if (class->roster.count == 0)
        complain(must_format("%s holds no submissions: no .c, no archive, no folder", given));
    else
        return true;
    return false;
}

/* Shares are by turns, so that no part gets all archives. */
static void line_up(struct class *class)
{
    for (size_t i = 0; i < class->roster.count; i++) {
        if (class->order->parts > 1 && i % class->order->parts != class->order->part)
            continue;
        class->units = must_grow(class->units, class->count, sizeof *class->units);
        class->units[class->count++] = (struct unit){.student = &class->roster.students[i]};
    }
}

/* ---- The run --------------------------------------------------------------------------------- */

static size_t count_ungraded(const struct class *class)
{
    size_t ungraded = 0;
    for (size_t i = 0; i < class->count; i++)
        ungraded += class->units[i].state == UNIT_UNGRADED;
    return ungraded;
}

static int say_stopped(const struct class *class, const struct meter *meter)
{
    fprintf(class->out, "Stopped: %zu of %zu are done. The same command goes on from there.\n",
            meter->done - meter->ungraded, meter->total);
    return STATUS_ERROR;
}

/* What is 0 or without a name, and might not be so if somebody mended it. */
static void say_to_look(const struct class *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->count; i++)
        count += class->units[i].look != NULL;
    if (count > 0)
        fprintf(class->out, "%zu need%s a look:\n", count, count == 1 ? "s" : "");
    for (size_t i = 0; i < class->count; i++)
        if (class->units[i].look != NULL)
            fprintf(class->out, "  %s: %s\n", class->units[i].student->id, class->units[i].look);
}

static void say_done(const struct class *class, const struct meter *meter)
{
    size_t ungraded = count_ungraded(class);
    fprintf(class->out, "%zu submission%s: %zu graded now", class->count,
            class->count == 1 ? "" : "s", meter->graded);
    if (meter->graded > 0)
        fprintf(class->out, " (%.1f a second)", meter_rate(meter));
    fprintf(class->out, ", %zu as before, %zu ungraded\n", class->count - meter->graded - ungraded,
            ungraded);
    for (size_t i = 0; i < class->roster.left_count; i++)
        fprintf(class->out, "no submission: %s\n", class->roster.left[i]);
    say_to_look(class);
    if (ungraded == 0)
        return;
    fprintf(class->out, "\nUNGRADED, with no score; the same command tries them again:\n");
    for (size_t i = 0; i < class->count; i++)
        if (class->units[i].state == UNIT_UNGRADED)
            fprintf(class->out, "  %s: %s\n", class->units[i].student->id, class->units[i].reason);
}

/* OUT as seen from where the command was given. */
static const char *shown(const struct class *class)
{
    char here[PATH_MAX];
    size_t length = getcwd(here, sizeof here) == NULL ? 0 : strlen(here);
    bool is_below =
        length > 1 && strncmp(class->folder, here, length) == 0 && class->folder[length] == '/';
    return class->folder + (is_below ? length + 1 : 0);
}

static int run(struct class *class)
{
    struct meter meter;
    bool has_books = class->order->parts <= 1;
    if (has_books)
        remove_old_books(class);
    meter_begin(&meter, class->count, class->out);
    if (!hands_grade(class->units, class->count, &class->bench, class->order->jobs, &meter))
        return say_stopped(class, &meter);
    say_done(class, &meter);
    if (has_books && !books_write(class->units, class->count, &class->bench))
        return complain(
            must_format("the books cannot be written to %s: %s", class->folder, strerror(errno)));
    if (has_books)
        fprintf(class->out, "\n%s/gradebook.csv\n%s/index.html\n", shown(class), shown(class));
    return count_ungraded(class) > 0 ? STATUS_ERROR : STATUS_FINE;
}

static void release(struct class *class)
{
    for (size_t i = 0; i < class->count; i++)
        unit_free(&class->units[i]);
    free(class->units);
    roster_free(&class->roster);
    if (class->locks[1] >= 0 && class->locks[1] != class->locks[0])
        close(class->locks[1]);
    if (class->locks[0] >= 0)
        close(class->locks[0]);
}

int class_grade(const struct class_order *order, FILE *out)
{
    char *error = NULL;
    struct class class = {.order = order, .out = out, .locks = {-1, -1}};
    struct lab *lab = labs_open(order->home, order->lab, &error);
    int status = STATUS_ERROR;
    if (lab == NULL)
        return complain(error == NULL ? must_format("no memory left") : error);
    if (make_folders(&class) && take_locks(&class) && read_submissions(&class)) {
        line_up(&class);
        class.bench = (struct bench){.home = order->home,
                                     .out = class.folder,
                                     .roster = &class.roster,
                                     .lab = lab,
                                     .seed = order->seed,
                                     .kit = unit_kit(order->home, lab)};
        status = run(&class);
    }
    release(&class);
    labs_close(lab);
    return status;
}
