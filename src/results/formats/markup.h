/* markup.h: text between the marks of XML and HTML. */
#ifndef RESULTS_FORMATS_MARKUP_H
#define RESULTS_FORMATS_MARKUP_H

#include <stdio.h>

/* Prints clean text (results/clean.h) so that it means itself, between marks and within the quotes of
 * an attribute. */
void markup_text(const char *text, FILE *out);

/* The same of a format of printf, which means itself, too. */
void markup_print(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
