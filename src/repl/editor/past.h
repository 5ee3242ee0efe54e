/* past.h: what was typed, kept in a file over sessions and shared by prompts that are open at a time.
 *
 * Each line is written at once and as a whole, so that neither a crash nor a full disk cuts one. Who
 * shortens the file and who adds to it wait for each other. Where there is no place for it, or the file
 * cannot be written, the lines are those of this session. */
#ifndef EDITOR_PAST_H
#define EDITOR_PAST_H

struct past {
    char *path; /* NULL: none */
};

/* Gives readline the lines of before. */
struct past past_open(void);

/* Adds a line, unless it is the last one again. */
void past_add(const struct past *past, const char *line);

void past_close(struct past *past);

#endif
