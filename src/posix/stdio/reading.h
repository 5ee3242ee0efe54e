/* reading.h: what reads from a stream byte by byte, by the line, or by the block. */
#ifndef POSIX_STDIO_READING_H
#define POSIX_STDIO_READING_H

#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

int memrepl_fgetc(FILE *handle);
int memrepl_getc(FILE *handle);
int memrepl_getc_unlocked(FILE *handle);
int memrepl_getchar(void);
int memrepl_getchar_unlocked(void);
int memrepl_ungetc(int byte, FILE *handle);
char *memrepl_fgets(char *line, int size, FILE *handle);
ssize_t memrepl_getline(char **line, size_t *room, FILE *handle);
ssize_t memrepl_getdelim(char **line, size_t *room, int delimiter, FILE *handle);
ssize_t memrepl___getdelim(char **line, size_t *room, int delimiter, FILE *handle);
size_t memrepl_fread(void *bytes, size_t size, size_t count, FILE *handle);

#endif
