#include "grade/checks.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grade/tasks/tasks.h"
#include "grade/worker/worker.h"
#include "program/text.h"
#include "stepper/machine/scheduler.h"

enum { POINTS_MOST = 100, TASKS_MOST = 20000 };
#define SEED_STRIDE 1000u /* further than the seeds in a file lie apart */

/* Where a file is read at. */
struct reader {
    struct checks *checks;
    const char *path;
    int line;
    bool is_inside; /* the last check goes on */
    char **error;
};

/* Always false, for `return refuse(…)`. */
__attribute__((format(printf, 2, 3))) static bool refuse(const struct reader *reader,
                                                         const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *sentence = text_format_list(format, arguments);
    va_end(arguments);
    *reader->error =
        sentence == NULL ? NULL : text_format("%s:%d: %s", reader->path, reader->line, sentence);
    free(sentence);
    return false;
}

static struct check *present(const struct reader *reader)
{
    return &reader->checks->checks[reader->checks->count - 1];
}

/* ---- Tasks ----------------------------------------------------------------------------------- */

struct maker {
    const struct reader *reader;
    const struct task_set *set;
};

static bool add(const struct reader *reader, const struct task *task)
{
    struct check *check = present(reader);
    if (check->task_count == TASKS_MOST)
        return refuse(reader, "more than %d tasks in one check", TASKS_MOST);
    if (check->task_count == check->task_room) {
        size_t room = check->task_room == 0 ? 32 : 2 * check->task_room;
        struct task *longer = realloc(check->tasks, room * sizeof *longer);
        if (longer == NULL)
            return refuse(reader, "no memory left");
        check->tasks = longer;
        check->task_room = room;
    }
    check->tasks[check->task_count++] = *task;
    return true;
}

static const struct task_row *find_row(const struct task_set *set, const char *name)
{
    for (const struct task_row *row = set->rows; row->name != NULL; row++)
        if (strcmp(row->name, name) == 0)
            return row;
    return NULL;
}

bool maker_add(const struct maker *maker, const char *name, int which, int first, int second)
{
    return add(maker->reader, &(struct task){.set = maker->set,
                                             .row = find_row(maker->set, name),
                                             .which = which,
                                             .arguments = {first, second}});
}

int maker_draw(uint64_t *seed, int limit)
{
    return (int)(random_next(seed) % (uint64_t)limit);
}

static bool read_number(const char *word, int *number)
{
    char *end;
    errno = 0;
    long value = strtol(word, &end, 10);
    *number = (int)value;
    return end != word && *end == '\0' && errno == 0 && value == *number;
}

/* The numbers behind a task's name: exactly `wanted`. */
static bool read_arguments(const struct reader *reader, const char *name, int wanted, char **rest,
                           int *arguments)
{
    int count = 0;
    for (char *word; (word = strtok_r(NULL, " ", rest)) != NULL; count++)
        if (count == wanted || !read_number(word, &arguments[count]))
            return refuse(reader, "%s: \"%s\" is not one of its %d numbers", name, word, wanted);
    if (count < wanted)
        return refuse(reader, "%s takes %d numbers, not %d", name, wanted, count);
    return true;
}

/* The generator of that name and its set; NULL when there is none. */
static const struct generator *find_generator(const struct checks *checks, const char *name,
                                              const struct task_set **set)
{
    for (size_t index = 0; index < checks->set_count; index++) {
        *set = checks->sets[index];
        const struct generator *generator = (*set)->generators;
        for (; generator != NULL && generator->name != NULL; generator++)
            if (strcmp(generator->name, name) == 0)
                return generator;
    }
    return NULL;
}

static bool find_task(const struct checks *checks, const char *name, struct task *task)
{
    for (size_t index = 0; index < checks->set_count && task->row == NULL; index++) {
        task->set = checks->sets[index];
        task->row = find_row(task->set, name);
    }
    return task->row != NULL;
}

/* Wraps round, which a seed may. */
int checks_seed(const struct checks *checks, int seed)
{
    return (int)((unsigned)seed + SEED_STRIDE * (checks->seed - 1));
}

