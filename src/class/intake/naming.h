/* naming.h: whose a file is, by the name that a course system gave it.
 *
 *     Canvas       smithjohn_LATE_12345_678_request_queue-1.c    sortable name, user, attachment
 *                  anon_pQ3rT_678_request_queue.c                without names
 *     Moodle       Jane Doe_1234567_assignsubmission_file_       a folder, or …_file_NAME
 *     Gradescope   submission_123                                a folder; its number is no student's,
 *                                                                who it was tells gradescope.h
 *     Autolab      jdoe@school.edu_3_handin.c                    email, version
 *     else         alice.c, alice/, alice.tar.gz                 the base name
 *
 * Sources: Canvas' lib/content_zipper.rb, Moodle's mod/assign (download_submissions), Gradescope's
 * export of submissions, Autolab's Submission#filename. The digits and underscores are what tells
 * them apart; a name of a student that looks like one of these is read as that. */
#ifndef CLASS_INTAKE_NAMING_H
#define CLASS_INTAKE_NAMING_H

#include <stdbool.h>

enum naming_system {
    NAMING_PLAIN,
    NAMING_CANVAS,
    NAMING_MOODLE,
    NAMING_GRADESCOPE,
    NAMING_AUTOLAB,
    NAMING_SYSTEMS
};

/* Strings are the naming's own. */
struct naming {
    enum naming_system system;
    char *id;                   /* what the system knows the student by; never "" */
    char *name;                 /* of the person; "" unknown */
    char *email;                /* "" unknown */
    unsigned long long version; /* the higher, the later; 0: the system has none */
    bool is_late;               /* Canvas says so */
    char *rest;                 /* the file's own name, without Canvas' -1; "" for a folder */
};

/* Reads the base name of an entry of the folder of submissions. */
struct naming naming_read(const char *entry, bool is_folder);
void naming_free(struct naming *naming);

const char *naming_system_name(enum naming_system system);

/* The name without the -1 that Canvas puts before its ending when the same name comes again, or the
 * " (1)" that browsers do; the caller frees. */
char *naming_without_count(const char *name);

/* As much of the name as ends in ".zip", ".tar.gz" and the like; NULL when it is no archive. */
const char *naming_archive_ending(const char *name);
bool naming_ends(const char *name, const char *ending);

#endif
