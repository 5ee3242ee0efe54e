#include "grade/tasks/tasks.h"

#include "grade/breaking/breaking.h"
#include "grade/mems/cost.h"
#include "grade/mems/mems.h"
#include "grade/runs/exploring.h"
#include "grade/runs/running.h"
#include "grade/tasks/bitmap.h"
#include "grade/tasks/calls.h"
#include "grade/tasks/list.h"
#include "grade/tasks/placement.h"
#include "grade/tasks/queue.h"
#include "grade/tasks/server.h"

#include <string.h>

static const struct task_set *const sets[] = {
    &bitmap_tasks, &breaking_tasks,  &call_tasks,  &cost_tasks,    &exploring_tasks, &list_tasks,
    &mems_tasks,   &placement_tasks, &queue_tasks, &running_tasks, &server_tasks,
};

const struct task_set *tasks_find(const char *name)
{
    for (size_t index = 0; index < sizeof sets / sizeof sets[0]; index++)
        if (strcmp(sets[index]->name, name) == 0)
            return sets[index];
    return NULL;
}
