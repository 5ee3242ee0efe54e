/* streams.c: printing, scanning, files. */
#define _GNU_SOURCE
#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Printing -------------------------------------------------------------------------------- */

static void print_through(FILE *stream, const char *format, ...)
{
    char buffer[64], *fresh;
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stream, format, arguments);
    va_end(arguments);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    va_start(arguments, format);
    SHOW("%d", vsnprintf(buffer, 5, format, arguments));
    SHOW("%s", buffer);
    va_end(arguments);
    va_start(arguments, format);
    SHOW("%d", vsprintf(buffer, format, arguments));
    va_end(arguments);
    va_start(arguments, format);
    SHOW("%d", vasprintf(&fresh, format, arguments));
    va_end(arguments);
    SHOW("%s", fresh);
    free(fresh);
}

void call_print(void)
{
    char buffer[32], *fresh;
    printf("%d %5.2f %-6s| %c %x %#o %p %zu %lld %%\n", -1, 3.14159, "left", 'c', 255, 8, NULL,
           sizeof buffer, 1LL << 40);
    printf("%*d %.*s\n", 6, 42, 3, "abcdef");
    errno = ENOENT;
    printf("%m\n");
    fprintf(stdout, "to a stream\n");
    print_through(stdout, "%s-%d\n", "several", 3);
    SHOW("%d", snprintf(buffer, 4, "%s", "longer than that"));
    SHOW("%s", buffer);
    SHOW("%d", snprintf(NULL, 0, "%d", 12345));
    SHOW("%d", sprintf(buffer, "%04d", 42));
    SHOW("%s", buffer);
    SHOW("%d", asprintf(&fresh, "%s!", "fresh"));
    SHOW("%s", fresh);
    free(fresh);
    fflush(stdout);
    dprintf(1, "to a descriptor %d\n", 1);
    SHOW("%d", dprintf(99, "nowhere") < 0);
    puts("puts");
    fputs("fputs\n", stdout);
    fputc('f', stdout);
    putc('p', stdout);
    putchar('\n');
    putchar_unlocked('u');
    putc_unlocked('\n', stdout);
    SHOW("%zu", fwrite("block\n", 3, 2, stdout));
    SHOW("%d", setvbuf(stdout, NULL, _IONBF, 0));
    setbuf(stdout, NULL);
    setlinebuf(stdout);
    SHOW("%hd %hhd", (short)-3, (signed char)-4);
    fflush(NULL);
    errno = EACCES;
    perror("to stderr");
    perror(NULL);
    fprintf(stderr, "also\n");
}

static void print_into(int descriptor, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vdprintf(descriptor, format, arguments);
    va_end(arguments);
}

static void scan_from(FILE *stream, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfscanf(stream, format, arguments);
    va_end(arguments);
}

/* ---- Scanning -------------------------------------------------------------------------------- */

static int scan_through(const char *string, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int count = vsscanf(string, format, arguments);
    va_end(arguments);
    return count;
}

/* One conversion of one text: how many matched, and what came of it. */
#define TRY(text, format, type, target, shown)       \
    do {                                             \
        type target = 99;                            \
        int matched = sscanf(text, format, &target); \
        printf(" %d," shown, matched, target);       \
    } while (0)

static void scan_integers(void)
{
    static const char *const texts[] = {"42", " -7x",  "0x1F", "017", "+5", "x",         "",
                                        "  ", "12345", "-",    "0",   "08", "9999999999"};
    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        const char *text = texts[index];
        printf("\"%s\":", text);
        TRY(text, "%d", int, value, "%d");
        TRY(text, "%i", int, value, "%d");
        TRY(text, "%u", unsigned, value, "%u");
        TRY(text, "%o", unsigned, value, "%o");
        TRY(text, "%x", unsigned, value, "%x");
        TRY(text, "%2d", int, value, "%d");
        TRY(text, "%ld", long, value, "%ld");
        TRY(text, "%zu", size_t, value, "%zu");
        TRY(text, "%*2c%hd", short, value, "%d");
        printf("\n");
    }
}

static void scan_reals(void)
{
    static const char *const texts[] = {"1.5",       "-2e3x",   ".5", "5.", "inf", "nan",
                                        "-Infinity", "0x1.8p1", "e5", ".",  ""};
    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        const char *text = texts[index];
        printf("\"%s\":", text);
        TRY(text, "%f", float, value, "%g");
        TRY(text, "%4lf", double, value, "%g");
        TRY(text, "%Lg", long double, value, "%Lg");
        printf("\n");
    }
}

