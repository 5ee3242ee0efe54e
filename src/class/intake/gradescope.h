/* gradescope.h: who handed a submission in, from submission_metadata.yml of Gradescope's export:
 *
 *     submission_123:
 *       :submitters:
 *       - :name: Jane Doe
 *         :sid: '42'
 *         :email: jane@school.edu
 *
 * A group has several. Of YAML only what Gradescope writes is understood; all else in the file is
 * passed over. */
#ifndef CLASS_INTAKE_GRADESCOPE_H
#define CLASS_INTAKE_GRADESCOPE_H

#include <stddef.h>

/* Strings may be NULL. */
struct submitter {
    char *submission; /* "submission_123" */
    char *name, *sid, *email;
};

struct submitters {
    struct submitter *list;
    size_t count;
};

#define GRADESCOPE_FILE "submission_metadata.yml"

/* Reads the file of that folder; none when it is not there. */
struct submitters gradescope_read(const char *folder);
void gradescope_free(struct submitters *submitters);

#endif
