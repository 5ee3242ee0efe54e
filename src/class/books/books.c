#include "class/books/books.h"

#include "class/books/alike.h"
#include "class/books/csv.h"
#include "class/books/page.h"
#include "class/books/reports.h"
#include "class/books/tally.h"
#include "class/store.h"
#include "class/must.h"

#include <stdlib.h>
#include <string.h>

/* A file while it is being put together. */
struct book {
    FILE *out;
    char *text;
    size_t size;
};

struct books {
    struct unit *units;
    size_t count;
    const struct bench *bench;
    int *scores;
    struct tally tally;
    struct book gradebooks[CSV_KINDS], page;
};

static void open_book(struct book *book)
{
    book->out = open_memstream(&book->text, &book->size);
    if (book->out == NULL)
        must_give_up("no memory left for the gradebooks");
}

static bool close_book(struct book *book, const struct bench *bench, const char *name)
{
    char *path = must_format("%s/%s", bench->out, name);
    bool is_written = fclose(book->out) == 0 && store_write(path, book->text, book->size);
    free(path);
    free(book->text);
    return is_written;
}

/* Counts the unit, and writes its rows and reports. */
static bool enter(struct books *books, size_t index)
{
    struct result result;
    struct unit *unit = &books->units[index];
    if (!unit_load(unit, books->bench, &result)) {
        result_free(&result);
        unit_fail(unit, books->bench, must_format("its result is gone, or was changed"));
        unit_load(unit, books->bench, &result);
    }
    books->scores[index] = result.score;
    if (unit->state == UNIT_GRADED)
        tally_add(&books->tally, &result);
    for (enum csv_kind kind = 0; kind < CSV_KINDS; kind++)
        csv_row(kind, unit, result.score, books->gradebooks[kind].out);
    bool is_written = reports_write(unit, books->bench, &result);
    result_free(&result);
    return is_written;
}

static bool write_page(struct books *books)
{
    struct alike alike = alike_find(books->units, books->count, books->bench);
    struct page page = {books->units, books->scores, books->count,
                        books->bench, &books->tally, &alike};
    tally_sort(&books->tally);
    open_book(&books->page);
    page_write(&page, books->page.out);
    alike_free(&alike);
    return close_book(&books->page, books->bench, "index.html");
}

/* Gradebooks come last: where they are, all else is. */
bool books_write(struct unit *units, size_t count, const struct bench *bench)
{
    struct books books = {.units = units, .count = count, .bench = bench};
    bool is_written = true;
    books.scores = calloc(count, sizeof *books.scores);
    if (books.scores == NULL)
        must_give_up("no memory left for the gradebooks");
    for (enum csv_kind kind = 0; kind < CSV_KINDS; kind++) {
        open_book(&books.gradebooks[kind]);
        csv_head(kind, bench->lab, books.gradebooks[kind].out);
    }
    for (size_t i = 0; i < count && is_written; i++)
        is_written = enter(&books, i);
    is_written = is_written && write_page(&books);
    for (enum csv_kind kind = 0; kind < CSV_KINDS; kind++)
        if (is_written)
            is_written = close_book(&books.gradebooks[kind], bench, csv_file_name(kind));
    tally_free(&books.tally);
    free(books.scores);
    return is_written;
}
