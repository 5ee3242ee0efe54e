#include "program/frames/calls.h"

/* The word of the saved frame pointer, counted from the stack pointer: see stepper/stacks/switch-*.S. */
#if defined __x86_64__
enum { POINTER_WORD = 6 };
#else
enum { POINTER_WORD = 10 };
#endif

bool calls_saved_pointer(const struct memory_view *memory, uint64_t stack_pointer,
                         uint64_t *pointer)
{
    return memory->read(memory->context, stack_pointer + POINTER_WORD * sizeof *pointer, pointer,
                        sizeof *pointer);
}

struct record {
    uint64_t caller; /* its frame pointer */
    uint64_t returns_to;
};

static bool read_record(const struct memory_view *memory, const struct call_stack *stack,
                        uint64_t pointer, struct record *record)
{
    return pointer % sizeof(uint64_t) == 0 && pointer >= stack->low &&
           pointer <= stack->high - sizeof *record &&
           memory->read(memory->context, pointer, record, sizeof *record);
}

size_t calls_walk(const struct image *image, const struct memory_view *memory,
                  const struct call_stack *stack, struct call_frame *frames, size_t most)
{
    struct range text = image_text(image);
    struct record record;
    size_t count = 0;
    for (uint64_t pointer = stack->pointer;
         count < most && read_record(memory, stack, pointer, &record); pointer = record.caller) {
        if (record.returns_to >= text.low && record.returns_to < text.high)
            frames[count++] =
                (struct call_frame){.pc = record.returns_to, .pointer = record.caller};
        if (record.caller <= pointer)
            break;
    }
    return count;
}
