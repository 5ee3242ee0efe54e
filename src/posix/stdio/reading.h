/* reading.h: what reads from a stream byte by byte, by the line, or by the block. */
#ifndef POSIX_STDIO_READING_H
#define POSIX_STDIO_READING_H

#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

int memrepl_fgetc(FILE *stream);
int memrepl_getc(FILE *stream);
int memrepl_getc_unlocked(FILE *stream);
int memrepl_getchar(void);
int memrepl_getchar_unlocked(void);
int memrepl_ungetc(int byte, FILE *stream);
char *memrepl_fgets(char *line, int size, FILE *stream);
ssize_t memrepl_getline(char **line, size_t *room, FILE *stream);
ssize_t memrepl_getdelim(char **line, size_t *room, int delimiter, FILE *stream);
ssize_t memrepl___getdelim(char **line, size_t *room, int delimiter, FILE *stream);
size_t memrepl_fread(void *bytes, size_t size, size_t count, FILE *stream);

#endif
