#include "grade/runs/spent.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* In ticks of the system, by what /proc says of a process; 0 when it is of another group, or gone. */
static int64_t spent_by(const char *id, pid_t group)
{
    char path[64], text[1024];
    long of;
    unsigned long user, system;
    long children_user, children_system;
    snprintf(path, sizeof path, "/proc/%.20s/stat", id);
    FILE *file = fopen(path, "re");
    size_t length = file == NULL ? 0 : fread(text, 1, sizeof text - 1, file);
    if (file != NULL)
        fclose(file);
    text[length] = '\0';
    const char *name_end = strrchr(text, ')'); /* the name may hold anything */
    bool is_read =
        name_end != NULL &&
        sscanf(name_end + 1, " %*c %*d %ld %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld", &of,
               &user, &system, &children_user, &children_system) == 5;
    return is_read && of == group ? (int64_t)(user + system) + children_user + children_system : 0;
}

int64_t spent_by_group(pid_t group)
{
    int64_t ticks = 0, ticks_a_second = sysconf(_SC_CLK_TCK);
    DIR *all = opendir("/proc");
    for (struct dirent *entry; all != NULL && (entry = readdir(all)) != NULL;)
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            ticks += spent_by(entry->d_name, group);
    if (all != NULL)
        closedir(all);
    return ticks * 1000 / ticks_a_second;
}
