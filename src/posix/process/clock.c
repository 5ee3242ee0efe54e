#include "posix/process/clock.h"

#include <errno.h>
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/libc/statics.h"
#include "stepper/child/engine.h"

enum {
    NS_OF_US = 1000,
    NS_OF_SECOND = 1000000000,
    DOUBLINGS_MOST = 30, /* a thousand seconds; then it goes on in such leaps */
    TEXT_BYTES = 26      /* of asctime, by its definition */
};

/* ---- Now ------------------------------------------------------------------------------------- */

/* Virtual nanoseconds since the program began. */
static uint64_t read_clock(void)
{
    struct machine *machine = engine_machine();
    struct thread *thread = engine_thread();
    if (thread->clock_step != machine->step)
        thread->clock_readings = 0;
    else if (thread->clock_readings < DOUBLINGS_MOST)
        thread->clock_readings++;
    if (thread->clock_step == machine->step)
        machine->clock_ns += (uint64_t)NS_OF_US << thread->clock_readings;
    thread->clock_step = machine->step;
    return machine->clock_ns;
}

time_t memrepl_time(time_t *result)
{
    time_t now = (time_t)(MACHINE_EPOCH_SECONDS + read_clock() / NS_OF_SECOND);
    if (result != NULL) {
        check_write(result, sizeof *result, CALLER);
        *result = now;
    }
    return now;
}

clock_t memrepl_clock(void)
{
    return (clock_t)(read_clock() / (NS_OF_SECOND / CLOCKS_PER_SEC));
}

int memrepl_gettimeofday(struct timeval *now, void *zone)
{
    (void)zone;
    check_write(now, sizeof *now, CALLER);
    uint64_t ns = read_clock();
    now->tv_sec = (time_t)(MACHINE_EPOCH_SECONDS + ns / NS_OF_SECOND);
    now->tv_usec = (suseconds_t)(ns % NS_OF_SECOND / NS_OF_US);
    return 0;
}

/* The clocks that begin with the machine or the process begin with the program here. */
static void tell_time(struct timespec *now, bool is_since_epoch, uint64_t pc)
{
    check_write(now, sizeof *now, pc);
    uint64_t ns = read_clock();
    now->tv_sec = (time_t)(ns / NS_OF_SECOND + (is_since_epoch ? MACHINE_EPOCH_SECONDS : 0));
    now->tv_nsec = (long)(ns % NS_OF_SECOND);
}

int memrepl_clock_gettime(clockid_t clock, struct timespec *now)
{
    tell_time(now, clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE, CALLER);
    return 0;
}

int memrepl_timespec_get(struct timespec *now, int base)
{
    tell_time(now, true, CALLER);
    return base;
}

int memrepl_clock_getres(clockid_t clock, struct timespec *resolution)
{
    (void)clock;
    if (resolution != NULL) {
        check_write(resolution, sizeof *resolution, CALLER);
        *resolution = (struct timespec){.tv_nsec = 1};
    }
    return 0;
}

double memrepl_difftime(time_t end, time_t start)
{
    return difftime(end, start);
}

/* ---- Dates: there is no time zone ------------------------------------------------------------- */

void memrepl_tzset(void)
{
}

struct tm *memrepl_gmtime_r(const time_t *time, struct tm *parts)
{
    check_read(time, sizeof *time, CALLER);
    check_write(parts, sizeof *parts, CALLER);
    return gmtime_r(time, parts);
}

struct tm *memrepl_localtime_r(const time_t *time, struct tm *parts)
    __attribute__((alias("memrepl_gmtime_r")));

struct tm *memrepl_gmtime(const time_t *time)
{
    struct statics *statics = statics_get(CALLER);
    check_read(time, sizeof *time, CALLER);
    check_write(&statics->time, sizeof statics->time, CALLER);
    return gmtime_r(time, &statics->time);
}

struct tm *memrepl_localtime(const time_t *time) __attribute__((alias("memrepl_gmtime")));

time_t memrepl_timegm(struct tm *parts)
{
    check_write(parts, sizeof *parts, CALLER);
    return timegm(parts);
}

time_t memrepl_mktime(struct tm *parts) __attribute__((alias("memrepl_timegm")));

char *memrepl_asctime_r(const struct tm *parts, char *text)
{
    check_read(parts, sizeof *parts, CALLER);
    check_write(text, TEXT_BYTES, CALLER);
    return asctime_r(parts, text);
}

char *memrepl_asctime(const struct tm *parts)
{
    struct statics *statics = statics_get(CALLER);
    check_read(parts, sizeof *parts, CALLER);
    check_write(statics->time_text, TEXT_BYTES, CALLER);
    return asctime_r(parts, statics->time_text);
}

static char *put_time(const time_t *time, char *text, uint64_t pc)
{
    struct tm parts;
    check_read(time, sizeof *time, pc);
    check_write(text, TEXT_BYTES, pc);
    return gmtime_r(time, &parts) == NULL ? NULL : asctime_r(&parts, text);
}

char *memrepl_ctime_r(const time_t *time, char *text)
{
    return put_time(time, text, CALLER);
}

char *memrepl_ctime(const time_t *time)
{
    return put_time(time, statics_get(CALLER)->time_text, CALLER);
}

size_t memrepl_strftime(char *text, size_t size, const char *format, const struct tm *parts)
{
    check_string(format, SIZE_MAX, CALLER);
    check_read(parts, sizeof *parts, CALLER);
    if (size > 0)
        check_write(text, 1, CALLER);
    char own[4096];
    size_t length = strftime(own, size < sizeof own ? size : sizeof own, format, parts);
    if (length > 0) {
        check_write(text, length + 1, CALLER);
        memcpy(text, own, length + 1);
    }
    return length;
}
