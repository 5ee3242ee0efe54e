#include "repl/inspect/stack.h"

#include "program/frames/locals.h"
#include "program/values/show.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <string.h>

enum { ARGUMENT_BYTES = 80 }; /* of a shown argument */

/* Adds "add(list = &head, id = 4)"; a function without debug information has only its name. */
static void add_call(const struct study *study, struct words *words, const struct call_frame *frame)
{
    struct local locals[STUDY_LOCALS_MOST];
    struct memory_view view = study_view(study);
    struct place place = {.function = ""};
    char shown[ARGUMENT_BYTES];
    const char *separator = "";
    lines_place(study->lines, frame->pc, &place);
    words_add(words, "%s(", place.function[0] != '\0' ? place.function : "?");
    size_t count = locals_list(study->names, &view, frame, locals, STUDY_LOCALS_MOST);
    for (size_t index = 0; index < count; index++) {
        if (!locals[index].is_parameter)
            continue;
        struct value value = {
            .type = locals[index].type, .is_lvalue = true, .address = locals[index].address};
        value_print(study->names, &view, &value, shown, sizeof shown);
        words_add(words, "%s%s = %s", separator, locals[index].name, shown);
        separator = ", ";
    }
    count = locals_lost(study->names, &view, frame, locals, STUDY_LOCALS_MOST);
    for (size_t index = 0; index < count; index++) {
        if (!locals[index].is_parameter)
            continue;
        words_add(words, "%s%s %s", separator, locals[index].name,
                  locals[index].is_in_register ? "in a register" : "optimised away");
        separator = ", ";
    }
    words_add(words, ")");
}

static void print_frame(const struct study *study, struct console *console,
                        const struct call_frame *frame, size_t level, bool is_chosen)
{
    struct words words;
    words_clear(&words);
    add_call(study, &words, frame);
    words_add(&words, " at %s", study_place(study, frame->pc).text);
    int column = fprintf(console->out, "%s #%-2zu ", is_chosen ? "->" : "  ", level);
    console_wrap(console, column, column, words.text);
}

/* Where only the prompt's own thread is, between two calls, there is nobody to tell of. */
enum outcome stack_refuse(const struct study *study, struct console *console)
{
    bool has_others = false;
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        has_others = has_others || slot != study_prompt(study);
    return command_refuse(console, "no thread is in any call; %s",
                          has_others ? "threads tells how they stand"
                                     : "break FUNCTION stops in the middle of one");
}

/* The thread named, else the one of interest.  False with the refusal printed. */
static bool read_thread(const struct study *study, struct console *console, const char *name,
                        thread_slot *slot)
{
    struct call_frame frame;
    size_t level;
    if (name != NULL)
        *slot = study_find_thread(study, name);
    else if (!study_frame(study, slot, &level, &frame))
        *slot = NO_THREAD;
    if (*slot != NO_THREAD)
        return true;
    if (name != NULL)
        command_refuse(console, "no thread \"%s\"; threads lists them", name);
    else
        stack_refuse(study, console);
    return false;
}

static enum outcome run_where(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    struct call_frame frames[STUDY_FRAMES_MOST], frame;
    thread_slot slot, chosen;
    size_t level;
    if (!read_thread(study, console, count > 0 ? arguments[0] : NULL, &slot))
        return OUTCOME_ERROR;
    size_t frame_count = study_frames(study, slot, frames);
    if (frame_count == 0)
        return command_refuse(console, "%s is in no call: it is %s", narrate_name(study, slot).text,
                              study_state_name(study_state(study, slot)));
    bool is_known = study_frame(study, &chosen, &level, &frame);
    words_say(console, "%s:", study_thread_name(study, slot).text);
    for (size_t index = 0; index < frame_count; index++)
        print_frame(study, console, &frames[index], index,
                    is_known && chosen == slot && level == index);
    if (frame_count == STUDY_FRAMES_MOST)
        words_say(console, "Calls further out than these %d are not shown.", STUDY_FRAMES_MOST);
    return OUTCOME_OK;
}

/* ---- Choosing a frame ------------------------------------------------------------------------ */