static bool generate(const struct reader *reader, const struct generator *generator,
                     struct task *task, char **rest)
{
    const struct maker maker = {reader, task->set};
    if (!read_arguments(reader, generator->name, generator->arguments, rest, task->arguments))
        return false;
    if (task->arguments[0] < 1 || task->arguments[0] > generator->most)
        return refuse(reader, "%s makes 1 to %d tasks", generator->name, generator->most);
    for (int which = 1; which < generator->arguments; which++)
        if (which != generator->seed &&
            (task->arguments[which] < 1 || task->arguments[which] > GENERATOR_MOST))
            return refuse(reader, "%s: number %d is 1 to %d", generator->name, which + 1,
                          GENERATOR_MOST);
    int *seed = &task->arguments[generator->seed];
    if (generator->seed > 0)
        *seed = checks_seed(reader->checks, *seed);
    return generator->make(&maker, task);
}

static bool add_with_text(const struct reader *reader, struct task *task, const char *rest)
{
    task->text = strdup(rest + strspn(rest, " "));
    if (task->text == NULL)
        return refuse(reader, "no memory left");
    const char *needs = task->row->needs != NULL ? task->row->needs : "";
    bool is_fine = task->text[0] != '\0' && strstr(task->text, needs) != NULL;
    if (is_fine && add(reader, task))
        return true;
    free(task->text);
    return is_fine ? false
                   : refuse(reader, "%s takes more behind it: something with \"%s\"",
                            task->row->name, needs);
}

/* One task: [other] NAME NUMBER… */
static bool read_task(const struct reader *reader, char *text)
{
    struct task task = {.row = NULL};
    char *rest, *name = strtok_r(text, " ", &rest);
    if (name != NULL && strcmp(name, "other") == 0) {
        task.which = 1;
        name = strtok_r(NULL, " ", &rest);
    }
    if (name == NULL)
        return refuse(reader, "a task is missing");
    const struct generator *generator = find_generator(reader->checks, name, &task.set);
    if (generator != NULL)
        return generate(reader, generator, &task, &rest);
    if (!find_task(reader->checks, name, &task))
        return refuse(reader, "there is no task \"%s\"", name);
    if (task.which != 0 && !task.row->on_other)
        return refuse(reader, "%s is about one thing alone: no other", name);
    if (task.row->takes_text)
        return add_with_text(reader, &task, rest);
    if (!read_arguments(reader, name, task.row->arguments, &rest, task.arguments))
        return false;
    if (task.row->seed > 0)
        task.arguments[task.row->seed - 1] =
            checks_seed(reader->checks, task.arguments[task.row->seed - 1]);
    if (task.row->on_thread && (task.arguments[0] < 0 || task.arguments[0] >= WORKER_THREADS))
        return refuse(reader, "%s: request threads are 0 to %d", name, WORKER_THREADS - 1);
    return add(reader, &task);
}

static bool read_tasks(const struct reader *reader, char *line)
{
    char *rest;
    for (char *text = strtok_r(line, ";", &rest); text != NULL; text = strtok_r(NULL, ";", &rest))
        if (!read_task(reader, text))
            return false;
    return true;
}

/* ---- Lines ----------------------------------------------------------------------------------- */

static bool begin_check(struct reader *reader, const char *name)
{
    struct checks *checks = reader->checks;
    if (reader->is_inside)
        return refuse(reader, "an empty line is missing before this check");
    struct check *longer = realloc(checks->checks, (checks->count + 1) * sizeof *longer);
    if (longer == NULL)
        return refuse(reader, "no memory left");
    checks->checks = longer;
    longer[checks->count] = (struct check){.name = strdup(name)};
    if (longer[checks->count++].name == NULL)
        return refuse(reader, "no memory left");
    reader->is_inside = true;
    return true;
}

static bool end_check(struct reader *reader)
{
    if (!reader->is_inside)
        return true;
    const struct check *check = present(reader);
    reader->is_inside = false;
    if (check->points == 0 || check->name == NULL || check->kind == NULL)
        return refuse(reader, "the check that ends here has no points, name or kind");
    if (check->task_count == 0)
        return refuse(reader, "the check that ends here does nothing");
    return true;
}

static bool read_points(const struct reader *reader, const char *value)
{
    struct check *check = present(reader);
    if (!read_number(value, &check->points) || check->points < 1 || check->points > POINTS_MOST)
        return refuse(reader, "points are a number from 1 to %d, not \"%s\"", POINTS_MOST, value);
    return true;
}

