#include "class/intake/roster.h"

#include "class/intake/gradescope.h"
#include "class/must.h"
#include "class/store.h"
#include "program/image/fingerprint.h"
#include "results/clean.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { KEY_BYTES = 100 }; /* of a file name, which has 255, with room for what goes around it */

/* ---- Names that do no harm ------------------------------------------------------------------- */

/* How many bytes make the character that begins there; 0 when they make none that may be shown. */
static size_t character_length(const char *at)
{
    static const struct {
        unsigned char mask, lead;
    } forms[] = {{0x80, 0x00}, {0xe0, 0xc0}, {0xf0, 0xe0}, {0xf8, 0xf0}};
    char character[8] = "";
    for (size_t length = 1; length <= sizeof forms / sizeof *forms; length++) {
        if (((unsigned char)*at & forms[length - 1].mask) != forms[length - 1].lead)
            continue;
        strncpy(character, at, length);
        return *at == '\n' || *at == '\t' || !clean_is(character) ? 0 : length;
    }
    return 0;
}

char *roster_printable(const char *bytes)
{
    char *text = must_room(4 * strlen(bytes)), *to = text;
    for (const char *from = bytes; *from != '\0';) {
        size_t length = character_length(from);
        if (length > 0)
            to = mempcpy(to, from, length);
        else
            to += sprintf(to, "\\x%02x", (unsigned char)*from);
        from += length > 0 ? length : 1;
    }
    *to = '\0';
    return text;
}

/* Different ids have different keys. */
static char *key_of(const char *id)
{
    char *key = must_room(3 * strlen(id) + 20), *to = key;
    for (const char *from = id; *from != '\0'; from++) {
        bool is_plain = isalnum((unsigned char)*from) || *from == '_' || *from == '@' ||
                        *from == '+' || (from > id && (*from == '-' || *from == '.'));
        to += sprintf(to, is_plain ? "%c" : "=%02x", (unsigned char)*from);
    }
    *to = '\0';
    if (strlen(key) > KEY_BYTES)
        sprintf(key + KEY_BYTES - 20, "==%016" PRIx64,
                fingerprint_add(FINGERPRINT_NOTHING, id, strlen(id)));
    return key;
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* Ids are compared as they came; they become printable at the end. */
static struct student *student_of(struct roster *roster, const struct naming *naming,
                                  const char *sis)
{
    for (size_t i = roster->count; i-- > 0;)
        if (strcmp(roster->students[i].id, naming->id) == 0)
            return &roster->students[i];
    roster->students = must_grow(roster->students, roster->count, sizeof *roster->students);
    struct student *student = &roster->students[roster->count++];
    *student = (struct student){.system = naming->system, .id = must_text(naming->id)};
    student->name = roster_printable(naming->name);
    student->email = roster_printable(naming->email);
    student->sis = roster_printable(sis);
    return student;
}

/* The student is good until the next one is added. */
static struct student *add_offering(struct roster *roster, const char *entry,
                                    const struct naming *naming, const char *sis)
{
    struct student *student = student_of(roster, naming, sis);
    student->offerings =
        must_grow(student->offerings, student->offering_count, sizeof *student->offerings);
    student->offerings[student->offering_count++] =
        (struct offering){.entry = must_text(entry),
                          .rest = must_text(naming->rest),
                          .version = naming->version,
                          .is_late = naming->is_late};
    return student;
}

static void doubt(struct student *student, const char *sentence)
{
    if (student->doubt == NULL)
        student->doubt = must_text(sentence);
}

static bool is_given(const char *text)
{
    return text != NULL && *text != '\0';
}

/* One of the group. Without sid and email the same name may be another's: this submission alone is
 * its. */
static void add_submitter(struct roster *roster, const char *entry, const struct naming *naming,
                          const struct submitter *by)
{
    struct naming known = *naming;
    char *alone = must_format("%s %s", entry, is_given(by->name) ? by->name : "without a name");
    known.id = is_given(by->sid) ? by->sid : is_given(by->email) ? by->email : alone;
    known.name = is_given(by->name) ? by->name : naming->name;
    known.email = is_given(by->email) ? by->email : naming->email;
    struct student *student = add_offering(roster, entry, &known, is_given(by->sid) ? by->sid : "");
    if (known.id == alone)
        doubt(student, GRADESCOPE_FILE " has neither sid nor email for it.");
    free(alone);
}

/* A student for each of the group; where the export does not say who it was, one for itself. */
static void add_gradescope(struct roster *roster, const char *entry, const struct naming *naming,
                           const struct submitters *submitters)
{
    bool is_found = false;
    for (size_t i = 0; i < submitters->count; i++) {
        const struct submitter *by = &submitters->list[i];
        if (strcmp(by->submission, entry) != 0)
            continue;
        add_submitter(roster, entry, naming, by);
        is_found = true;
    }
    if (!is_found)
        doubt(add_offering(roster, entry, naming, ""),
              GRADESCOPE_FILE " does not say whose it is.");
}

/* Links are entries, too: that they are not followed is told to whose they are. */
static bool is_submission(const struct naming *naming, const char *entry, bool is_folder)
{
    return is_folder || naming->system != NAMING_PLAIN || naming_archive_ending(entry) != NULL ||
           naming_ends(entry, ".c") || naming_ends(entry, ".mem");
}

/* Whether grading a class has made folders there. */
static bool is_of_a_run(const char *folder)
{
    static const char *const names[] = {"hand-ins", "results", "grading"};
    bool has_all = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct stat about = {.st_mode = 0};
        char *path = must_format("%s/%s", folder, names[i]);
        has_all = has_all && lstat(path, &about) == 0 && S_ISDIR(about.st_mode);
        free(path);
    }
    return has_all;
}