static enum outcome choose(struct study *study, struct console *console, thread_slot slot,
                           int64_t level)
{
    struct call_frame frames[STUDY_FRAMES_MOST];
    struct place place;
    char text[256];
    size_t count = study_frames(study, slot, frames);
    struct spoken_name name = narrate_name(study, slot);
    if (count == 0)
        return command_refuse(console, "%s is in no call: it is %s", name.text,
                              study_state_name(study_state(study, slot)));
    if (level < 0 || (size_t)level >= count)
        return command_refuse(console,
                              level < 0 ? "%s is in no call further in than #0"
                                        : "%s has no frame #%" PRId64 "; where lists them",
                              name.text, level);
    study_choose_frame(study, slot, (size_t)level);
    words_say(console, "%s:", study_thread_name(study, slot).text);
    print_frame(study, console, &frames[level], (size_t)level, true);
    if (lines_place(study->lines, frames[level].pc, &place) &&
        lines_source_text(study->lines, place.file, place.line, text, sizeof text))
        fprintf(console->out, "   %4d  %s\n", place.line, text);
    return OUTCOME_OK;
}

/* Goes `by` frames out from the present one. */
static enum outcome move(struct study *study, struct console *console, int count, char **arguments,
                         int64_t by)
{
    struct call_frame frame;
    thread_slot slot;
    size_t level;
    int64_t times = 1;
    if (count > 0 && !words_number(arguments[0], 1, STUDY_FRAMES_MOST, &times))
        return command_refuse(console, "\"%s\" is no number of frames: one, 1 or more",
                              arguments[0]);
    if (!study_frame(study, &slot, &level, &frame))
        return stack_refuse(study, console);
    return choose(study, console, slot, (int64_t)level + by * times);
}

static enum outcome run_up(void *context, struct console *console, int count, char **arguments)
{
    return move(context, console, count, arguments, 1);
}

static enum outcome run_down(void *context, struct console *console, int count, char **arguments)
{
    return move(context, console, count, arguments, -1);
}

/* [THREAD] [N]: a bare number is a frame. */
static enum outcome run_frame(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    struct call_frame frame;
    thread_slot slot;
    size_t present = 0;
    int64_t level = 0;
    const char *thread = count > 0 && !words_is_numeric(arguments[0]) ? arguments[0] : NULL;
    int taken = thread != NULL ? 1 : 0;
    const char *number = count > taken ? arguments[taken] : NULL;
    if (!read_thread(study, console, thread, &slot))
        return OUTCOME_ERROR;
    if (count == 0 && study_frame(study, &slot, &present, &frame))
        level = (int64_t)present;
    if (number != NULL && !words_number(number, 0, INT32_MAX, &level))
        return command_refuse(console, "\"%s\" is no frame: they are numbered from 0, see where",
                              number);
    return choose(study, console, slot, level);
}

const struct command stack_commands[] = {
    {.name = "where",
     .arguments = "[THREAD]",
     .help = "the calls that a thread is in, the innermost first, with their arguments",
     .example = "where T1 -- which function called which",
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_THREAD,
     .run = run_where},
    {.name = "backtrace",
     .arguments = "[THREAD]",
     .help = "the same as where",
     .example = "backtrace -- the calls of the thread that ran last",
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_THREAD,
     .run = run_where},
    {.name = "frame",
     .arguments = "[THREAD] [N]",
     .help = "look at the variables of a thread's call number N, until the program moves",
     .example = "frame T1 1 -- print now knows the variables of who called T1's function",
     .most = 2,
     .group = GROUP_MORE,
     .complete = ARGUMENT_THREAD,
     .run = run_frame},
    {.name = "up",
     .arguments = "[N]",
     .help = "look at the variables of the caller",
     .example = "up -- print now knows the caller's variables",
     .most = 1,
     .group = GROUP_MORE,
     .run = run_up},
    {.name = "down",
     .arguments = "[N]",
     .help = "look at the variables of the function called",
     .example = "down -- takes back one up",
     .most = 1,
     .group = GROUP_MORE,
     .run = run_down},
    {.name = NULL},
};
