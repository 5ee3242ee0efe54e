/* template.h: page.html, its style and its scripts, which the build puts into memrepl. */
#ifndef PAGE_TEMPLATE_H
#define PAGE_TEMPLATE_H

#include <stddef.h>
#include <stdio.h>

/* Writes the page with its style, its script and this JSON in their places. */
void template_write(FILE *file, const char *data, size_t size);

#endif
