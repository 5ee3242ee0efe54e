/* types.c: variables of types that are qualified, have no name of their own, or no size. */
#include <stdatomic.h>
#include <stdio.h>

typedef enum { READ, WRITE } operation;
typedef struct {
    int start, length;
} segment_t;

struct disk {
    struct {
        int reads;
        union {
            int writes;
            char letters[4];
        };
    } heads[2];
    enum { PARKED, TURNING } arm;
    const segment_t first;
    segment_t *restrict free;
    operation next;
    int (*const seek)(int);
};

static int seek(int track)
{
    return track;
}

static segment_t segment = {1, 40};
static struct disk disk = {{{1, {2}}, {3, {0x4241}}}, TURNING, {5, 6}, &segment, WRITE, seek};
static const volatile int port = 4;
static const char *const names[2] = {"in", "out"};
static _Atomic int count = 7;
static atomic_int other;
static int numbers[5] = {10, 255, 256, -1, 'x'};
static double width = 1.5;
int a_name_that_is_longer_than_most_and_whose_length_no_standard_asks_for_but_which_the_compiler_takes_all_the_same_as_it_takes_all =
    8;
struct {
    int length;
    int lines[];
} page;

int main(void)
{
    count++;
    printf("%d %s %d %d\n", disk.seek(port), names[0], numbers[0] + (int)width, other);
    return 0;
}
