#include "calls.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    void (*run)(void);
} sections[] = {
    {"memory", call_memory},
    {"strings", call_strings},
    {"numbers", call_numbers},
    {"characters", call_characters},
    {"mathematics", call_mathematics},
    {"sorting", call_sorting},
    {"print", call_print},
    {"scan", call_scan},
    {"input", call_input},
    {"dates", call_dates},
    {"surroundings", call_surroundings},
    {"signals", call_signals},
    {"jumps", call_jumps},
    {"threads", call_threads},
    {"limits", call_limits},
};

/* main SECTION FOLDER: FOLDER is one that the section may write to; or main PLACE CALL. */
int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    for (size_t index = 0; index < sizeof sections / sizeof *sections; index++)
        if (strcmp(sections[index].name, argv[1]) == 0)
            sections[index].run();
    if (strcmp(argv[1], "files") == 0)
        call_files(argv[2]);
    if (strcmp(argv[1], "descriptors") == 0)
        call_descriptors(argv[2]);
    if (strcmp(argv[1], "own") == 0)
        call_own(argv[2]);
    misuse(argv[1], argv[2]);
    overrun(argv[1], argv[2]);
    exhaust(argv[1]);
    return 0;
}
