/* test_hygiene.c: what is looked at in a file that is handed in, where the hand-ins of tests/attacks do
 * not lead: a byte that is no text, headers beside it, names with signs of their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "grade/hygiene/language.h"
#include "grade/hygiene/names.h"
#include "grade/hygiene/read.h"
#include "grade/hygiene/source.h"

enum { PATH_BYTES = 128 };

struct bench {
    char folder[32];
    char lab[PATH_BYTES]; /* the folder of the lab's headers */
    char *folders[2];
    struct refusals refusals;
};

/* The path of a file that is made in the bench's folder; the last call's is gone. */
static const char *put(struct bench *bench, const char *name, const char *text)
{
    static char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/%s", bench->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static void run(const struct bench *bench, const char *command)
{
    char whole[256];
    snprintf(whole, sizeof whole, "cd %s && %s", bench->folder, command);
    assert_int_equal(system(whole), 0);
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    strcpy(bench->folder, "/tmp/memrepl-hygiene-XXXXXX");
    if (mkdtemp(bench->folder) == NULL)
        return -1;
    snprintf(bench->lab, sizeof bench->lab, "%s/lab", bench->folder);
    bench->folders[0] = bench->lab;
    run(bench, "mkdir lab");
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", bench->folder);
    int status = system(command);
    free(bench);
    return status;
}

/* All that was refused since the last call. */
static void expect(struct bench *bench, const char *expected)
{
    char *text = refusals_text(&bench->refusals);
    assert_string_equal(text, expected);
    free(text);
    bench->refusals.count = 0;
}

/* ---- As it was written ----------------------------------------------------------------------- */

static const struct {
    const char *text, *refused;
} sources[] = {
    {"int a;\r\nint b;\r\n", ""},
    {"int a;\rint b;\n", "q.c:1: the byte 0x0D is no text: is this a C file, saved as UTF-8?\n"},
    {"int a;\n\001\n", "q.c:2: the byte 0x01 is no text: is this a C file, saved as UTF-8?\n"},
    {"#\nint a;\n#", ""},
    {"in\\ \t\nt a\\\n;\n", ""},
    {"#\n#if __has_include(<stdio.h>) /* is it there? */\n#endif\n",
     "q.c:2: this condition is not read alike by all: keep it short, and its comments on a line of "
     "their own\n"},
    {"char *a = R\"(x)\" R\"(y)\";\n",
     "q.c:1: R\"...\" is not allowed here: write a plain string\n"},
};

static void test_source(void **state)
{
    struct bench *bench = *state;
    for (size_t index = 0; index < sizeof sources / sizeof *sources; index++) {
        const char *path = put(bench, "q.c", sources[index].text);
        assert_true(source_check(path, bench->folders, &bench->refusals));
        expect(bench, sources[index].refused);
    }
}

static void test_many(void **state)
{
    struct bench *bench = *state;
    char text[256] = "";
    for (int line = 0; line < REFUSALS_TOLD + 2; line++)
        strcat(text, "R\"(x)\"\n");
    assert_true(source_check(put(bench, "q.c", text), bench->folders, &bench->refusals));
    char *told = refusals_text(&bench->refusals);
    assert_non_null(strstr(told, "q.c:8: "));
    assert_null(strstr(told, "q.c:9: "));
    assert_string_equal(strrchr(told, 'a'), "and 2 more\n");
    free(told);
}

/* ---- As the preprocessor left it ------------------------------------------------------------- */

static void test_language(void **state)
{
    struct bench *bench = *state;
    struct reading reading;
    const char *path = put(bench, "q.i",
                           "# 1 \"q\\303\\251.c\"\n"
                           "#pragma once\n"
                           "[[deprecated(\"old\"), nodiscard]] int f(void);\n"
                           "[[deprecated(1)]] int g(void);\n"
                           "[[deprecated(\"old\"]] int h(void);\n"
                           "# 1 \"lab/queue.h\"\n"
                           "[[gnu::naked]] int of_the_lab;\n"
                           "# 5 \"q\\303\\251.c\"\n"
                           "#pragma once\n");
    assert_true(reading_open(&reading, path, "q\303\251.c", bench->folders));
    language_check(&reading, &bench->refusals);
    reading_close(&reading);
    expect(bench, "q\303\251.c:3: this attribute in [[...]] is not allowed here: leave it out\n"
                  "q\303\251.c:4: this attribute in [[...]] is not allowed here: leave it out\n");
}

/* A copy of a header beside the file is the lab's. */
static void test_origin(void **state)
{
    struct bench *bench = *state;
    struct reading reading;
    const char *path = put(bench, "q.i",
                           "# 1 \"in/q.c\"\nint own;\n# 1 \"in/copy.h\"\nint copied;\n"
                           "# 1 \"in/deeper/x.h\"\nint strange;\n");
    assert_true(reading_open(&reading, path, "in/q.c", bench->folders));
    assert_int_equal(reading_find(&reading, ORIGIN_STUDENT, "own"), 1);
    assert_int_equal(reading_find(&reading, ORIGIN_LAB, "copied"), 1);
    assert_int_equal(reading_find(&reading, ORIGIN_LAB, "strange"), 0);
    reading_close(&reading);
}

/* ---- What it includes ------------------------------------------------------------------------ */

#define NONE_OF_THE_LABS                                                                        \
    " is none of the lab's and may not be included: only the lab's files are graded; put what " \
    "you "                                                                                      \
    "need of it into them\n"

static void test_beside(void **state)
{
    struct bench *bench = *state;
    char student[PATH_BYTES];
    run(bench, "echo 'int a;' >lab/queue.h && cp lab/queue.h . && echo 'int b;' >lab/list.h");
    strcpy(student, put(bench, "q.c", ""));
    read_check_beside(student, 1, "nowhere.h", bench->folders, &bench->refusals);
    read_check_beside(student, 1, "queue.h", bench->folders, &bench->refusals);
    expect(bench, "");
    put(bench, "own.h", "int c;\n");
    read_check_beside(student, 1, "own.h", bench->folders, &bench->refusals);
    expect(bench, "q.c:1: own.h" NONE_OF_THE_LABS);
    put(bench, "list.h", "int c;\n");
    read_check_beside(student, 2, "queue.h", bench->folders, &bench->refusals);
    expect(bench, "q.c:2: list.h" NONE_OF_THE_LABS);
}

/* By the account that the compiler gives, in which names are quoted as make wants it. */
static void test_account(void **state)
{
    struct bench *bench = *state;
    char account[PATH_BYTES];
    run(bench, "echo 'int a;' >lab/queue.h && echo >'two words.h'");
    put(bench, "q.c", "");
    strcpy(account,
           put(bench, "q.d",
               "/usr/lib/gcc:/usr/include\nq.o: q.c lab/queue.h \\\n two\\ words.h odd\\name.h "
               "a$$b.h $x.h\n"));
    assert_true(read_check(account, bench->folder, "q.c", bench->folders, &bench->refusals));
    expect(bench, "q.c: two words.h" NONE_OF_THE_LABS "q.c: odd\\name.h" NONE_OF_THE_LABS
                  "q.c: a$b.h" NONE_OF_THE_LABS "q.c: $x.h" NONE_OF_THE_LABS);
}

/* ---- Names ----------------------------------------------------------------------------------- */

static void test_names(void **state)
{
    struct bench *bench = *state;
    struct object object;
    struct reading reading;
    char path[PATH_BYTES], *may_call[] = {"malloc", NULL};
    const struct lab lab = {.number = 1, .may_call = may_call};
    put(bench, "q.c",
        "#include <stdlib.h>\n#include <stdio.h>\n"
        "void *take(void) { puts(\"take\"); return malloc(1); }\n"
        "static void *pick(void) { return take; }\n"
        "int chosen(void) __attribute__((ifunc(\"pick\")));\n");
    run(bench, "gcc -c -fno-builtin q.c && gcc -E q.c -o q.i");
    snprintf(path, sizeof path, "%s/q.o", bench->folder);
    assert_true(object_open(&object, path));
    assert_true(object_has(&object, NAME_ODD, "chosen"));
    assert_false(object_has(&object, NAME_ODD, "take"));
    snprintf(path, sizeof path, "%s/q.i", bench->folder);
    assert_true(reading_open(&reading, path, "q.c", bench->folders));
    names_check(&(struct neighbours){.lab = &lab, .own = &object, .own_count = 1}, &object,
                &reading, &bench->refusals);
    char *told = refusals_text(&bench->refusals);
    assert_non_null(strstr(told, "q.c:3: puts is not among what this lab's files may call"));
    assert_null(strstr(told, "malloc"));
    free(told);
    reading_close(&reading);
    object_close(&object);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_source), CASE(test_many),    CASE(test_language), CASE(test_origin),
        CASE(test_beside), CASE(test_account), CASE(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
