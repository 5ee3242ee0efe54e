/* image.h - a built subject as a file: its segments, symbols, calls out, and constant bytes.
 *
 * The parent reads the .so with libelf and never runs it.  Subjects are linked at a fixed
 * address, so an address in the file is the address in the child; the loader checks that.
 *
 * Life cycle: image_open, any number of lines_open and names_open on it, image_close last.
 * All strings handed out belong to the image and live until image_close.
 */
#ifndef MEMREPL_PROGRAM_IMAGE_IMAGE_H
#define MEMREPL_PROGRAM_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct image;
struct Dwarf;
struct Dwarf_CFI_s;

enum image_result {
    IMAGE_OK,
    IMAGE_NO_FILE,     /* cannot be opened for reading */
    IMAGE_NOT_SUBJECT, /* not a 64-bit shared object for this machine built by the script */
    IMAGE_NO_MEMORY,
    IMAGE_RESULTS
};

/* Addresses low <= a < high; empty when low == high. */
struct range {
    uint64_t low;
    uint64_t high;
};

struct symbol {
    const char *name;
    uint64_t address;
    uint64_t size; /* bytes; 0 when the compiler did not say */
    bool is_function;
    bool is_static;
};

/* One reference of the subject to a name it does not define: an instrumentation callback
 * (__tsan_read4) or a redirected libc function (memrepl_printf). */
struct use {
    uint64_t behind; /* address behind it; for a call: its return address */
    const char *name;
    bool is_call; /* otherwise its address is taken, or it is a variable such as stdout */
    bool is_weak;
};

/* The template of thread-local variables: bytes [address, address + file_size) of the file,
 * then zeros up to `size`. All zero when the subject has no _Thread_local variable. */
struct thread_template {
    uint64_t address;
    uint64_t file_size;
    uint64_t size;
    uint64_t alignment;
};

enum image_result image_open(const char *path, struct image **opened);
void image_close(struct image *image); /* NULL is fine */
const char *image_result_sentence(enum image_result result);

const char *image_path(const struct image *image); /* as given to image_open */

/* Everything that is mapped; the executable bytes; the bytes that change while the subject runs,
 * rounded outwards to pages, without the part that becomes read-only after relocation. */
struct range image_extent(const struct image *image);
struct range image_text(const struct image *image);
struct range image_writable(const struct image *image);

/* That part: whole pages below image_writable(), constants that hold addresses among them. */
struct range image_sealed(const struct image *image);
bool image_is_readonly(const struct image *image, uint64_t address); /* mapped, never written */
struct thread_template image_thread_template(const struct image *image);

/* A defined function or object, static ones included; of two statics with one name the first. */
bool image_symbol(const struct image *image, const char *name, struct symbol *symbol);

/* The defined function or object whose bytes include `address`. */
bool image_symbol_at(const struct image *image, uint64_t address, struct symbol *symbol);

/* All references to names outside, sorted by address. */
const struct use *image_uses(const struct image *image, size_t *count);

/* Copies bytes that the file alone decides (text, constants, string literals).  False, buffer
 * untouched, when any of them is outside or may change while the subject runs. */
bool image_read(const struct image *image, uint64_t address, void *buffer, size_t size);

/* libdw's handle, for lines.c, and for names.c and types.c of values/; NULL without debug
 * information. */
struct Dwarf *image_dwarf(const struct image *image);

/* libdw's tables of how frames are unwound, for locals.c; NULL without any. */
struct Dwarf_CFI_s *image_unwinding(const struct image *image);

#endif
