/* unpack.c: build/unpack <ARCHIVE >FILES, a program of its own: what is in an archive, read where the
 * archive can do no harm.
 *
 * libarchive parses bytes that a stranger chose. This process has the archive as its standard input
 * and a pipe as its output, and from before the first byte on it may read, write and ask for memory,
 * and nothing else: it cannot open a file. Names in the archive are told, never used.
 *
 * Output, for each plain file: "F <bytes of name> <bytes>\n", the name, the bytes; for one that is too
 * large, or of no kind that a lab asks for, "N <bytes of name>\n" and the name. A last line says how it
 * ended: "E\n", or "X <bytes>\n" and the sentence that says what is wrong. */
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/resource.h>

enum {
    ENTRIES = 20000,      /* a hand-in with all that its tools left has some hundreds */
    FILE_BYTES = 1 << 20, /* of a file that is told; the largest source of a lab has 40 KiB */
    TOTAL_MIB = 256,      /* of all that it would expand to */
    CPU_SECONDS = 10,     /* for TOTAL_MIB it takes two */
    MEMORY_MIB = 512,     /* xz alone may ask for 100 */
    LINKS = 1000,
    NAME_BYTES = 4096
};

struct unpacking {
    struct archive *archive;
    int64_t total;
    int entries;
    char *links[LINKS]; /* names of the links so far */
    int link_count;
    char *buffer; /* FILE_BYTES */
};

static bool refuse(const char *sentence, const char *name)
{
    int length = snprintf(NULL, 0, sentence, name);
    printf("X %d\n", length);
    printf(sentence, name);
    return false;
}

/* ---- What may be told ------------------------------------------------------------------------ */

static bool leads_out(const char *name)
{
    if (name[0] == '/')
        return true;
    for (const char *part = name; part != NULL; part = strchr(part, '/')) {
        part += *part == '/';
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
            return true;
    }
    return false;
}

static bool goes_through_link(const struct unpacking *unpacking, const char *name)
{
    for (int i = 0; i < unpacking->link_count; i++) {
        size_t length = strlen(unpacking->links[i]);
        if (strncmp(name, unpacking->links[i], length) == 0 && name[length] == '/')
            return true;
    }
    return false;
}

static bool note_link(struct unpacking *unpacking, const char *name)
{
    if (unpacking->link_count == LINKS)
        return refuse("the archive has more than 1000 links", "");
    return (unpacking->links[unpacking->link_count++] = strdup(name)) != NULL;
}

/* Labs ask for .c and .mem; .html is what Canvas makes of a text, and stays untold. */
static bool is_asked_for(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot != NULL && (strcasecmp(dot, ".c") == 0 || strcmp(dot, ".mem") == 0);
}

/* ---- Files ----------------------------------------------------------------------------------- */

static bool tell_name(const char *name)
{
    printf("N %zu\n%s", strlen(name), name);
    return true;
}

/* Counts what is passed over, too: a size in an archive is only said. */
static bool tell_bytes(struct unpacking *unpacking, const char *name)
{
    size_t size = 0;
    la_ssize_t got;
    while (size < FILE_BYTES &&
           (got = archive_read_data(unpacking->archive, unpacking->buffer + size,
                                    FILE_BYTES - size)) > 0)
        size += (size_t)got;
    if (size == FILE_BYTES)
        return tell_name(name);
    if (got < 0)
        return refuse("the archive is damaged: %.200s", archive_error_string(unpacking->archive));
    printf("F %zu %zu\n%s", strlen(name), size, name);
    fwrite(unpacking->buffer, 1, size, stdout);
    return true;
}

static const char *name_of(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);
    if (name == NULL)
        name = archive_entry_pathname_utf8(entry);
    return name == NULL ? "?" : name;
}