void call_scan(void)
{
    char word[16] = "", set[16] = "", three[4] = "";
    int left = 0, right = 0, count = -1;
    short small = 0;
    signed char tiny = 0;
    long long large = 0;
    void *pointer = NULL;
    scan_integers();
    scan_reals();
    SHOW("%d", sscanf("  hello world", "%s", word));
    SHOW("%s", word);
    SHOW("%d", sscanf("hello", "%3s%n", word, &count));
    SHOW("%s", word);
    SHOW("%d", count);
    SHOW("%d", sscanf("12,34", "%d,%d", &left, &right));
    SHOW("%d", left + right);
    SHOW("%d", sscanf("12;34", "%d,%d", &left, &right));
    SHOW("%d", sscanf("12 , 34", "%d ,%d", &left, &right));
    SHOW("%d", sscanf("5 6", "%*d%d", &left));
    SHOW("%d", left);
    SHOW("%d", sscanf("abc123", "%[a-z]%d", set, &left));
    SHOW("%s", set);
    SHOW("%d", sscanf("key=value]", "%[^=]=%[]a-z]", word, set));
    SHOW("%s", set);
    SHOW("%d", sscanf("x-y", "%[x-]", set));
    SHOW("%s", set);
    SHOW("%d", sscanf("wxyz", "%3c", three));
    SHOW("%s", three);
    SHOW("%d", sscanf("wx", "%3c", three));
    SHOW("%d", sscanf(" q", " %c", three));
    SHOW("%c", three[0]);
    SHOW("%d", sscanf("50%", "%d%%", &left));
    SHOW("%d", sscanf("300 77 123456789012", "%hd %hhd %lld", &small, &tiny, &large));
    SHOW("%lld", small + tiny + large);
    SHOW("%d", sscanf("0xbeef", "%p", &pointer));
    SHOW("%p", pointer);
    SHOW("%d", scan_through("7 seven", "%d %s", &left, word));
    SHOW("%s", word);
}

static int scan_input(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int count = vscanf(format, arguments);
    va_end(arguments);
    return count;
}

/* Reads "12 thirteen\nline two\nabcdef\nx\n\nlast": see test_calls.c. */
void call_input(void)
{
    char line[32], *grown = NULL;
    size_t room = 0;
    int number = 0;
    SHOW("%d", scanf("%d", &number));
    SHOW("%d", number);
    SHOW("%d", scan_input("%s", line));
    SHOW("%s", line);
    SHOW("%d", getchar());
    SHOW("%s", fgets(line, sizeof line, stdin));
    SHOW("%s", fgets(line, 4, stdin));
    SHOW("%c", getc(stdin));
    SHOW("%d", ungetc('Z', stdin));
    SHOW("%c", fgetc(stdin));
    SHOW("%c", getchar_unlocked());
    SHOW("%c", getc_unlocked(stdin));
    SHOW("%d", getchar());
    SHOW("%zd", getline(&grown, &room, stdin));
    SHOW("%s", grown);
    SHOW("%zd", getdelim(&grown, &room, 'a', stdin));
    SHOW("%s", grown);
    SHOW("%d", feof(stdin));
    SHOW("%zu", fread(line, 1, sizeof line, stdin));
    SHOW("%d", feof(stdin));
    SHOW("%d", ferror(stdin));
    SHOW("%d", fscanf(stdin, "%d", &number));
    clearerr(stdin);
    SHOW("%d", feof(stdin));
    SHOW("%d", getchar());
    SHOW("%zd", getline(&grown, &room, stdin));
    SHOW("%d", fgets(line, sizeof line, stdin) == NULL);
    SHOW("%d", isatty(0));
    free(grown);
}

/* ---- Files ----------------------------------------------------------------------------------- */

static const char *path(const char *folder, const char *name)
{
    static char paths[4][256];
    static int next;
    char *made = paths[next++ % 4];
    snprintf(made, sizeof paths[0], "%s/%s", folder, name);
    return made;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");
    fputs(text, file);
    fclose(file);
}

/* A name that is taken, free again, or of something that is no file. */
static void show_names(const char *folder)
{
    char line[16];
    write_file(path(folder, "one"), "first");
    write_file(path(folder, "two"), "second");
    FILE *file = fopen(path(folder, "two"), "r");
    SHOW("%d", rename(path(folder, "one"), path(folder, "two")));
    SHOW("%s", fgets(line, sizeof line, file));
    fclose(file);
    file = fopen(path(folder, "two"), "r");
    SHOW("%s", fgets(line, sizeof line, file));
    fclose(file);
    SHOW("%d", rename(path(folder, "one"), path(folder, "two")));
    SHOW("%d", errno == ENOENT);
    SHOW("%d", rename(path(folder, "two"), path(folder, "two")));
    for (int round = 0; round < 3; round++)
        SHOW("%d", remove(path(folder, "two")));
    write_file(path(folder, "two"), "again");
    SHOW("%d", remove(path(folder, "two")));
    SHOW("%d", fopen("./nowhere", "r") == NULL);
    file = fopen("/dev/stderr", "w");
    SHOW("%d", fgetc(file));
    fclose(file);
    SHOW("%d", fdopen(99, "r") == NULL);
    SHOW("%d", errno == EBADF);
}

