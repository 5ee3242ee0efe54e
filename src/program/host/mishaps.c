#include "program/host/mishaps.h"

#include <signal.h>
#include <stddef.h>

/* Of the process, as its signals are. */
static const char *first;
static unsigned noted;

void mishap_note(const char *reason)
{
    if (first == NULL)
        first = reason;
    noted++;
}

unsigned mishap_count(void)
{
    return noted;
}

const char *mishap_reason(void)
{
    return first;
}

bool mishap_is_signal(int signal_number)
{
    return signal_number == SIGKILL || signal_number == SIGTERM || signal_number == SIGHUP ||
           signal_number == SIGINT || signal_number == SIGQUIT;
}
