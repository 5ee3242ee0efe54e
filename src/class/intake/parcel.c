#include "class/intake/parcel.h"

#include "class/store.h"
#include "class/must.h"
#include "program/fingerprint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_TOLD = 6 };

/* A file of the submission, and by what it is compared with the lab's. */
struct candidate {
    struct find *find;
    const char *base;
    int depth;
};

struct choice {
    const struct lab *lab;
    const char *home;
    struct candidate *list;
    size_t count;
    struct parcel *parcel;
};

/* ---- Candidates ------------------------------------------------------------------------------ */

/* A path has slashes, and ": " behind an archive's. */
static const char *base_of(const char *name)
{
    const char *slash = strrchr(name, '/'), *colon = strstr(name, ": ");
    const char *base = slash == NULL ? name : slash + 1;
    return colon != NULL && colon + 2 > base ? colon + 2 : base;
}

static int depth_of(const char *name)
{
    int depth = 0;
    for (; *name != '\0'; name++)
        depth += *name == '/';
    return depth;
}

static void add_candidates(struct choice *choice, const struct offering *offering,
                           struct finds *finds, size_t first)
{
    for (size_t i = first; i < finds->count; i++) {
        struct find *find = &finds->list[i];
        bool is_entry = strcmp(find->name, offering->entry) == 0 && offering->rest[0] != '\0';
        choice->list = must_grow(choice->list, choice->count, sizeof *choice->list);
        choice->list[choice->count++] = (struct candidate){
            find, is_entry ? offering->rest : base_of(find->name), depth_of(find->name)};
    }
}

static bool is_source(const struct candidate *candidate)
{
    return naming_ends(candidate->base, ".c");
}

/* ---- Choosing -------------------------------------------------------------------------------- */

static void note(struct choice *choice, const char *format, const char *one, const char *other)
{
    char *shown = roster_printable(one), *beside = roster_printable(other);
    must_add_line(&choice->parcel->notes, format, shown, beside);
    free(beside);
    free(shown);
}

static void fail(struct choice *choice, char *sentence)
{
    if (choice->parcel->fault == NULL)
        choice->parcel->fault = roster_printable(sentence);
    free(sentence);
}

static bool is_same(const struct find *one, const struct find *other)
{
    return one->bytes != NULL && other->bytes != NULL && one->size == other->size &&
           memcmp(one->bytes, other->bytes, one->size) == 0;
}

static bool is_meant(const struct candidate *candidate, const char *file, bool with_count)
{
    if (!with_count)
        return strcmp(candidate->base, file) == 0;
    char *name = naming_without_count(candidate->base);
    bool is_it = strcmp(name, file) == 0;
    free(name);
    return is_it;
}

/* The best of those that are meant; *rival another as good, but different. */
static struct candidate *best(struct choice *choice, const char *file, bool with_count,
                              struct candidate **rival)
{
    struct candidate *found = NULL;
    *rival = NULL;
    for (size_t i = 0; i < choice->count; i++) {
        struct candidate *candidate = &choice->list[i];
        if (!is_meant(candidate, file, with_count))
            continue;
        if (found == NULL || candidate->depth < found->depth) {
            found = candidate;
            *rival = NULL;
        } else if (candidate->depth == found->depth && !is_same(candidate->find, found->find))
            *rival = candidate;
    }
    return found;
}

static struct candidate *only_source(struct choice *choice)
{
    struct candidate *found = NULL;
    if (choice->lab->files[0] == NULL || choice->lab->files[1] != NULL)
        return NULL;
    for (size_t i = 0; i < choice->count; i++) {
        if (found != NULL && is_source(&choice->list[i]) &&
            !is_same(found->find, choice->list[i].find))
            return NULL;
        if (found == NULL && is_source(&choice->list[i]))
            found = &choice->list[i];
    }
    return found;
}

static void take(struct choice *choice, const struct find *find, const char *file)
{
    if (find->bytes == NULL)
        fail(choice, must_format("%s is no plain file, or has 1 MiB or more.", find->name));
    else
        finds_add(&choice->parcel->files, file, must_copy(find->bytes, find->size), find->size);
}

/* False when it was not handed in. */
static bool choose(struct choice *choice, const char *file)
{
    struct candidate *rival, *found = best(choice, file, false, &rival);
    if (found == NULL)
        found = best(choice, file, true, &rival);
    if (found == NULL)
        found = only_source(choice);
    if (found == NULL)
        return false;
    if (rival != NULL)
        fail(choice, must_format("Which %s is meant cannot be told: there is %s, and there is %s.",
                                 file, found->find->name, rival->find->name));
    else
        take(choice, found->find, file);
    if (rival == NULL && strcmp(found->base, file) != 0)
        note(choice, "%s was taken from %s", file, found->find->name);
    return true;
}

static void tell_what_is_there(struct choice *choice)
{
    char *names = must_copy("", 0);
    for (size_t i = 0; i < choice->count && i < NAMES_TOLD; i++) {
        char *longer = must_format("%s%s%s", names, i == 0 ? "" : ", ", choice->list[i].find->name);
        free(names);
        names = longer;
    }
    if (choice->count > NAMES_TOLD)
        note(choice, "in it: %s%s", names, " and more");
    else if (choice->count > 0)
        note(choice, "in it: %s%s", names, "");
    free(names);
}

