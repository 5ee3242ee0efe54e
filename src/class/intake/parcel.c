#include "class/intake/parcel.h"

#include "class/must.h"
#include "class/store.h"
#include "program/image/fingerprint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NAMES_TOLD = 6 };

/* A file of the submission, and by what it is compared with the lab's. */
struct candidate {
    struct find *find;
    const struct offering *offering;
    const char *base;
    int depth;
    bool is_own; /* named after the student */
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
                           struct finds *finds, size_t first, enum naming_system system)
{
    for (size_t i = first; i < finds->count; i++) {
        struct find *find = &finds->list[i];
        bool is_entry = strcmp(find->name, offering->entry) == 0 && offering->rest[0] != '\0';
        choice->list = must_grow(choice->list, choice->count, sizeof *choice->list);
        choice->list[choice->count++] =
            (struct candidate){.find = find,
                               .offering = offering,
                               .base = is_entry ? offering->rest : base_of(find->name),
                               .depth = depth_of(find->name),
                               .is_own = is_entry && system == NAMING_PLAIN};
    }
}

static bool is_source(const struct candidate *candidate)
{
    return naming_ends(candidate->base, ".c");
}

static bool is_of_one_file(const struct lab *lab)
{
    return lab->files != NULL && lab->files[0] != NULL && lab->files[1] == NULL;
}

/* ---- Choosing -------------------------------------------------------------------------------- */

/* These take the sentence. */
static void note(struct choice *choice, char *sentence)
{
    char *shown = roster_printable(sentence);
    must_add_line(&choice->parcel->notes, "%s", shown);
    free(shown);
    free(sentence);
}

static void fail(struct choice *choice, char *sentence)
{
    if (choice->parcel->fault == NULL)
        choice->parcel->fault = roster_printable(sentence);
    free(sentence);
}

/* A fault that the instructor can mend, or should see. */
static void fail_to_look(struct choice *choice, char *sentence)
{
    fail(choice, sentence);
    if (choice->parcel->look == NULL)
        choice->parcel->look = must_text(choice->parcel->fault);
}

static bool is_same(const struct find *one, const struct find *other)
{
    return one->bytes != NULL && other->bytes != NULL && one->size == other->size &&
           memcmp(one->bytes, other->bytes, one->size) == 0;
}

static bool is_meant(const struct choice *choice, const struct candidate *candidate,
                     const char *file, bool with_count)
{
    if (candidate->is_own && is_source(candidate) && is_of_one_file(choice->lab))
        return true;
    if (!with_count)
        return strcmp(candidate->base, file) == 0;
    char *name = naming_without_count(candidate->base);
    bool is_it = strcasecmp(name, file) == 0;
    free(name);
    return is_it;
}

/* The best of those of an offering that are meant, the ones from `first` on; *rival another as good,
 * but different. Returns where the next offering's begin. */
static size_t best_of_one(struct choice *choice, size_t first, const char *file, bool with_count,
                          struct candidate **best, struct candidate **rival)
{
    struct candidate *found = NULL;
    size_t i = first;
    *rival = NULL;
    for (; i < choice->count && choice->list[i].offering == choice->list[first].offering; i++) {
        struct candidate *candidate = &choice->list[i];
        if (!is_meant(choice, candidate, file, with_count))
            continue;
        if (found == NULL || candidate->depth < found->depth) {
            found = candidate;
            *rival = NULL;
        } else if (candidate->depth == found->depth && !is_same(candidate->find, found->find))
            *rival = candidate;
    }
    *best = found;
    return i;
}

/* The same of all: the later is better, and of different ones that came together neither is. */
static struct candidate *best(struct choice *choice, const char *file, bool with_count,
                              struct candidate **rival)
{
    struct candidate *found = NULL, *next, *beside;
    *rival = NULL;
    for (size_t i = 0; i < choice->count;) {
        i = best_of_one(choice, i, file, with_count, &next, &beside);
        if (next == NULL)
            continue;
        if (found == NULL || next->offering->version > found->offering->version) {
            found = next;
            *rival = beside;
        } else if (next->offering->version == found->offering->version &&
                   !is_same(next->find, found->find))
            *rival = next;
    }
    return found;
}

