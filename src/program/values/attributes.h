/* attributes.h - what single attributes and children of a DWARF entry say, for types.c and names.c.
 *
 * Nothing is taken for granted: an attribute of an unexpected form is one that is not there. */
#ifndef MEMREPL_PROGRAM_ATTRIBUTES_H
#define MEMREPL_PROGRAM_ATTRIBUTES_H

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number, or `otherwise`. */
uint64_t attributes_number(Dwarf_Die *die, unsigned name, uint64_t otherwise);

/* The first child of `die` with a tag, or, with `next`, the one behind `*child`. False at the end. */
bool attributes_child(Dwarf_Die *die, int tag, Dwarf_Die *child, bool next);
size_t attributes_count_children(Dwarf_Die *die, int tag);

/* The entry of its type; `type` may be `die`. False when it has none. */
bool attributes_type(Dwarf_Die *die, Dwarf_Die *type);

/* Of a member: the bits of a bit-field, 0 for others; and how many there are from the start of the
 * struct's bytes, or of its unit of `size` bytes, to the low end of a bit-field. clang 14 counts from
 * the high end of the unit, in the manner of DWARF 3. */
uint64_t attributes_bits(Dwarf_Die *member);
uint64_t attributes_low_bit(Dwarf_Die *member, uint64_t size, uint64_t bit_size);

int64_t attributes_enumerator(Dwarf_Die *enumerator);

/* The address of a variable, or its offset in the thread's block; false for automatic ones. gcc for
 * aarch64 does not say where a thread's own variables are: they are found by the symbol's name, if only
 * one is called so. */
bool attributes_location(Dwarf_Die *variable, uint64_t *address, bool *is_thread_local);

/* Whether a typedef of that name is one object to a student. */
bool attributes_is_opaque(const char *name);

#endif
