#include "repl/mems/access.h"

#include "program/text.h"
#include "repl/act/stepping.h"
#include "repl/words/narrate.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROW_BYTES = 16,   /* of read on a line */
    READ_MOST = 4096, /* bytes of one read */
    WRITE_MOST = 60,  /* bytes of one write: as numbers they fit a line of a session */
    READ_USUAL = 16   /* when no number is given */
};

/* ---- Addresses as they are typed --------------------------------------------------------------- */

static uint64_t element_value(const struct mems *mems, int element)
{
    uint64_t address = 0;
    stepper_read(mems->study.stepper, mems->program.blocks + (uint64_t)element * sizeof address,
                 &address, sizeof address);
    return address;
}

/* The element of a name; 0 when it has none. */
static int find(const struct block_names *names, const char *name)
{
    for (int index = 0; index < names->count; index++)
        if (strcmp(names->text[index], name) == 0)
            return index + 1;
    return 0;
}

static bool is_name(const char *name)
{
    if (!isalpha((unsigned char)name[0]) && name[0] != '_')
        return false;
    while (isalnum((unsigned char)*name) || *name == '_')
        name++;
    return *name == '\0';
}

bool access_enter_name(struct mems *mems, struct console *console, const char *name, int *element)
{
    struct block_names *names = &mems->names;
    *element = find(names, name);
    if (*element > 0)
        return true;
    if (!is_name(name) || strlen(name) >= NAME_BYTES)
        command_refuse(console,
                       "\"%.30s\" is no name for a block: a letter, then letters, digits or _, at "
                       "most %d in all",
                       name, NAME_BYTES - 1);
    else if (names->count == NAMES_MOST || (size_t)names->count + 1 == mems->program.blocks_count)
        command_refuse(console, "%d blocks have names; there is no room for more", names->count);
    else {
        snprintf(names->text[names->count++], NAME_BYTES, "%s", name);
        *element = names->count;
    }
    return *element > 0;
}

/* A name counts from the malloc that gave it: not before, and not when that is undone. */
static bool is_given(const struct mems *mems, const char *name)
{
    const struct history *history = &mems->study.history;
    char end[NAME_BYTES + 8];
    snprintf(end, sizeof end, " as %s", name);
    for (size_t index = 0; index < history->count; index++) {
        const struct prompt_command *command = &history->commands[index];
        size_t length = strlen(command->line);
        if (command->acts && command->first < stepper_position(mems->study.stepper) &&
            length > strlen(end) && strcmp(command->line + length - strlen(end), end) == 0)
            return true;
    }
    return false;
}

bool access_named(const struct mems *mems, const char *name, uint64_t *address)
{
    int element = find(&mems->names, name);
    *address = element > 0 ? element_value(mems, element) : 0;
    return element > 0 && is_given(mems, name);
}

const char *access_name_of(const struct mems *mems, uint64_t address)
{
    for (int element = mems->names.count; element > 0; element--)
        if (element_value(mems, element) == address)
            return mems->names.text[element - 1];
    return NULL;
}

/* "3000", or a name. */
static bool read_base(const struct mems *mems, const char *base, uint64_t *address, char *problem,
                      size_t size)
{
    int64_t number;
    if (access_named(mems, base, address))
        return true;
    if (words_number(base, 0, INT64_MAX, &number)) {
        *address = (uint64_t)number;
        return true;
    }
    if (is_name(base))
        snprintf(problem, size, "no block is called \"%.24s\"; malloc SIZE as %.24s names one",
                 base, base);
    else
        snprintf(problem, size, "\"%.24s\" is no address: a number, a block's name, or NAME+BYTES",
                 base);
    return false;
}

bool access_parse(const struct mems *mems, const char *text, uint64_t *address, char *problem,
                  size_t size)
{
    char base[64];
    int64_t offset = 0;
    size_t length = strcspn(text, "+");
    snprintf(base, sizeof base, "%.*s", (int)length, text);
    if (!read_base(mems, base, address, problem, size))
        return false;
    if (text[length] == '+' && !words_number(text + length + 1, 0, INT64_MAX, &offset)) {
        snprintf(problem, size, "\"%.40s\" is no address: behind + stands a number of bytes", text);
        return false;
    }
    *address += (uint64_t)offset;
    return true;
}

bool access_read_address(const struct mems *mems, struct console *console, const char *text,
                         uint64_t *address)
{
    char problem[160];
    if (access_parse(mems, text, address, problem, sizeof problem))
        return true;
    command_refuse(console, "%s", problem);
    return false;
}

/* ---- Words ----------------------------------------------------------------------------------- */

void access_add_block(const struct mems *mems, struct words *words, const struct heap_node *block)
{
    const char *name = access_name_of(mems, block->start);
    words_add(words, "block %" PRIu64 "-%" PRIu64, block->start, heap_node_last(block));
    if (name != NULL)
        words_add(words, " (%s)", name);
}