static bool is_made_by_a_run(const struct roster *roster, const char *entry, const char *path)
{
    static const char *const names[] = {"hand-ins", "results", "grading", "reports", "instructor"};
    bool is_named_so = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        is_named_so = is_named_so || strcmp(entry, names[i]) == 0;
    return (is_named_so && is_of_a_run(roster->folder)) || is_of_a_run(path);
}

static void read_entry(struct roster *roster, const char *entry,
                       const struct submitters *submitters)
{
    struct stat about = {.st_mode = 0};
    char *path = must_format("%s/%s", roster->folder, entry);
    bool is_folder = lstat(path, &about) == 0 && S_ISDIR(about.st_mode);
    struct naming naming = naming_read(entry, is_folder);
    if (strcmp(entry, GRADESCOPE_FILE) == 0 || strcmp(entry, "__MACOSX") == 0)
        ; /* of the export, and of a Mac that made the archive */
    else if (!is_submission(&naming, entry, is_folder) ||
             (is_folder && is_made_by_a_run(roster, entry, path))) {
        roster->left = must_grow(roster->left, roster->left_count, sizeof *roster->left);
        roster->left[roster->left_count++] = roster_printable(entry);
    } else if (naming.system == NAMING_GRADESCOPE)
        add_gradescope(roster, entry, &naming, submitters);
    else
        add_offering(roster, entry, &naming, "");
    naming_free(&naming);
    free(path);
}

/* ---- Order ----------------------------------------------------------------------------------- */

static void mark_out_of_date(struct student *student)
{
    for (size_t i = 0; i < student->offering_count; i++)
        for (size_t j = 0; j < student->offering_count; j++) {
            struct offering *one = &student->offerings[i], *other = &student->offerings[j];
            if (strcmp(one->rest, other->rest) == 0 && one->version < other->version)
                one->is_out_of_date = true;
        }
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const struct student *)left)->id, ((const struct student *)right)->id);
}

static void finish(struct student *student)
{
    char *id = student->id;
    student->key = key_of(id);
    student->id = roster_printable(id);
    free(id);
    mark_out_of_date(student);
}

bool roster_read(struct roster *roster, const char *folder)
{
    char **entries = store_list(folder);
    *roster = (struct roster){.folder = must_text(folder)};
    if (entries == NULL)
        return false;
    struct submitters submitters = gradescope_read(folder);
    for (char **entry = entries; *entry != NULL; entry++) {
        read_entry(roster, *entry, &submitters);
        free(*entry);
    }
    free(entries);
    gradescope_free(&submitters);
    if (roster->count > 0)
        qsort(roster->students, roster->count, sizeof *roster->students, by_id);
    for (size_t i = 0; i < roster->count; i++)
        finish(&roster->students[i]);
    return true;
}

void roster_free(struct roster *roster)
{
    for (size_t i = 0; i < roster->count; i++) {
        struct student *student = &roster->students[i];
        for (size_t j = 0; j < student->offering_count; j++) {
            free(student->offerings[j].entry);
            free(student->offerings[j].rest);
        }
        free(student->offerings);
        free(student->id);
        free(student->name);
        free(student->email);
        free(student->sis);
        free(student->doubt);
        free(student->key);
    }
    for (size_t i = 0; i < roster->left_count; i++)
        free(roster->left[i]);
    free(roster->students);
    free(roster->left);
    free(roster->folder);
}
