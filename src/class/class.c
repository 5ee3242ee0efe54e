#include "class/class.h"

#include "class/books/books.h"
#include "class/hands.h"
#include "class/intake/nested.h"
#include "class/must.h"
#include "class/place.h"
#include "class/store.h"
#include "class/unit.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_FINE = 0, STATUS_ERROR = 2 };

struct class
{
    const struct class_order *order;
    FILE *out;
    struct place place; /* OUT */
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

/* A run that is stopped must leave no earlier run's grades that look like its own. */
static void remove_old_books(const struct class *class)
{
    static const char *const books[] = {
        "gradebook.csv", "gradebook-canvas.csv", "gradebook-moodle.csv", "index.html", "reports",
        "instructor"};
    for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
        char *path = must_format("%s/%s", class->place.path, books[i]);
        store_remove(path);
        free(path);
    }
}

/* ---- The submissions ------------------------------------------------------------------------- */

/* That there are some, that they are the submissions themselves, and that OUT can be where it is to
 * be. Makes nothing. */
static char *read_submissions(struct class *class)
{
    const struct class_order *order = class->order;
    char folder[PATH_MAX];
    const char *given = order->submissions;
    if (realpath(given, folder) == NULL || !roster_read(&class->roster, folder))
        return must_format("%s cannot be read: %s; it is to be the folder of submissions, unpacked",
                           given, strerror(errno));
    char *out = order->out == NULL ? must_format("%s/build/class/lab%d", order->home, order->lab)
                                   : must_text(order->out);
    char *unpack = must_format("%s/build/unpack", order->home);
    char *fault = place_find(&class->place, out, folder), *nested = NULL;
    if (fault == NULL && class->roster.count == 0)
        fault = must_format("%s holds no submissions: no .c, no archive, no folder", given);
    if (fault == NULL && (nested = nested_find(&class->roster, unpack)) != NULL)
        fault =
            must_format("%s holds nothing but %s, and the submissions are in that: unpack it, or "
                        "give the folder in which they lie side by side",
                        given, nested);
    free(nested);
    free(unpack);
    free(out);
    return fault;
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
    bool is_below = length > 1 && strncmp(class->place.path, here, length) == 0 &&
                    class->place.path[length] == '/';
    return class->place.path + (is_below ? length + 1 : 0);
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
        return complain(must_format("the books cannot be written to %s: %s", class->place.path,
                                    strerror(errno)));
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
    place_release(&class->place);
}

int class_grade(const struct class_order *order, FILE *out)
{
    char *error = NULL;
    struct class class = {.order = order, .out = out, .place = {.locks = {-1, -1}}};
    struct lab *lab = labs_open(order->home, order->lab, &error);
    int status = STATUS_ERROR;
    if (lab == NULL)
        return complain(error == NULL ? must_format("no memory left") : error);
    error = read_submissions(&class);
    if (error == NULL)
        error =
            place_take(&class.place, order->lab, class.roster.folder, order->part, order->parts);
    if (error != NULL)
        complain(error);
    else {
        line_up(&class);
        class.bench = (struct bench){.home = order->home,
                                     .out = class.place.path,
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