static bool look_at(struct unpacking *unpacking, struct archive_entry *entry)
{
    const char *name = name_of(entry);
    int64_t size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : 0;
    if (++unpacking->entries > ENTRIES)
        return refuse("the archive has more than 20000 files", "");
    if (strlen(name) >= NAME_BYTES)
        return refuse("the archive has a name of more than 4095 bytes", "");
    if (leads_out(name))
        return refuse("the archive leads out of its folder: %s", name);
    if (goes_through_link(unpacking, name))
        return refuse("the archive has a file behind a link: %s", name);
    unpacking->total += size;
    if (size < 0 || unpacking->total > (int64_t)TOTAL_MIB << 20)
        return refuse("the archive expands to more than 256 MiB", "");
    if (archive_entry_filetype(entry) == AE_IFLNK || archive_entry_hardlink(entry) != NULL)
        return note_link(unpacking, name);
    if (archive_entry_filetype(entry) != AE_IFREG)
        return true;
    if (!is_asked_for(name))
        return tell_name(name);
    return tell_bytes(unpacking, name);
}

static bool unpack(struct unpacking *unpacking)
{
    struct archive_entry *entry;
    int answer;
    while ((answer = archive_read_next_header(unpacking->archive, &entry)) == ARCHIVE_OK ||
           answer == ARCHIVE_WARN)
        if (!look_at(unpacking, entry))
            return false;
    if (answer == ARCHIVE_EOF)
        return true;
    return refuse("the archive cannot be read: %.200s", archive_error_string(unpacking->archive));
}

/* ---- Beginning ------------------------------------------------------------------------------- */

/* Who takes too much time ends by SIGXCPU, which tells that from SIGKILL by somebody else. */
static bool set_limits(void)
{
    static const struct {
        int resource;
        struct rlimit limit;
    } limits[] = {{RLIMIT_CPU, {CPU_SECONDS, CPU_SECONDS + 1}},
                  {RLIMIT_AS, {(rlim_t)MEMORY_MIB << 20, (rlim_t)MEMORY_MIB << 20}},
                  {RLIMIT_CORE, {0, 0}}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (setrlimit((__rlimit_resource_t)limits[i].resource, &limits[i].limit) != 0)
            return false;
    return true;
}

static bool close_all_else(void)
{
    static const int calls[] = {
        SCMP_SYS(read),         SCMP_SYS(write),        SCMP_SYS(lseek),
        SCMP_SYS(brk),          SCMP_SYS(mmap),         SCMP_SYS(munmap),
        SCMP_SYS(mremap),       SCMP_SYS(madvise),      SCMP_SYS(fstat),
        SCMP_SYS(newfstatat),   SCMP_SYS(futex),        SCMP_SYS(getrandom),
        SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction), SCMP_SYS(exit_group),
        SCMP_SYS(clock_gettime)};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(1));
    bool is_closed = filter != NULL && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    for (size_t i = 0; i < sizeof calls / sizeof *calls && is_closed; i++)
        is_closed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) == 0;
    is_closed = is_closed && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return is_closed;
}

static bool open_archive(struct unpacking *unpacking)
{
    struct archive *archive = archive_read_new();
    unpacking->archive = archive;
    unpacking->buffer = malloc(FILE_BYTES);
    return archive != NULL && unpacking->buffer != NULL &&
           archive_read_support_filter_gzip(archive) == ARCHIVE_OK &&
           archive_read_support_filter_bzip2(archive) == ARCHIVE_OK &&
           archive_read_support_filter_xz(archive) == ARCHIVE_OK &&
           archive_read_support_filter_zstd(archive) == ARCHIVE_OK &&
           archive_read_support_format_tar(archive) == ARCHIVE_OK &&
           archive_read_support_format_zip(archive) == ARCHIVE_OK;
}

int main(void)
{
    static struct unpacking unpacking;
    setlocale(LC_CTYPE, "C.UTF-8"); /* in which names are told */
    if (!open_archive(&unpacking) || !set_limits() || !close_all_else()) {
        fputs("unpack: no memory, or this system has no seccomp\n", stderr);
        return 2;
    }
    bool is_fine =
        archive_read_open_fd(unpacking.archive, 0, 64 << 10) == ARCHIVE_OK
            ? unpack(&unpacking)
            : refuse("the archive cannot be read: %.200s", archive_error_string(unpacking.archive));
    if (is_fine)
        puts("E");
    return fflush(stdout) == 0 ? 0 : 2;
}