static void take_blank(struct choice *choice, const char *file)
{
    size_t size;
    char *path = must_format("%s/labs/%s/%s", choice->home, choice->lab->folder, file);
    char *bytes = store_read(path, FINDS_FILE_BYTES, &size);
    if (bytes == NULL)
        choice->parcel->tool_fault = must_format("%s cannot be read", path);
    else
        finds_add(&choice->parcel->files, file, bytes, size);
    note(choice, "%s was not handed in: the blank stands for it%s", file, "");
    free(path);
}

/* The files that the lab asks for. */
static void choose_all(struct choice *choice)
{
    bool has_any = false, has_all = true;
    char **files = choice->lab->files;
    for (size_t i = 0; files[i] != NULL; i++) {
        bool is_there = choose(choice, files[i]);
        has_any = has_any || is_there;
        has_all = has_all && is_there;
    }
    if (!has_any) {
        fail(choice, must_format("No %s was handed in.", files[0]));
        tell_what_is_there(choice);
    }
    for (size_t i = 0; files[i] != NULL && has_any && !has_all; i++) {
        bool is_there = false;
        for (size_t j = 0; j < choice->parcel->files.count; j++)
            is_there = is_there || strcmp(choice->parcel->files.list[j].name, files[i]) == 0;
        if (!is_there)
            take_blank(choice, files[i]);
    }
}

/* A lab whose files have names of the student's own: all of them. */
static void take_all(struct choice *choice)
{
    struct candidate *rival;
    for (size_t i = 0; i < choice->count; i++) {
        const char *base = choice->list[i].base;
        if (!is_source(&choice->list[i]) && !naming_ends(base, ".mem"))
            continue;
        struct candidate *found = best(choice, base, false, &rival);
        if (rival != NULL)
            fail(choice, must_format("Two different files have the name %s.", base));
        else if (found == &choice->list[i])
            take(choice, found->find, base);
    }
    if (choice->parcel->files.count == 0) {
        fail(choice, must_format("No session (.mem) and no test (.c) was handed in."));
        tell_what_is_there(choice);
    }
}

/* ---- The parcel ------------------------------------------------------------------------------ */

/* Looks at what is up to date; what is older is named only. Files of one entry come one after the
 * other: the list returned says where those of each end. */
static size_t *look(struct choice *choice, struct finds *finds, const struct roster *roster,
                    const struct student *student)
{
    size_t *ends = NULL;
    char *unpack = must_format("%s/build/unpack", choice->home);
    for (size_t i = 0; i < student->offering_count; i++) {
        const struct offering *offering = &student->offerings[i];
        char *path = must_format("%s/%s", roster->folder, offering->entry);
        if (offering->is_out_of_date)
            note(choice, "older, not graded: %s%s", offering->entry, "");
        else
            finds_look(finds, path, offering->entry, unpack);
        ends = must_grow(ends, i, sizeof *ends);
        ends[i] = finds->count;
        free(path);
    }
    free(unpack);
    return ends;
}

static void line_up(struct choice *choice, struct finds *finds, const struct student *student,
                    const size_t *ends)
{
    for (size_t i = 0, first = 0; i < student->offering_count; first = ends[i++]) {
        struct finds own = {.list = finds->list, .count = ends[i]};
        add_candidates(choice, &student->offerings[i], &own, first);
    }
}

struct parcel parcel_make(const struct roster *roster, const struct student *student,
                          const struct lab *lab, const char *home)
{
    struct parcel parcel = {.fault = NULL};
    struct finds finds = {.list = NULL};
    struct choice choice = {.lab = lab, .home = home, .parcel = &parcel};
    size_t *ends = look(&choice, &finds, roster, student);
    line_up(&choice, &finds, student, ends);
    free(ends);
    parcel.tool_fault = finds.tool_fault;
    finds.tool_fault = NULL;
    if (finds.fault != NULL)
        fail(&choice, must_format("%s.", finds.fault));
    else if (lab->files == NULL || lab->files[0] == NULL)
        take_all(&choice);
    else
        choose_all(&choice);
    finds_free(&finds);
    free(choice.list);
    return parcel;
}

void parcel_free(struct parcel *parcel)
{
    finds_free(&parcel->files);
    free(parcel->fault);
    free(parcel->tool_fault);
    free(parcel->notes);
    *parcel = (struct parcel){.fault = NULL};
}

uint64_t parcel_fingerprint(uint64_t fingerprint, const struct parcel *parcel)
{
    for (size_t i = 0; i < parcel->files.count; i++) {
        const struct find *file = &parcel->files.list[i];
        fingerprint = fingerprint_add(fingerprint, file->name, strlen(file->name) + 1);
        fingerprint = fingerprint_add(fingerprint, &file->size, sizeof file->size);
        fingerprint = fingerprint_add(fingerprint, file->bytes, file->size);
    }
    if (parcel->fault != NULL)
        fingerprint = fingerprint_add(fingerprint, parcel->fault, strlen(parcel->fault) + 1);
    return fingerprint;
}