static struct candidate *only_source(struct choice *choice)
{
    struct candidate *found = NULL;
    if (!is_of_one_file(choice->lab))
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

/* Others of this name that are not the one that is graded. */
static void note_others(struct choice *choice, const struct candidate *found, const char *file)
{
    for (size_t i = 0; i < choice->count; i++) {
        const struct candidate *other = &choice->list[i];
        if (other == found || !is_meant(choice, other, file, false) ||
            is_same(other->find, found->find))
            continue;
        bool is_older = other->offering->version < found->offering->version;
        note(choice, must_format("%s, not graded: %s", is_older ? "older" : "lies deeper",
                                 other->find->name));
    }
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
        fail_to_look(choice,
                     must_format("Which %s is meant cannot be told: there is %s, and there is %s.",
                                 file, found->find->name, rival->find->name));
    else {
        take(choice, found->find, file);
        note_others(choice, found, file);
    }
    if (rival == NULL && strcmp(found->base, file) != 0)
        note(choice, must_format("%s was taken from %s", file, found->find->name));
    return true;
}

static void tell_what_is_there(struct choice *choice)
{
    char *names = must_text("");
    for (size_t i = 0; i < choice->count && i < NAMES_TOLD; i++) {
        char *longer = must_format("%s%s%s", names, i == 0 ? "" : ", ", choice->list[i].find->name);
        free(names);
        names = longer;
    }
    if (choice->count > 0)
        note(choice,
             must_format("in it: %s%s", names, choice->count > NAMES_TOLD ? " and more" : ""));
    free(names);
}

/* Archives that are not read, or that lie in another, sources with an ending that hides them, and several
 * of which none is the lab's: it is not for want of a hand-in that there is none. */
static bool has_more_in_it(const struct choice *choice)
{
    static const char *const endings[] = {".rar", ".7z", ".zip", ".tar",   ".gz", ".tgz",
                                          ".bz2", ".xz", ".zst", ".c.txt", ".cpp"};
    size_t sources = 0;
    for (size_t i = 0; i < choice->count; i++) {
        for (size_t j = 0; j < sizeof endings / sizeof *endings; j++)
            if (naming_ends(choice->list[i].find->name, endings[j]))
                return true;
        sources += is_source(&choice->list[i]);
    }
    return sources > 1;
}

/* Nothing that the lab asks for was found. */
static void fail_to_find(struct choice *choice, char *sentence)
{
    if (has_more_in_it(choice))
        fail_to_look(choice, sentence);
    else
        fail(choice, sentence);
    tell_what_is_there(choice);
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
    note(choice, must_format("%s was not handed in: the blank stands for it", file));
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
    if (!has_any)
        fail_to_find(choice, must_format("No %s was handed in.", files[0]));
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
            fail_to_look(choice, must_format("Two different files have the name %s.", base));
        else if (found == &choice->list[i])
            take(choice, found->find, base);
    }
    if (choice->parcel->files.count == 0)
        fail_to_find(choice, must_format("No session (.mem) and no test (.c) was handed in."));
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
            note(choice, must_format("older, not graded: %s", offering->entry));
        else
            finds_look(finds, path, offering->entry, unpack);
        if (offering->is_late && !offering->is_out_of_date)
            note(choice, must_format("handed in late: %s", offering->entry));
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
        add_candidates(choice, &student->offerings[i], &own, first, student->system);
    }
}

struct parcel parcel_make(const struct roster *roster, const struct student *student,
                          const struct lab *lab, const char *home)
{
    struct parcel parcel = {.fault = NULL};
    struct finds finds = {.list = NULL};
    struct choice choice = {.lab = lab, .home = home, .parcel = &parcel};
    if (student->doubt != NULL) {
        note(&choice, must_text(student->doubt));
        parcel.look = must_text(student->doubt);
    }
    size_t *ends = look(&choice, &finds, roster, student);
    line_up(&choice, &finds, student, ends);
    free(ends);
    parcel.tool_fault = finds.tool_fault;
    finds.tool_fault = NULL;
    if (finds.fault != NULL)
        fail_to_look(&choice, must_format("%s.", finds.fault));
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
    free(parcel->look);
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
