/* descriptors.h: open(2), read(2), write(2) and their kin, on the same files and streams as stdio. */
#ifndef POSIX_STDIO_DESCRIPTORS_H
#define POSIX_STDIO_DESCRIPTORS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* As write(2), of bytes that were checked. */
ssize_t descriptors_write(int descriptor, const void *bytes, size_t size, uint64_t pc);

int memrepl_open(const char *name, int flags, ...);
int memrepl_open64(const char *name, int flags, ...);
int memrepl_creat(const char *name, mode_t mode);
int memrepl_close(int descriptor);
ssize_t memrepl_read(int descriptor, void *bytes, size_t size);
ssize_t memrepl_pread(int descriptor, void *bytes, size_t size, off_t offset);
ssize_t memrepl_write(int descriptor, const void *bytes, size_t size);
ssize_t memrepl_pwrite(int descriptor, const void *bytes, size_t size, off_t offset);
off_t memrepl_lseek(int descriptor, off_t offset, int whence);
int memrepl_ftruncate(int descriptor, off_t size);
int memrepl_fsync(int descriptor);
int memrepl_fdatasync(int descriptor);
int memrepl_isatty(int descriptor);
int memrepl_unlink(const char *name);
int memrepl_access(const char *name, int mode);

#endif
