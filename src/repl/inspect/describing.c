#include "repl/inspect/describing.h"

#include "program/expressions/expression.h"
#include "program/expressions/typenames.h"
#include "program/frames/locals.h"
#include "program/values/show.h"
#include "repl/inspect/stack.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <string.h>

enum {
    SHOWN_BYTES = 1024,
    TYPE_BYTES = 320,
    INDENT_MOST = 40 /* of types without a name in others */
};

/* ---- info ------------------------------------------------------------------------------------ */

static void print_local(const struct study *study, struct console *console,
                        const struct local *local)
{
    struct memory_view view = study_view(study);
    struct value value = {.type = local->type, .is_lvalue = true, .address = local->address};
    char shown[SHOWN_BYTES];
    struct words words;
    value_print(study->names, &view, &value, shown, sizeof shown);
    words_clear(&words);
    words_add(&words, "%s = %s", local->name, shown);
    words_print(&words, console, 4);
}

/* Those that optimised code has in no memory; how many they are is returned. */
static size_t print_lost(const struct study *study, struct console *console,
                         const struct call_frame *frame, bool are_parameters)
{
    struct local locals[STUDY_LOCALS_MOST];
    struct memory_view view = study_view(study);
    size_t count = locals_lost(study->names, &view, frame, locals, STUDY_LOCALS_MOST), shown = 0;
    for (size_t index = 0; index < count; index++)
        if (locals[index].is_parameter == are_parameters) {
            words_say(console, "%s %s", locals[index].name, locals[index].why_lost);
            shown++;
        }
    return shown;
}

static enum outcome list_locals(const struct study *study, struct console *console,
                                bool are_parameters)
{
    struct local locals[STUDY_LOCALS_MOST];
    struct memory_view view = study_view(study);
    struct call_frame frame;
    struct place place = {.function = ""};
    thread_slot slot;
    size_t level, shown = 0;
    if (!study_frame(study, &slot, &level, &frame))
        return stack_refuse(study, console);
    size_t count = locals_list(study->names, &view, &frame, locals, STUDY_LOCALS_MOST);
    for (size_t index = 0; index < count; index++)
        if (locals[index].is_parameter == are_parameters) {
            print_local(study, console, &locals[index]);
            shown++;
        }
    shown += print_lost(study, console, &frame, are_parameters);
    lines_place(study->lines, frame.pc, &place);
    if (shown == 0)
        words_say(console, "%s, in %s, has no %s here.", study_thread_name(study, slot).text,
                  place.function[0] != '\0' ? place.function : "a function without its source",
                  are_parameters ? "arguments" : "local variables");
    return OUTCOME_OK;
}

/* What gdb tells by info, and which command does here. */
static const struct {
    const char *word, *command;
} elsewhere[] = {
    {"threads", "threads"}, {"breakpoints", "break"}, {"break", "break"},
    {"watch", "watch"},     {"watchpoints", "watch"}, {"display", "display"},
    {"stack", "where"},     {"source", "code"},       {"line", "code"},
};

static enum outcome run_info(void *context, struct console *console, int count, char **arguments)
{
    const struct study *study = context;
    (void)count;
    if (strcmp(arguments[0], "locals") == 0 || strcmp(arguments[0], "args") == 0)
        return list_locals(context, console, arguments[0][0] == 'a');
    for (size_t index = 0; index < sizeof elsewhere / sizeof elsewhere[0]; index++)
        if (strcmp(arguments[0], elsewhere[index].word) == 0)
            return command_run(study->mode, console, elsewhere[index].command);
    return command_refuse(console,
                          "info tells locals or args, not \"%s\"; threads, break, watch and sync "
                          "tell the rest",
                          arguments[0]);
}

/* ---- whatis, ptype --------------------------------------------------------------------------- */

/* The type of an expression, or the type that is named. */
static bool read_type(const struct study *study, struct console *console, const char *text,
                      const struct type **type)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    struct memory_view view = study_view(study);
    const char *at = text;
    enum typename_result result = typename_read(study->names, &at, type, problem, sizeof problem);
    if (result == TYPENAME_READ && at[strspn(at, " \t")] != '\0') {
        snprintf(problem, sizeof problem, "cannot use '%.40s' behind a type", at);
        result = TYPENAME_WRONG;
    }
    if (result == TYPENAME_NONE)
        *type = expression_type(study->names, &view, text, problem, sizeof problem);
    if (result == TYPENAME_WRONG || *type == NULL)
        return command_refuse(console, "%s%s", problem, study_hint(study, problem)) == OUTCOME_OK;
    return true;
}

