#include "repl/inspect/printing.h"

#include "program/expressions/expression.h"
#include "program/expressions/operators.h"
#include "program/values/lists.h"
#include "program/values/show.h"
#include "repl/act/stepping.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_BYTES = 1024, LIST_BYTES = 1600, COPY_BYTES_MOST = 4096 };

/* ---- print ----------------------------------------------------------------------------------- */

/* Adds who waits for a sync object: ", nobody waits", ", T1 and T2 wait". */
static void add_waiters(const struct study *study, struct words *words, uint64_t object)
{
    thread_slot waiters[MACHINE_THREADS];
    size_t count = study_waiters(study, object, waiters);
    words_add(words, ", ");
    narrate_list(study, words, waiters, count);
    words_add(words, "%s", count == 0 ? "nobody waits" : count == 1 ? " waits" : " wait");
}

/* Adds where what is shown, or what it points to, was freed; false when it was not. */
static bool add_freed(const struct study *study, struct words *words, const struct value *value)
{
    struct memory_view view = study_view(study);
    struct place_name place;
    int64_t target;
    bool is_pointer = type_plain(value->type)->kind == TYPE_POINTER;
    bool is_freed = (value->is_lvalue && study_freed(study, value->address, &place)) ||
                    (is_pointer && value_as_integer(&view, value, &target) &&
                     study_freed(study, (uint64_t)target, &place));
    if (is_freed)
        words_add(words, ", freed at %s", place.text);
    return is_freed;
}

static bool evaluate(const struct study *study, struct console *console, const char *text,
                     struct value *value)
{
    struct memory_view view = study_view(study);
    char problem[EXPRESSION_PROBLEM_SIZE];
    if (expression_evaluate(study->names, &view, text, value, problem, sizeof problem))
        return true;
    command_refuse(console, "%s%s", problem, study_hint(study, problem));
    return false;
}

/* Takes "/x" off the front: x, d or c; 0 for none, -1, refused, for others. */
static int take_format(struct console *console, const char **text)
{
    if ((*text)[0] != '/')
        return 0;
    char letter = (*text)[1];
    size_t length = strcspn(*text, " \t");
    if (length != 2 || strchr("xdc", letter) == NULL) {
        command_refuse(console, "print knows the formats /x, /d and /c, not \"%.*s\"", (int)length,
                       *text);
        return -1;
    }
    *text += length;
    *text += strspn(*text, " \t");
    return letter;
}

/* Whether there are whole numbers in it, for a format to apply to. */
static bool has_numbers(const struct type *type)
{
    enum type_kind kind = type_plain(type)->kind;
    return type_is_integral(type) || kind == TYPE_POINTER || kind == TYPE_ARRAY ||
           kind == TYPE_STRUCT || kind == TYPE_UNION;
}

static void print_list(const struct study *study, struct console *console,
                       const struct value *value)
{
    struct memory_view view = study_view(study);
    char heading[STUDY_LOCALS_MOST], line[LIST_BYTES];
    struct words words;
    if (!lists_draw(study->names, &view, value, heading, sizeof heading, line, sizeof line))
        return;
    words_clear(&words);
    words_add(&words, "%s", line);
    fprintf(console->out, "    a list of [%s]:\n    ", heading);
    console_wrap(console, 4, 4, words.text);
}

static enum outcome run_print(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    struct memory_view view = study_view(study);
    const char *text = arguments[0];
    struct value value;
    char shown[SHOWN_BYTES];
    struct words words;
    (void)count;
    int format = take_format(console, &text);
    if (format < 0 || !evaluate(study, console, text, &value))
        return OUTCOME_ERROR;
    if (format != 0 && !has_numbers(value.type))
        return command_refuse(console, "%s is no whole number: print %s shows it", text, text);
    value_print_as(study->names, &view, (char)format, &value, shown, sizeof shown);
    bool is_object = type_plain(value.type)->kind == TYPE_OPAQUE;
    words_clear(&words);
    words_add(&words, "%s%s %s", text, is_object ? ":" : " =", shown);
    if (is_object && machine_object(study_machine(study), value.address) != NULL)
        add_waiters(study, &words, value.address);
    bool is_freed = add_freed(study, &words, &value);
    words_print(&words, console, 4);
    if (format == 0 && !is_freed)
        print_list(study, console, &value);
    return OUTCOME_OK;
}

/* ---- set ------------------------------------------------------------------------------------- */

/* Where the = of an assignment stands; NULL when there is none. */
static const char *find_equals(const char *text)
{
    for (const char *at = text; *at != '\0'; at++)
        if (*at == '=' && at[1] == '=')
            at++;
        else if (*at == '=' && (at == text || strchr("!<>", at[-1]) == NULL))
            return at;
    return NULL;
}

bool printing_is_assignment(const char *text)
{
    return find_equals(text) != NULL;
}

/* The bytes that `value` gets in `target`, and how many. */
struct change {
    unsigned char bytes[COPY_BYTES_MOST];
    size_t size;
};