static void show_growing(const char *folder)
{
    char line[512] = "";
    int number = 0;
    int descriptor = creat(path(folder, "grown"), 0644);
    errno = 0;
    SHOW("%zd", read(descriptor, line, 1));
    SHOW("%d", errno == EBADF);
    for (int round = 0; round < 20; round++)
        print_into(descriptor, "%0*d%s", 100, round, "\n");
    close(descriptor);
    FILE *file = fopen(path(folder, "grown"), "r+");
    SHOW("%d", fseek(file, 0, SEEK_END));
    SHOW("%ld", ftell(file));
    rewind(file);
    scan_from(file, "%d", &number);
    SHOW("%d", number);
    SHOW("%d", ungetc('7', file));
    SHOW("%d", fscanf(file, "%d", &number));
    SHOW("%d", number);
    SHOW("%d", fscanf(file, "%[a-z]", line));
    SHOW("%d", ftruncate(fileno(file), -1));
    SHOW("%d", errno == EINVAL);
    fclose(file);
    SHOW("%ld", ftell(stdout));
    SHOW("%d", errno == ESPIPE);
    SHOW("%d", fseek(stdout, 0, SEEK_SET));
}

void call_files(const char *folder)
{
    char line[64];
    int count = 0;
    FILE *file = fopen(path(folder, "given"), "r");
    while (fgets(line, sizeof line, file) != NULL)
        printf("%d: %s", ++count, line);
    SHOW("%d", fputs("no", file));
    SHOW("%d", ferror(file) != 0);
    SHOW("%ld", ftell(file));
    SHOW("%d", fclose(file));
    SHOW("%d", fopen(path(folder, "none"), "r") == NULL);
    SHOW("%d", errno == ENOENT);
    SHOW("%d", fopen(path(folder, "none"), "q") == NULL);
    SHOW("%d", fopen(folder, "w") == NULL);
    file = fopen(path(folder, "made"), "w+");
    SHOW("%d", fprintf(file, "%s %d\n", "written", 1));
    rewind(file);
    SHOW("%d", fscanf(file, "%s %d", line, &count));
    SHOW("%s", line);
    SHOW("%d", fseek(file, -3, SEEK_END));
    SHOW("%d", fgetc(file));
    SHOW("%ld", ftell(file));
    SHOW("%d", fseeko(file, 20, SEEK_SET));
    SHOW("%d", fputc('!', file));
    SHOW("%d", (int)ftello(file));
    SHOW("%d", fseek(file, -1, SEEK_SET));
    SHOW("%d", fileno(file) > 2);
    fclose(file);
    file = fopen(path(folder, "made"), "a");
    SHOW("%zu", fwrite("appended", 4, 2, file));
    SHOW("%d", fflush(file));
    fclose(file);
    SHOW("%d", rename(path(folder, "made"), path(folder, "renamed")));
    SHOW("%d", access(path(folder, "made"), F_OK));
    file = fopen(path(folder, "renamed"), "r");
    SHOW("%zu", fread(line, 1, sizeof line, file));
    SHOW("%.8s", line + 21);
    SHOW("%d", feof(file) != 0);
    file = freopen(path(folder, "given"), "r", file);
    SHOW("%c", getc(file));
    fclose(file);
    SHOW("%d", fopen(path(folder, "renamed"), "wx") == NULL);
    SHOW("%d", remove(path(folder, "renamed")));
    SHOW("%d", remove(path(folder, "renamed")));
    show_names(folder);
    show_growing(folder);
    file = tmpfile();
    fputs("temporary", file);
    rewind(file);
    SHOW("%s", fgets(line, sizeof line, file));
    fclose(file);
    file = fopen("/dev/null", "w");
    SHOW("%d", fputs("gone", file) >= 0);
    fclose(file);
}

void call_descriptors(const char *folder)
{
    char buffer[32] = "";
    int file = open(path(folder, "given"), O_RDONLY);
    SHOW("%d", file);
    SHOW("%zd", read(file, buffer, 5));
    SHOW("%s", buffer);
    SHOW("%zd", pread(file, buffer, 3, 1));
    SHOW("%s", buffer);
    SHOW("%d", (int)lseek(file, 0, SEEK_CUR));
    SHOW("%zd", write(file, "no", 2));
    SHOW("%d", errno == EBADF);
    SHOW("%d", close(file));
    SHOW("%d", close(file));
    file = creat(path(folder, "created"), 0644);
    SHOW("%zd", write(file, "some bytes", 10));
    SHOW("%d", ftruncate(file, 6));
    SHOW("%d", fsync(file));
    SHOW("%d", fdatasync(file));
    close(file);
    file = open(path(folder, "created"), O_RDWR | O_CREAT, 0644);
    SHOW("%zd", pwrite(file, "SO", 2, 0));
    SHOW("%zd", read(file, buffer, sizeof buffer));
    SHOW("%.6s", buffer);
    SHOW("%zd", read(file, buffer, sizeof buffer));
    SHOW("%d", (int)lseek(file, -1, SEEK_SET));
    SHOW("%d", isatty(file));
    FILE *stream = fdopen(file, "r+");
    rewind(stream);
    SHOW("%c", fgetc(stream));
    fclose(stream);
    SHOW("%d", unlink(path(folder, "created")));
    SHOW("%d", unlink(path(folder, "created")));
    SHOW("%d", open(path(folder, "created"), O_RDONLY));
    fflush(stdout);
    SHOW("%zd", write(1, "written\n", 8));
}
