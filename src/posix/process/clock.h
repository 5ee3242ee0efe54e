/* clock.h: what time it is for a subject: the machine's virtual time, the same in every run.
 *
 * It begins with the year 2000, in UTC everywhere, and goes on with each step. A thread that asks
 * for the time again and again within one step waits for it to pass: each such reading lets twice as
 * much go by as the one before, so that its loop comes to its end soon. */
#ifndef POSIX_PROCESS_CLOCK_H
#define POSIX_PROCESS_CLOCK_H

#include <stddef.h>
#include <sys/time.h>
#include <time.h>

time_t memrepl_time(time_t *result);
clock_t memrepl_clock(void);
int memrepl_gettimeofday(struct timeval *now, void *zone);
int memrepl_clock_gettime(clockid_t clock, struct timespec *now);
int memrepl_clock_getres(clockid_t clock, struct timespec *resolution);
int memrepl_timespec_get(struct timespec *now, int base);
double memrepl_difftime(time_t end, time_t start);

struct tm *memrepl_localtime(const time_t *time);
struct tm *memrepl_localtime_r(const time_t *time, struct tm *parts);
struct tm *memrepl_gmtime(const time_t *time);
struct tm *memrepl_gmtime_r(const time_t *time, struct tm *parts);
time_t memrepl_mktime(struct tm *parts);
time_t memrepl_timegm(struct tm *parts);
char *memrepl_asctime(const struct tm *parts);
char *memrepl_asctime_r(const struct tm *parts, char *text);
char *memrepl_ctime(const time_t *time);
char *memrepl_ctime_r(const time_t *time, char *text);
size_t memrepl_strftime(char *text, size_t size, const char *format, const struct tm *parts);
void memrepl_tzset(void);

#endif
