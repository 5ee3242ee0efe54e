#include "class/intake/naming.h"

#include "class/must.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const system_names[] = {"plain", "Canvas", "Moodle", "Gradescope", "Autolab"};
static_assert(sizeof system_names / sizeof *system_names == NAMING_SYSTEMS, "a name for each");

static const char late[] = "LATE_", anonymous[] = "anon_", moodle[] = "_assignsubmission_",
                  gradescope[] = "submission_";

const char *naming_system_name(enum naming_system system)
{
    return system_names[system];
}

void naming_free(struct naming *naming)
{
    free(naming->id);
    free(naming->name);
    free(naming->email);
    free(naming->rest);
    *naming = (struct naming){.id = NULL};
}

/* ---- Parts of a name ------------------------------------------------------------------------- */

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

bool naming_ends(const char *name, const char *ending)
{
    size_t length = strlen(name), end = strlen(ending);
    return length > end && strcasecmp(name + length - end, ending) == 0;
}

const char *naming_archive_ending(const char *name)
{
    static const char *const endings[] = {".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst",
                                          ".tgz",    ".tar",     ".zip"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (naming_ends(name, endings[i]))
            return name + strlen(name) - strlen(endings[i]);
    return NULL;
}

/* Behind "_123", which `text` begins with; NULL when it does not. */
static const char *behind_number(const char *text)
{
    if (text[0] != '_' || !isdigit((unsigned char)text[1]))
        return NULL;
    text++;
    return text + strspn(text, "0123456789");
}

/* Where the first "_1_" (count 1) or "_1_2_" (count 2) stands; NULL when there is none. */
static const char *find_numbers(const char *text, int count)
{
    for (; text != NULL; text = strchr(text + 1, '_')) {
        const char *end = text;
        for (int i = 0; i < count && end != NULL; i++)
            end = behind_number(end);
        if (end != NULL && *end == '_')
            return text;
    }
    return NULL;
}

static char *number_at(const char *text)
{
    return must_copy(text + 1, strspn(text + 1, "0123456789"));
}

/* Where "-1", "(1)" or " (1)" begins that ends at `end`; `end` when there is none. */
static const char *count_before(const char *name, const char *end)
{
    bool has_brackets = end > name && end[-1] == ')';
    const char *digits = end - has_brackets;
    const char *begin = digits;
    while (begin > name && isdigit((unsigned char)begin[-1]))
        begin--;
    if (begin == digits || begin == name || begin[-1] != (has_brackets ? '(' : '-'))
        return end;
    begin--;
    return has_brackets && begin > name && begin[-1] == ' ' ? begin - 1 : begin;
}

char *naming_without_count(const char *name)
{
    const char *dot = naming_archive_ending(name);
    if (dot == NULL)
        dot = strrchr(name, '.');
    const char *end = dot == NULL ? NULL : count_before(name, dot);
    return end == NULL || end == name ? must_text(name)
                                      : must_format("%.*s%s", (int)(end - name), name, dot);
}

/* ---- The systems ----------------------------------------------------------------------------- */

static bool read_canvas_anonymous(struct naming *naming, const char *entry)
{
    bool is_late = begins(entry, late);
    if (is_late)
        entry += strlen(late);
    const char *number = begins(entry, anonymous) ? strchr(entry + strlen(anonymous), '_') : NULL;
    const char *end = number == NULL ? NULL : behind_number(number);
    if (end == NULL || *end != '_')
        return false;
    naming->id = must_copy(entry, (size_t)(number - entry));
    naming->name = must_text("");
    naming->is_late = is_late;
    naming->version = strtoull(number + 1, NULL, 10);
    naming->rest = naming_without_count(end + 1);
    return true;
}

/* "smithjohn_LATE" or "smithjohn". */
static char *canvas_name(const char *entry, const char *numbers, bool *is_late)
{
    size_t length = (size_t)(numbers - entry), end = strlen("_LATE");
    *is_late = length > end && strncmp(numbers - end, "_LATE", end) == 0;
    return must_copy(entry, *is_late ? length - end : length);
}

static bool read_canvas(struct naming *naming, const char *entry)
{
    if (read_canvas_anonymous(naming, entry))
        return true;
    const char *numbers = find_numbers(strchr(entry, '_'), 2);
    if (numbers == NULL && (naming_ends(entry, "_text.html") || naming_ends(entry, "_link.html")))
        numbers = find_numbers(strchr(entry, '_'), 1);
    if (numbers == NULL || numbers == entry)
        return false;
    const char *second = behind_number(numbers);
    const char *end = behind_number(second);
    naming->id = number_at(numbers);
    naming->name = canvas_name(entry, numbers, &naming->is_late);
    naming->version = end == NULL ? 0 : strtoull(second + 1, NULL, 10);
    naming->rest = naming_without_count(end == NULL ? second + 1 : end + 1);
    return true;
}

static bool read_moodle(struct naming *naming, const char *entry)
{
    const char *mark = strstr(entry, moodle);
    const char *number = mark;
    while (number != NULL && number > entry && isdigit((unsigned char)number[-1]))
        number--;
    if (number == NULL || number == mark || number < entry + 2 || number[-1] != '_')
        return false;
    const char *file = strchr(mark + strlen(moodle), '_');
    naming->id = must_copy(number, (size_t)(mark - number));
    naming->name = must_copy(entry, (size_t)(number - 1 - entry));
    naming->rest = naming_without_count(file == NULL ? "" : file + 1);
    return true;
}

static bool read_gradescope(struct naming *naming, const char *entry, bool is_folder)
{
    const char *number = entry + strlen(gradescope);
    if (!is_folder || !begins(entry, gradescope) || *number == '\0' ||
        number[strspn(number, "0123456789")] != '\0')
        return false;
    naming->id = must_text(entry);
    naming->name = must_text("");
    naming->version = strtoull(number, NULL, 10);
    naming->rest = must_text("");
    return true;
}

static bool read_autolab(struct naming *naming, const char *entry)
{
    const char *at = strchr(entry, '@');
    const char *version = at == NULL || at == entry ? NULL : find_numbers(strchr(at, '_'), 1);
    if (version == NULL)
        return false;
    naming->id = must_copy(entry, (size_t)(version - entry));
    naming->name = must_text("");
    naming->email = must_text(naming->id);
    naming->version = strtoull(version + 1, NULL, 10);
    naming->rest = must_text(behind_number(version) + 1);
    return true;
}

static void read_plain(struct naming *naming, const char *entry, bool is_folder)
{
    const char *ending = naming_archive_ending(entry);
    if (ending == NULL)
        ending = strrchr(entry, '.');
    if (is_folder || ending == NULL || ending == entry)
        ending = entry + strlen(entry);
    naming->id = must_copy(entry, (size_t)(ending - entry));
    naming->name = must_text("");
    naming->rest = must_text(is_folder ? "" : entry);
}

struct naming naming_read(const char *entry, bool is_folder)
{
    struct naming naming = {.system = NAMING_PLAIN};
    if (read_moodle(&naming, entry))
        naming.system = NAMING_MOODLE;
    else if (read_gradescope(&naming, entry, is_folder))
        naming.system = NAMING_GRADESCOPE;
    else if (read_autolab(&naming, entry))
        naming.system = NAMING_AUTOLAB;
    else if (read_canvas(&naming, entry))
        naming.system = NAMING_CANVAS;
    else
        read_plain(&naming, entry, is_folder);
    if (naming.email == NULL)
        naming.email = must_text("");
    return naming;
}