static bool read_looks(const struct reader *reader, char *value)
{
    char *rest;
    for (char *word = strtok_r(value, ", ", &rest); word != NULL;
         word = strtok_r(NULL, ", ", &rest))
        if (strcmp(word, "fields") == 0)
            present(reader)->looks_at_fields = true;
        else if (strcmp(word, "memory") == 0)
            present(reader)->looks_at_memory = true;
        else if (strcmp(word, "origin") == 0)
            present(reader)->looks_at_origin = true;
        else
            return refuse(reader, "a check looks at fields, memory and origin, not at \"%s\"",
                          word);
    return true;
}

static bool read_visibility(const struct reader *reader, const char *value)
{
    present(reader)->is_hidden = strcmp(value, "hidden") == 0;
    return present(reader)->is_hidden || strcmp(value, "public") == 0 ||
           refuse(reader, "visibility is public or hidden, not \"%s\"", value);
}

/* "WORD: value": *value becomes what stands behind the word. */
static bool is_setting(char *line, const char *word, char **value)
{
    size_t length = strlen(word);
    if (strncmp(line, word, length) != 0 || line[length] != ':')
        return false;
    *value = line + length + 1 + strspn(line + length + 1, " ");
    return true;
}

static bool read_line(struct reader *reader, char *line)
{
    char *value;
    if (line[0] == '#')
        return true;
    if (line[0] == '\0')
        return end_check(reader);
    if (is_setting(line, "check", &value))
        return begin_check(reader, value);
    if (!reader->is_inside) /* the head, which is read by program/labs.c, or a check without one */
        return reader->checks->count == 0 ||
               refuse(reader, "a check begins with a line \"check: NAME\"");
    if (is_setting(line, "points", &value))
        return read_points(reader, value);
    if (is_setting(line, "looks at", &value))
        return read_looks(reader, value);
    if (is_setting(line, "visibility", &value))
        return read_visibility(reader, value);
    if (!is_setting(line, "kind", &value))
        return read_tasks(reader, line);
    free(present(reader)->kind);
    present(reader)->kind = strdup(value);
    return true;
}

/* ---- Files ----------------------------------------------------------------------------------- */

const char *task_function(const struct task *task, char *name, size_t size)
{
    const char *function = task->row->function;
    if (function != NULL && function[0] == '\0')
        snprintf(name, size, "%.*s", (int)strcspn(task->text, " "), task->text);
    else
        snprintf(name, size, "%s", function == NULL ? "" : function);
    return function == NULL ? NULL : name;
}

bool checks_use(struct checks *checks, const char *name)
{
    const struct task_set *set = tasks_find(name);
    if (set == NULL || checks->set_count == TASK_SETS)
        return false;
    checks->sets[checks->set_count++] = set;
    return true;
}

bool checks_read(struct checks *checks, const char *path, char **error)
{
    struct reader reader = {.checks = checks, .path = path, .error = error};
    char *line = NULL;
    size_t room = 0;
    bool is_good = true;
    *error = NULL;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        *error = text_format("%s: %s", path, strerror(errno));
        return false;
    }
    while (is_good && getline(&line, &room, file) > 0) {
        reader.line++;
        line[strcspn(line, "\n")] = '\0';
        is_good = read_line(&reader, line);
    }
    if (is_good && !feof(file)) {
        *error = text_format("%s: %s", path, strerror(errno));
        is_good = false;
    }
    is_good = is_good && end_check(&reader);
    free(line);
    fclose(file);
    return is_good;
}

static void free_check(struct check *check)
{
    for (size_t index = 0; index < check->task_count; index++)
        free(check->tasks[index].text);
    free(check->tasks);
    free(check->name);
    free(check->kind);
}

void checks_free(struct checks *checks)
{
    for (size_t index = 0; index < checks->count; index++)
        free_check(&checks->checks[index]);
    free(checks->checks);
    *checks = (struct checks){0};
}

int checks_points(const struct checks *checks)
{
    int sum = 0;
    for (size_t index = 0; index < checks->count; index++)
        sum += checks->checks[index].points;
    return sum;
}
