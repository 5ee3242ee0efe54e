/* roster.h: the students of a folder of submissions, and what each has handed in.
 *
 * Sorted by id; the offerings of a student by name. Of two offerings that are the same file of the
 * same student, the one with the higher version is the latest, the other is out of date. */
#ifndef CLASS_INTAKE_ROSTER_H
#define CLASS_INTAKE_ROSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "class/intake/naming.h"

/* One entry of the folder. Strings are its own. */
struct offering {
    char *entry; /* its name there */
    char *rest;  /* naming.h */
    unsigned long long version;
    bool is_out_of_date, is_late;
};

/* Strings are its own. `id`, `name`, `email` and `sis` are UTF-8 without control characters, whatever the
 * names of the files had. */
struct student {
    enum naming_system system;
    char *id, *name, *email;
    char *sis;   /* the school's number in Gradescope; "" unknown */
    char *doubt; /* a sentence: why it is not known whose this is; NULL: it is */
    char *key;   /* a file name for this student alone: letters, digits, and what does no harm */
    struct offering *offerings;
    size_t offering_count;
};

struct roster {
    char *folder;
    struct student *students;
    size_t count;
    char **left; /* entries of the folder that are no submission */
    size_t left_count;
};

/* False with errno when the folder cannot be read. A folder that grading a class has made, and those
 * that it makes in one, are no submissions. */
bool roster_read(struct roster *roster, const char *folder);
void roster_free(struct roster *roster);

/* Any bytes as UTF-8 without control characters: what is not comes out as \xNN. The caller frees. */
char *roster_printable(const char *bytes);

#endif
