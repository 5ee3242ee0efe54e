/* again.c: runs a target without libFuzzer: TARGET RUNS FILE... runs each file as it is, and then RUNS
 * inputs that are made of them, always the same ones: a file with some bytes changed, cut out, doubled
 * or taken from another file. An input that ends the process is left in FUZZ_LEFT, if that is set. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { INPUT_MOST = 1 << 18, PIECE_MOST = 24, CHANGES_MOST = 4 };

struct input {
    uint8_t *bytes;
    size_t size;
};

__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return 0;
}

/* Below `limit`; 0 when that is 0. xorshift64 (Marsaglia 2003). */
static size_t draw(uint64_t *seed, size_t limit)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return limit == 0 ? 0 : (size_t)(*seed >> 11) % limit;
}

static struct input read_input(const char *path)
{
    struct input input = {.bytes = malloc(INPUT_MOST)};
    FILE *file = fopen(path, "rb");
    if (file == NULL || input.bytes == NULL) {
        perror(path);
        exit(2);
    }
    input.size = fread(input.bytes, 1, INPUT_MOST, file);
    fclose(file);
    return input;
}

/* Opens or closes a gap at a place drawn; returns where it is, `*size` bytes of it. */
static uint8_t *make_gap(struct input *input, uint64_t *seed, size_t *size)
{
    size_t at = draw(seed, input->size + 1);
    *size = 1 + draw(seed, PIECE_MOST);
    if (*size > INPUT_MOST - input->size)
        *size = INPUT_MOST - input->size;
    memmove(input->bytes + at + *size, input->bytes + at, input->size - at);
    input->size += *size;
    return input->bytes + at;
}

static void cut(struct input *input, uint64_t *seed)
{
    size_t at = draw(seed, input->size + 1), size = draw(seed, PIECE_MOST);
    if (size > input->size - at)
        size = input->size - at;
    memmove(input->bytes + at, input->bytes + at + size, input->size - at - size);
    input->size -= size;
}

static void insert(struct input *input, const struct input *from, uint64_t *seed)
{
    size_t size, at = draw(seed, from->size);
    uint8_t *gap = make_gap(input, seed, &size);
    for (size_t i = 0; i < size; i++)
        gap[i] = at + i < from->size ? from->bytes[at + i] : 0;
}

static void change(struct input *input, const struct input *other, uint64_t *seed)
{
    static const uint8_t odd[] = {0, 1, 0x7F, 0x80, 0xFF, '\n', ' ', '"', '0', '9', '-'};
    uint8_t *byte = input->bytes + draw(seed, input->size);
    switch (input->size == 0 ? 0 : draw(seed, 5)) {
    case 0:
        insert(input, other, seed);
        break;
    case 1:
        cut(input, seed);
        break;
    case 2:
        *byte = odd[draw(seed, sizeof odd)];
        break;
    case 3:
        *byte ^= (uint8_t)(1u << draw(seed, 8));
        break;
    default:
        *byte = (uint8_t)draw(seed, 256);
    }
}

static void run(const struct input *input)
{
    const char *left = getenv("FUZZ_LEFT");
    FILE *file = left == NULL ? NULL : fopen(left, "wb");
    if (file != NULL) {
        fwrite(input->bytes, 1, input->size, file);
        fclose(file);
    }
    uint8_t *exact = malloc(input->size + !input->size); /* a byte behind it is found */
    if (exact == NULL)
        exit(2);
    memcpy(exact, input->bytes, input->size);
    LLVMFuzzerTestOneInput(exact, input->size);
    free(exact);
}

static void run_changed(const struct input *inputs, size_t count, uint64_t seed)
{
    struct input changed = {.bytes = malloc(INPUT_MOST)};
    const struct input *from = &inputs[draw(&seed, count)];
    if (changed.bytes == NULL)
        exit(2);
    memcpy(changed.bytes, from->bytes, changed.size = from->size);
    for (size_t changes = 1 + draw(&seed, CHANGES_MOST); changes > 0; changes--)
        change(&changed, &inputs[draw(&seed, count)], &seed);
    run(&changed);
    free(changed.bytes);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s RUNS FILE...\n", argv[0]);
        return 2;
    }
    size_t count = (size_t)argc - 2;
    struct input *inputs = calloc(count, sizeof *inputs);
    long runs = strtol(argv[1], NULL, 10);
    LLVMFuzzerInitialize(&argc, &argv);
    for (size_t i = 0; inputs != NULL && i < count; i++) {
        inputs[i] = read_input(argv[i + 2]);
        run(&inputs[i]);
    }
    for (long i = 1; inputs != NULL && i <= runs; i++)
        run_changed(inputs, count, (uint64_t)i * UINT64_C(0x9E3779B97F4A7C15));
    for (size_t i = 0; inputs != NULL && i < count; i++)
        free(inputs[i].bytes);
    free(inputs);
    printf("%zu files, %ld inputs made of them\n", count, runs);
    return 0;
}
