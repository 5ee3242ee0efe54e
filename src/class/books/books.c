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

/* Onto the disk, not yet under its name, if all went well so far. */
static bool close_book(struct book *book, const struct bench *bench, const char *name,
                       bool is_written)
{
    char *path = must_format("%s/%s", bench->out, name);
    is_written = fclose(book->out) == 0 && is_written && store_draft(path, book->text, book->size);
    free(path);
    free(book->text);
    return is_written;
}

/* Gives the drafts their names; with `is_written` false takes them away. */
static bool end_books(const struct books *books, bool is_written)
{
    for (enum csv_kind kind = 0; kind < CSV_KINDS; kind++) {
        char *path = must_format("%s/%s", books->bench->out, csv_file_name(kind));
        is_written = is_written && store_publish(path);
        if (!is_written)
            store_withdraw(path);
        free(path);
    }
    return is_written;
}

/* Of which there is no program, its report says why: the sentence, and the line below it. */
static void remark_why(struct unit *unit, const struct result *result)
{
    static const char mark[] = "No program: ", below[] = "\n    | ";
    const char *const texts[] = {result->head, result->tail};
    for (size_t i = 0; i < sizeof texts / sizeof *texts && result->check_count == 0; i++) {
        const char *why = strstr(texts[i], mark);
        if (why == NULL)
            continue;
        const char *end = strchrnul(why, '\n');
        bool has_more = strncmp(end, below, strlen(below)) == 0;
        const char *more = has_more ? end + strlen(below) : "";
        must_add_line(&unit->notes, "%.*s %.*s", (int)(end - why), why, (int)strcspn(more, "\n"),
                      more);
        return;
    }
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
    bool is_written = reports_write(unit, books->bench, &result);
    books->scores[index] = result.score;
    if (unit->state == UNIT_GRADED)
        tally_add(&books->tally, &result);
    for (enum csv_kind kind = 0; kind < CSV_KINDS; kind++)
        csv_row(kind, unit, result.score, books->gradebooks[kind].out);
    remark_why(unit, &result);
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
    char *path = must_format("%s/index.html", books->bench->out);
    bool is_written =
        close_book(&books->page, books->bench, "index.html", true) && store_publish(path);
    free(path);
    return is_written;
}

/* Gradebooks come last: where they are, all else is. */
bool books_write(struct unit *units, size_t count, const struct bench *bench)
{
    struct books books = {.units = units, .count = count, .bench = bench};
    bool is_written;
    books.scores = calloc(count, sizeof *books.scores);
    if (books.scores == NULL)
        must_give_up("no memory left for the gradebooks");
    for (enum csv_kind kind = 0; kind < CSV_KINDS; kind++) {
        open_book(&books.gradebooks[kind]);
        csv_head(kind, bench->lab, books.gradebooks[kind].out);
    }
    is_written = reports_begin(bench);
    for (size_t i = 0; i < count && is_written; i++)
        is_written = enter(&books, i);
    is_written = is_written && write_page(&books);
    for (enum csv_kind kind = 0; kind < CSV_KINDS; kind++)
        is_written = close_book(&books.gradebooks[kind], bench, csv_file_name(kind), is_written);
    is_written = end_books(&books, is_written);
    tally_free(&books.tally);
    free(books.scores);
    return is_written;
}
