/* streams.h: FILEs of a subject: opening, closing, moving about.
 *
 * A FILE is the address of a struct stream, but for the three standard ones, whose handles lent.h
 * lends. Nothing is buffered: output is told at once, and a position is where one reads or writes. */
#ifndef POSIX_STDIO_STREAMS_H
#define POSIX_STDIO_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct stream;

/* The open stream behind a FILE; when there is none (NULL, closed, garbage) an event. */
struct stream *streams_get(FILE *handle, uint64_t pc);

/* A tick, and so many bytes for the watchdog: a million short lines are an endless loop. */
void streams_cost(size_t size, uint64_t pc);

/* Writes checked bytes. Fewer than `size`, and ferror(), when the stream is not open for that. */
size_t streams_write(FILE *handle, const char *bytes, size_t size, uint64_t pc);

/* The next byte, or -1 and feof() or ferror(). */
int streams_next(struct stream *stream);

FILE *memrepl_fopen(const char *name, const char *mode);
FILE *memrepl_fopen64(const char *name, const char *mode);
FILE *memrepl_fdopen(int descriptor, const char *mode);
FILE *memrepl_freopen(const char *name, const char *mode, FILE *handle);
FILE *memrepl_tmpfile(void);
int memrepl_fclose(FILE *handle);
int memrepl_fflush(FILE *handle);
int memrepl_setvbuf(FILE *stream, char *buffer, int mode, size_t size);
void memrepl_setbuf(FILE *stream, char *buffer);
void memrepl_setlinebuf(FILE *stream);
int memrepl_feof(FILE *handle);
int memrepl_ferror(FILE *handle);
void memrepl_clearerr(FILE *handle);
int memrepl_fileno(FILE *handle);
int memrepl_fseek(FILE *handle, long offset, int whence);
int memrepl_fseeko(FILE *handle, off_t offset, int whence);
long memrepl_ftell(FILE *handle);
off_t memrepl_ftello(FILE *handle);
void memrepl_rewind(FILE *handle);
int memrepl_remove(const char *name);
int memrepl_rename(const char *name, const char *fresh);

#endif
