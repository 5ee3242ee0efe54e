/* store.h: the files that a class is graded from and into.
 *
 * What is read may be hostile: only plain files are, no links are followed, and no more than so many
 * bytes are taken. What is written is there as a whole or not at all, whenever the power fails. */
#ifndef CLASS_STORE_H
#define CLASS_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes of a plain file, at most `most` of them, with a zero byte behind; the caller frees. NULL
 * with errno: ELOOP for a link, EINVAL for a device and the like. */
char *store_read(const char *path, size_t most, size_t *size);

/* Under another name first, onto the disk, then by its own. False with errno; nothing has changed. */
bool store_write(const char *path, const void *bytes, size_t size);

/* The two halves of it: onto the disk under another name, PATH.new, and by its own. Whoever does not do
 * the second removes the draft. */
bool store_draft(const char *path, const void *bytes, size_t size);
bool store_publish(const char *path);
void store_withdraw(const char *path);

/* With the folders above it. False with errno. */
bool store_make_folder(const char *path);

/* A file, or a folder with all in it; it need not be there. */
void store_remove(const char *path);

/* Each entry of a folder by name, "." and ".." and what begins with a dot left out; NULL behind the
 * last, the caller frees list and strings. NULL with errno. */
char **store_list(const char *folder);

/* Adds names and bytes of all files below a path to a fingerprint
 * (program/image/fingerprint.h), in the order of their names. */
uint64_t store_fingerprint(uint64_t fingerprint, const char *path);

#endif
