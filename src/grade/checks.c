#include "grade/checks.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grade/trial.h"
#include "stepper/scheduler.h"

enum { POINTS_MOST = 100, COUNT_MOST = 2000 }; /* a queue of COUNT_MOST fits the model */

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
    char *sentence;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&sentence, format, arguments) < 0)
        sentence = NULL;
    va_end(arguments);
    if (sentence == NULL ||
        asprintf(reader->error, "%s:%d: %s", reader->path, reader->line, sentence) < 0)
        *reader->error = NULL;
    free(sentence);
    return false;
}

static struct check *present(const struct reader *reader)
{
    return &reader->checks->checks[reader->checks->count - 1];
}

/* ---- Tasks ----------------------------------------------------------------------------------- */

static bool add(const struct reader *reader, const struct task *task)
{
    struct check *check = present(reader);
    if (check->task_count == MODEL_REQUESTS)
        return refuse(reader, "more than %d tasks in one check", MODEL_REQUESTS);
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

static bool add_named(const struct reader *reader, const char *name, int queue, int first,
                      int second)
{
    return add(reader, &(struct task){
                           .row = trial_task(name), .queue = queue, .arguments = {first, second}});
}

/* A whole number below `limit` from a seed that goes on. */
static int draw(uint64_t *seed, int limit)
{
    return (int)(random_next(seed) % (uint64_t)limit);
}

static bool add_push(const struct reader *reader, int queue, uint64_t *seed)
{
    int id = draw(seed, 60), size = 1 + draw(seed, 150);
    return add_named(reader, "push", queue, id, size);
}

static bool fill(const struct reader *reader, int queue, int count, uint64_t seed)
{
    while (count-- > 0)
        if (!add_push(reader, queue, &seed))
            return false;
    return true;
}

static bool drain(const struct reader *reader, int queue, int count, uint64_t seed)
{
    (void)seed;
    while (count-- > 0)
        if (!add_named(reader, "pop", queue, 0, 0))
            return false;
    return true;
}

/* Long runs of mostly pushes and mostly pops in turn: the queues grow, and run empty. */
static bool mix(const struct reader *reader, int queue, int count, uint64_t seed)
{
    enum { RUN = 12 };
    for (int made = 0; made < count; made++) {
        int which = queue == 0 ? 0 : draw(&seed, QUEUES);
        int dice = draw(&seed, 10), pushes = made / RUN % 2 == 0 ? 6 : 2;
        if (!(dice < pushes ? add_push(reader, which, &seed)
                            : add_named(reader, dice == 9 ? "is_empty" : "pop", which, 0, 0)))
            return false;
    }
    return true;
}

static const struct {
    const char *name;
    int arguments;
    bool (*make)(const struct reader *reader, int queue, int count, uint64_t seed);
} generators[] = {{"fill", 2, fill}, {"drain", 1, drain}, {"mixed", 2, mix}};

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

/* One task: [other] NAME NUMBER… */
static bool read_task(const struct reader *reader, char *text)
{
    struct task task = {0};
    char *rest, *name = strtok_r(text, " ", &rest);
    if (name != NULL && strcmp(name, "other") == 0) {
        task.queue = 1;
        name = strtok_r(NULL, " ", &rest);
    }
    if (name == NULL)
        return refuse(reader, "a task is missing");
    for (size_t index = 0; index < sizeof generators / sizeof generators[0]; index++) {
        int numbers[TASK_ARGUMENTS] = {0};
        if (strcmp(name, generators[index].name) != 0)
            continue;
        if (!read_arguments(reader, name, generators[index].arguments, &rest, numbers))
            return false;
        if (numbers[0] < 1 || numbers[0] > COUNT_MOST)
            return refuse(reader, "%s makes 1 to %d tasks", name, COUNT_MOST);
        return generators[index].make(reader, task.queue, numbers[0], (uint64_t)numbers[1]);
    }
    task.row = trial_task(name);
    if (task.row == NULL)
        return refuse(reader, "there is no task \"%s\"", name);
    if (task.queue != 0 && !task.row->on_queue)
        return refuse(reader, "%s is not about a queue: no other", name);
    if (!read_arguments(reader, name, task.row->arguments, &rest, task.arguments))
        return false;
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
    longer[checks->count++] = (struct check){.name = strdup(name)};
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
        else
            return refuse(reader, "a check looks at fields, memory, or both, not at \"%s\"", word);
    return true;
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
    if (!reader->is_inside)
        return refuse(reader, "a check begins with a line \"check: NAME\"");
    if (is_setting(line, "points", &value))
        return read_points(reader, value);
    if (is_setting(line, "looks at", &value))
        return read_looks(reader, value);
    if (!is_setting(line, "kind", &value))
        return read_tasks(reader, line);
    free(present(reader)->kind);
    present(reader)->kind = strdup(value);
    return true;
}

/* ---- Files ----------------------------------------------------------------------------------- */

bool checks_read(struct checks *checks, const char *path, char **error)
{
    struct reader reader = {.checks = checks, .path = path, .error = error};
    char *line = NULL;
    size_t room = 0;
    bool is_good = true;
    *error = NULL;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        if (asprintf(error, "%s: %s", path, strerror(errno)) < 0)
            *error = NULL;
        return false;
    }
    while (is_good && getline(&line, &room, file) > 0) {
        reader.line++;
        line[strcspn(line, "\n")] = '\0';
        is_good = read_line(&reader, line);
    }
    is_good = is_good && end_check(&reader);
    free(line);
    fclose(file);
    return is_good;
}

void checks_free(struct checks *checks)
{
    for (size_t index = 0; index < checks->count; index++) {
        free(checks->checks[index].name);
        free(checks->checks[index].kind);
        free(checks->checks[index].tasks);
    }
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