static enum outcome run_whatis(void *context, struct console *console, int count, char **arguments)
{
    const struct study *study = context;
    const struct type *type;
    char spelt[TYPE_BYTES];
    (void)count;
    if (!read_type(study, console, arguments[0], &type))
        return OUTCOME_ERROR;
    type_describe(type, spelt, sizeof spelt);
    if (type_is_incomplete(type))
        words_say(console, "%s: %s, which the program does not define", arguments[0], spelt);
    else if (type_plain(type)->kind == TYPE_FUNCTION)
        words_say(console, "%s: %s", arguments[0], spelt);
    else
        words_say(console, "%s: %s, %lld %s", arguments[0], spelt, WORDS_COUNT(type->size, "byte"));
    return OUTCOME_OK;
}

/* What a pointer, an array or a typedef comes down to. */
static const struct type *innermost(const struct type *type)
{
    for (type = type_plain(type); type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY;
         type = type_plain(type->target))
        ;
    return type;
}

static void add_enumerators(struct words *words, const struct type *type)
{
    for (size_t index = 0; index < type->enumerator_count; index++)
        words_add(words, "%s%s = %" PRId64, index > 0 ? ", " : "", type->enumerators[index].name,
                  type->enumerators[index].value);
}

static void print_members(struct console *console, const struct type *type, int indent,
                          uint64_t base);

/* A member; what has no name of its own, struct, union or enum, is told here. */
static void print_member(struct console *console, const struct member *member, int indent,
                         uint64_t base)
{
    char spelt[TYPE_BYTES], bits[24] = "";
    const struct type *inner = innermost(member->type);
    struct words words;
    if (member->bit_size > 0)
        snprintf(bits, sizeof bits, " : %u", member->bit_size);
    type_declare(member->type, member->name, spelt, sizeof spelt);
    bool can_tell = indent < INDENT_MOST && inner->kind != TYPE_FUNCTION;
    char *dots = can_tell ? strstr(spelt, "{...}") : NULL;
    words_clear(&words);
    fprintf(console->out, "%*s%.*s", indent, "", (int)(dots ? dots - spelt : TYPE_BYTES), spelt);
    if (dots && inner->enumerator_count > 0) {
        add_enumerators(&words, inner);
        fprintf(console->out, "{%s}", words.text);
    } else if (dots) {
        fprintf(console->out, "{\n");
        bool is_inside = inner == type_plain(member->type);
        print_members(console, inner, indent + 4, is_inside ? base + member->offset : 0);
        fprintf(console->out, "%*s}", indent, "");
    }
    fprintf(console->out, "%s%s;  /* at %" PRIu64 " */\n", dots ? dots + strlen("{...}") : "", bits,
            base + member->offset);
}

static void print_members(struct console *console, const struct type *type, int indent,
                          uint64_t base)
{
    for (size_t index = 0; index < type->member_count; index++)
        print_member(console, &type->members[index], indent, base);
}

/* What a typedef names, with what qualifies it. */
static const struct type *unnamed(const struct type *type)
{
    while (type->kind == TYPE_TYPEDEF)
        type = type->target;
    return type;
}

static enum outcome run_ptype(void *context, struct console *console, int count, char **arguments)
{
    const struct type *type;
    char spelt[TYPE_BYTES];
    struct words words;
    (void)count;
    if (!read_type(context, console, arguments[0], &type))
        return OUTCOME_ERROR;
    const struct type *inner = innermost(type);
    bool has_members = inner->member_count > 0 && inner->kind != TYPE_FUNCTION;
    bool has_parts = has_members || inner->enumerator_count > 0;
    type_describe(has_parts ? inner : unnamed(type), spelt, sizeof spelt);
    if (has_parts && inner->name[0] == '\0')
        spelt[strcspn(spelt, " ")] = '\0'; /* its parts follow */
    words_clear(&words);
    words_add(&words, "%s", spelt);
    if (has_members) {
        fprintf(console->out, "%s {\n", spelt);
        print_members(console, inner, 4, 0);
        fprintf(console->out, "};  /* %" PRIu64 " bytes */\n", inner->size);
        return OUTCOME_OK;
    }
    if (inner->enumerator_count > 0) {
        words_add(&words, " {");
        add_enumerators(&words, inner);
        words_add(&words, "}");
    }
    words_print(&words, console, 4);
    return OUTCOME_OK;
}

static const char *const info_words[] = {"locals", "args", NULL};

const struct command describing_commands[] = {
    {.name = "info",
     .arguments = "locals | args",
     .help = "the local variables, or the arguments, of the call that is looked at",
     .example = "info locals -- what the thread that ran last has in its function",
     .least = 1,
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_WORD,
     .words = info_words,
     .run = run_info},
    {.name = "whatis",
     .arguments = "EXPRESSION | TYPE",
     .help = "the type of an expression, and its bytes",
     .example = "whatis queue.head->size -- its type",
     .least = 1,
     .most = -1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_NAME,
     .run = run_whatis},
    {.name = "ptype",
     .arguments = "EXPRESSION | TYPE",
     .help = "what a struct, union or enum is made of, with the offset of each member",
     .example = "ptype queue -- its members",
     .least = 1,
     .most = -1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_NAME,
     .run = run_ptype},
    {.name = NULL},
};