void access_add_outside(const struct heap *heap, struct words *words, uint64_t address)
{
    const struct heap_node *node = heap_node_at(heap, address);
    if (node != NULL)
        words_add(words, "in the hole %" PRIu64 "-%" PRIu64, node->start, heap_node_last(node));
    else if (heap->main_count == 0)
        words_add(words, "nowhere: nothing is mapped");
    else if (address < heap->mains[0].start)
        words_add(words, "below %" PRIu64 ", the first address", heap->mains[0].start);
    else
        words_add(words, "behind %" PRIu64 ", the last address mapped", heap->next_address - 1);
}

/* ---- The call -------------------------------------------------------------------------------- */

/* mems_get(address) in a command that has begun. Also says when the answer is not what the chains
 * have. */
static bool call_get(struct mems *mems, struct console *console, uint64_t address,
                     struct stop *stop, uint64_t *physical)
{
    const struct heap_node *node = heap_node_at(&mems->now, address);
    bool is_live = node != NULL && !node->is_hole;
    uint64_t expected = is_live ? node->physical + (address - node->start) : 0;
    if (!mems_call(mems, mems->program.mems_get, address, 0, stop, physical))
        return false;
    mems_look(mems);
    if (*physical != expected)
        words_say(console,
                  "mems_get(%" PRIu64 ") answers 0x%" PRIx64 ", but by the chains it is 0x%" PRIx64
                  ".",
                  address, *physical, expected);
    return true;
}

/* ---- get ------------------------------------------------------------------------------------- */

static void tell_get(struct mems *mems, struct console *console, uint64_t address,
                     uint64_t physical)
{
    struct words words;
    const struct heap_node *node = heap_node_at(&mems->now, address);
    words_clear(&words);
    if (physical == 0)
        fprintf(console->out, "%" PRIu64 " -> NULL\n", address);
    else
        fprintf(console->out, "%" PRIu64 " -> 0x%" PRIx64 "\n", address, physical);
    if (node == NULL || node->is_hole) {
        words_add(&words, "It lies ");
        access_add_outside(&mems->now, &words, address);
    } else {
        const struct heap_main *main = &mems->now.mains[node->main];
        uint64_t into = address - main->start;
        words_add(&words, "Byte %" PRIu64 " of the ", address - node->start);
        access_add_block(mems, &words, node);
        words_add(&words, "; byte %" PRIu64 " of page %" PRIu64 " of the main node at %" PRIu64,
                  into % HEAP_PAGE_BYTES, into / HEAP_PAGE_BYTES, main->start);
    }
    words_add(&words, ".");
    words_print(&words, console, 0);
}

static enum outcome run_get(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    struct stop stop;
    uint64_t address, physical;
    (void)count;
    if (!mems_may_call(mems, console) ||
        !access_read_address(mems, console, arguments[0], &address) ||
        !stepping_begin(&mems->study, console, "get %s", arguments[0]))
        return OUTCOME_ERROR;
    if (call_get(mems, console, address, &stop, &physical))
        tell_get(mems, console, address, physical);
    return stepping_end(&mems->study, console, &stop);
}

/* ---- read, write ----------------------------------------------------------------------------- */

/* False, with the refusal printed, unless all the bytes lie in one live block. */
static bool is_inside(const struct mems *mems, struct console *console, uint64_t address,
                      uint64_t size)
{
    struct words words;
    const struct heap_node *node = heap_node_at(&mems->now, address);
    words_clear(&words);
    if (node == NULL || node->is_hole) {
        words_add(&words, "%" PRIu64 " lies ", address);
        access_add_outside(&mems->now, &words, address);
        words_add(&words, "; mems_get() answers NULL");
    } else if (size > heap_node_last(node) - address + 1) {
        words_add(&words, "%" PRIu64 "-%" PRIu64 " leaves the ", address, address + size - 1);
        access_add_block(mems, &words, node);
        words_add(&words, "; what lies behind belongs to someone else");
    }
    if (words.used > 0)
        command_refuse(console, "%s", words.text);
    return words.used == 0;
}

/* "    1000  68 65 6c 6c 6f 00 00 00  hello..." as wide as the console allows. */
static void print_bytes(const struct console *console, uint64_t address, const unsigned char *bytes,
                        size_t size)
{
    int row = (console->width - 12) / 4;
    row = row >= ROW_BYTES ? ROW_BYTES : row >= 8 ? 8 : row < 1 ? 1 : row;
    for (size_t from = 0; from < size; from += (size_t)row) {
        size_t end = size - from < (size_t)row ? size : from + (size_t)row;
        fprintf(console->out, "%8" PRIu64 " ", address + from);
        for (size_t n = from; n < end; n++)
            fprintf(console->out, " %02x", bytes[n]);
        fprintf(console->out, "%*s", 3 * (int)(from + (size_t)row - end) + 2, "");
        for (size_t n = from; n < end; n++)
            fputc(bytes[n] >= ' ' && bytes[n] < 0x7F ? bytes[n] : '.', console->out);
        fputc('\n', console->out);
    }
}