static bool convert_number(const struct study *study, const struct value *target,
                           const struct value *value, struct change *change, char *problem)
{
    struct memory_view view = study_view(study);
    struct reckoning how = {study->names, &view, false, problem, EXPRESSION_PROBLEM_SIZE};
    const struct type *type = type_plain(target->type), *widest = type_long();
    struct value converted, whole;
    if (!type->is_signed)
        widest = type_basic("long unsigned int");
    if (!operators_convert(&how, value, target->type, &converted))
        return false;
    if (type->kind == TYPE_FLOAT) {
        change->size = (size_t)type->size;
        memcpy(change->bytes, &converted.number, sizeof converted.number);
        return true;
    }
    if (!operators_convert(&how, value, widest, &whole))
        return false;
    change->size = value_encode(&view, target, (int64_t)whole.number, change->bytes, problem,
                                EXPRESSION_PROBLEM_SIZE);
    return change->size > 0;
}

/* False with the sentence in `problem`. */
static bool make_change(const struct study *study, const struct value *target,
                        const struct value *value, struct change *change, char *problem)
{
    const struct type *type = type_plain(target->type);
    bool is_number = type_is_integral(type) || type->kind == TYPE_POINTER ||
                     (type->kind == TYPE_FLOAT && type->size <= sizeof(double));
    if (!target->is_lvalue || type->kind == TYPE_FUNCTION)
        snprintf(problem, EXPRESSION_PROBLEM_SIZE,
                 "this cannot be set: a variable can, or one of its parts");
    else if (is_number)
        return convert_number(study, target, value, change, problem);
    else if (type->kind == TYPE_FLOAT && type != type_plain(value->type))
        snprintf(problem, EXPRESSION_PROBLEM_SIZE,
                 "a number of %" PRIu64 " bytes can only be set to another of its type",
                 type->size);
    else if (type_plain(value->type) != type || !value->is_lvalue || type->size > COPY_BYTES_MOST)
        snprintf(problem, EXPRESSION_PROBLEM_SIZE,
                 "a whole struct or array can only be set to another of its type");
    else {
        change->size = (size_t)type->size;
        if (stepper_read(study->stepper, value->address, change->bytes, change->size))
            return true;
        snprintf(problem, EXPRESSION_PROBLEM_SIZE, "what is to be copied cannot be read");
    }
    return false;
}

/* The frame stays the one looked at. */
static bool write_change(struct study *study, uint64_t address, const struct change *change)
{
    struct chosen_frame chosen = study->chosen;
    bool is_present = study_has_chosen(study);
    bool is_written = stepper_write(study->stepper, address, change->bytes, change->size);
    if (is_written && is_present)
        study_choose_frame(study, chosen.slot, chosen.level);
    return is_written;
}

enum outcome printing_set(struct study *study, struct console *console, const char *text)
{
    char problem[EXPRESSION_PROBLEM_SIZE], before[SHOWN_BYTES / 2], after[SHOWN_BYTES / 2];
    struct memory_view view = study_view(study);
    struct value target, value;
    struct change change;
    const char *equals = find_equals(text);
    if (!stepping_may_act(study, console))
        return OUTCOME_ERROR;
    if (equals == NULL)
        return command_refuse(console, "an = is missing: set VARIABLE = EXPRESSION");
    char *name = strndup(text, (size_t)(equals - text));
    if (name == NULL)
        return command_refuse_lack(console, "to read this line");
    for (size_t end = strlen(name); end > 0 && strchr(" \t", name[end - 1]) != NULL; end--)
        name[end - 1] = '\0';
    enum outcome outcome = OUTCOME_ERROR;
    if (!evaluate(study, console, name, &target) || !evaluate(study, console, equals + 1, &value))
        goto done;
    if (!make_change(study, &target, &value, &change, problem)) {
        command_refuse(console, "%s: %s", name, problem);
        goto done;
    }
    value_print(study->names, &view, &target, before, sizeof before);
    study_note_frame(study);
    if (!stepping_begin(study, console, "set %s", text))
        goto done;
    if (!write_change(study, target.address, &change)) {
        history_end(study, NULL);
        command_refuse(console,
                       "%s cannot be changed: it is a constant, or no memory of the program", name);
        goto done;
    }
    value_print(study->names, &view, &target, after, sizeof after);
    words_say(console, "%s: %s -> %s.", name, before, after);
    outcome =
        stepping_end(study, console, &(struct stop){.reason = STOP_DONE, .thread = NO_THREAD});
done:
    free(name);
    return outcome;
}

static enum outcome run_set(void *context, struct console *console, int count, char **arguments)
{
    (void)count;
    return printing_set(context, console, arguments[0]);
}

const struct command printing_commands[] = {
    {.name = "print",
     .arguments = "[/x | /d | /c] EXPRESSION",
     .help =
         "show a variable, also a local one, a part of one, a lock or semaphore, a list node by "
         "node, or what C's operators make of them; /x: in hexadecimal",
     .example = "print queue.head->size -- what the first request in the queue asks for",
     .least = 1,
     .most = -1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_NAME,
     .letter = 'p',
     .run = run_print},
    {.name = NULL},
};

const struct command printing_set_commands[] = {
    {.name = "set",
     .arguments = "VARIABLE = EXPRESSION",
     .help = "change a variable of the program, as if it had been so; undo takes it back",
     .example = "set items = items + 1 -- there is one more",
     .least = 1,
     .most = -1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_NAME,
     .run = run_set},
    {.name = NULL},
};
