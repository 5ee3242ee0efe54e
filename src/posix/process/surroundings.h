/* surroundings.h: the system around a subject: a small one, the same everywhere.
 *
 * The environment is empty but for what the program puts there; two processors; process and user have
 * fixed numbers, a thread's is that of its slot. */
#ifndef POSIX_PROCESS_SURROUNDINGS_H
#define POSIX_PROCESS_SURROUNDINGS_H

#include <stddef.h>
#include <sys/types.h>

char *memrepl_getenv(const char *name);
char *memrepl_secure_getenv(const char *name);
int memrepl_setenv(const char *name, const char *value, int overwrite);
int memrepl_unsetenv(const char *name);
int memrepl_putenv(char *assignment);
int memrepl_clearenv(void);

pid_t memrepl_getpid(void);
pid_t memrepl_getppid(void);
pid_t memrepl_gettid(void);
uid_t memrepl_getuid(void);
uid_t memrepl_geteuid(void);
gid_t memrepl_getgid(void);
gid_t memrepl_getegid(void);
long memrepl_sysconf(int name);
int memrepl_getpagesize(void);
int memrepl_get_nprocs(void);
int memrepl_get_nprocs_conf(void);
char *memrepl_setlocale(int category, const char *locale);

/* The numbers of thread, process and processor; any other call is an event. */
long memrepl_syscall(long number, ...);

int *memrepl___errno_location(void);

#endif