static enum outcome run_read(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    struct stop stop;
    uint64_t address, physical;
    int64_t size = READ_USUAL;
    if (count > 1 && !words_number(arguments[1], 1, READ_MOST, &size))
        return command_refuse(console, "read takes a number of bytes, 1 to %d, not \"%.40s\"",
                              READ_MOST, arguments[1]);
    if (!mems_may_call(mems, console) ||
        !access_read_address(mems, console, arguments[0], &address))
        return OUTCOME_ERROR;
    const struct heap_node *node = heap_node_at(&mems->now, address);
    if (count == 1 && node != NULL && heap_node_last(node) - address < READ_USUAL)
        size = (int64_t)(heap_node_last(node) - address + 1);
    if (!is_inside(mems, console, address, (uint64_t)size) ||
        !stepping_begin(&mems->study, console, "read %s %" PRId64, arguments[0], size))
        return OUTCOME_ERROR;
    if (call_get(mems, console, address, &stop, &physical)) {
        unsigned char bytes[READ_MOST];
        if (stepper_read(mems->study.stepper, physical, bytes, (size_t)size))
            print_bytes(console, address, bytes, (size_t)size);
        else
            words_say(console, "Nothing can be read at 0x%" PRIx64 ".", physical);
    }
    return stepping_end(&mems->study, console, &stop);
}

/* A number up to 255 is a byte, any other word its characters. False, with the refusal printed,
 * when there are too many. */
static bool read_bytes(struct console *console, int count, char **arguments, unsigned char *bytes,
                       size_t *size)
{
    *size = 0;
    for (int index = 0; index < count; index++) {
        const char *word = arguments[index];
        int64_t number;
        bool is_byte = words_number(word, 0, 255, &number);
        size_t length = is_byte ? 1 : strlen(word);
        if (!is_byte && words_number(word, INT64_MIN, INT64_MAX, &number)) {
            command_refuse(console, "a byte is a number from 0 to 255, not %.40s", word);
            return false;
        }
        if (length > WRITE_MOST - *size) {
            command_refuse(console, "write takes at most %d bytes", WRITE_MOST);
            return false;
        }
        if (is_byte)
            bytes[*size] = (unsigned char)number;
        else
            memcpy(bytes + *size, word, length);
        *size += length;
    }
    return true;
}

/* The line as it can be typed again: each byte as a number. */
static char *write_line(const char *address, const unsigned char *bytes, size_t size)
{
    struct text_stream line;
    if (!text_stream_open(&line))
        return NULL;
    fprintf(line.out, "write %s", address);
    for (size_t n = 0; n < size; n++)
        fprintf(line.out, " %d", bytes[n]);
    return text_stream_close(&line);
}

static enum outcome run_write(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    struct stop stop;
    unsigned char bytes[WRITE_MOST];
    uint64_t address, physical;
    size_t size;
    if (!read_bytes(console, count - 1, arguments + 1, bytes, &size) ||
        !mems_may_call(mems, console) ||
        !access_read_address(mems, console, arguments[0], &address))
        return OUTCOME_ERROR;
    if (size == 0)
        return command_refuse(console, "there is nothing to write");
    if (!is_inside(mems, console, address, size))
        return OUTCOME_ERROR;
    char *line = write_line(arguments[0], bytes, size);
    bool is_begun = line != NULL && history_begin(&mems->study, line);
    free(line);
    if (!is_begun)
        return command_refuse_lack(console, "to remember this command");
    if (call_get(mems, console, address, &stop, &physical)) {
        if (stepper_write(mems->study.stepper, physical, bytes, size))
            words_say(console, "Wrote %lld %s at %" PRIu64 ", through 0x%" PRIx64 ".",
                      WORDS_COUNT(size, "byte"), address, physical);
        else
            words_say(console, "Nothing can be written at 0x%" PRIx64 ".", physical);
    }
    return stepping_end(&mems->study, console, &stop);
}

const struct command access_commands[] = {
    {.name = "get",
     .arguments = "ADDR",
     .help = "call mems_get(ADDR): from a virtual address to the physical one",
     .example = "get a+500 -- byte 500 of the block a: where it really is",
     .least = 1,
     .most = 1,
     .group = GROUP_FIRST,
     .complete = ARGUMENT_ID,
     .run = run_get},
    {.name = "read",
     .arguments = "ADDR [COUNT]",
     .help = "show COUNT bytes of a block, or 16",
     .example = "read a 4 -- the first four bytes of the block a, as numbers and as text",
     .least = 1,
     .most = 2,
     .group = GROUP_MORE,
     .complete = ARGUMENT_ID,
     .run = run_read},
    {.name = "write",
     .arguments = "ADDR BYTE|TEXT ...",
     .help = "write bytes to a block: numbers from 0 to 255, or text",
     .example = "write a hello 0 -- five letters and a zero",
     .least = 2,
     .most = 1 + WRITE_MOST,
     .group = GROUP_MORE,
     .complete = ARGUMENT_ID,
     .run = run_write},
    {.name = NULL},
};
