#include "results/tape.h"

#include "results/clean.h"

#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

/* Passes on what is whole. */
static void settle(struct tape *tape, bool is_end)
{
    size_t left = 0;
    char *fresh = tape->bytes + tape->done;
    size_t size = clean_bytes(fresh, tape->size - tape->done, is_end ? NULL : &left);
    fwrite(fresh, 1, size, tape->to);
    fflush(tape->to);
    tape->done += size;
    tape->size = tape->done + left;
}

static bool make_room(struct tape *tape, size_t size)
{
    enum { FIRST_ROOM = 1 << 14 };
    size_t room = tape->room;
    while (room < tape->size + size)
        room = room == 0 ? FIRST_ROOM : 2 * room;
    if (room == tape->room)
        return true;
    char *grown = realloc(tape->bytes, room);
    if (grown == NULL)
        return false;
    tape->bytes = grown;
    tape->room = room;
    return true;
}

static ssize_t take(void *cookie, const char *bytes, size_t size)
{
    struct tape *tape = cookie;
    if (!make_room(tape, size)) {
        tape->is_lacking = true;
        return 0;
    }
    memcpy(tape->bytes + tape->size, bytes, size);
    tape->size += size;
    settle(tape, false);
    return (ssize_t)size;
}

bool tape_open(struct tape *tape, FILE *to)
{
    *tape = (struct tape){.to = to};
    if (!make_room(tape, 1))
        return false;
    tape->out = fopencookie(tape, "w", (cookie_io_functions_t){.write = take});
    return tape->out != NULL;
}

void tape_close(struct tape *tape)
{
    if (tape->out != NULL)
        fclose(tape->out);
    if (tape->bytes != NULL)
        settle(tape, true);
    free(tape->bytes);
    *tape = (struct tape){.out = NULL};
}

char *tape_cut(struct tape *tape)
{
    fflush(tape->out);
    settle(tape, true);
    size_t size = tape->done - tape->cut;
    char *text = tape->is_lacking ? NULL : malloc(size + 1);
    if (text == NULL)
        return NULL;
    memcpy(text, tape->bytes + tape->cut, size);
    text[size] = '\0';
    tape->cut = tape->done;
    return text;
}
