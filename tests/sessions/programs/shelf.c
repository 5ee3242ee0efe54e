/* shelf.c: one file and one thread, which is what a person who knows gdb tries first. */
#include <stdio.h>
#include <stdlib.h>

enum marks { MARK_RED = 1, MARK_SOFT = 2, MARK_OLD = 4 };

typedef struct {
    int pages;
    enum marks marks;
} summary;

struct book {
    const char *title;
    summary inside;
    struct book *next;
};

struct operation {
    const char *name;
    int (*apply)(int left, int right);
};

static int add(int left, int right)
{
    return left + right;
}

static struct operation operations[] = {{"add", add}};
static enum marks marks = MARK_RED | MARK_OLD;
static struct book *shelf, *gone;

static void put(const char *title, int pages)
{
    struct book *book = malloc(sizeof *book);
    *book = (struct book){title, {pages, marks}, shelf};
    shelf = book;
}

static int count(const struct book *book)
{
    static int calls;
    calls++;
    if (book == NULL)
        return 0;
    int rest = count(book->next);
    return operations[0].apply(book->inside.pages, rest);
}

int main(void)
{
    put("Dust", 120);
    put("Rust", 80);
    int pages = count(shelf);
    gone = shelf;
    shelf = shelf->next;
    free(gone);
    printf("%d pages\n", pages);
    return 0;
}
