/* Grading a class: names that course systems give, cells of a gradebook, the line of progress. */
#include "class/books/csv.h"
#include "class/books/tally.h"
#include "class/intake/naming.h"
#include "class/intake/roster.h"
#include "class/meter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- Names ----------------------------------------------------------------------------------- */

struct named {
    const char *entry;
    bool is_folder;
    enum naming_system system;
    const char *id, *name, *rest;
    unsigned long long version;
};

static void names_tell_the_student(void **state)
{
    static const struct named table[] = {
        {"smithjohn_12345_678_queue-1.c", false, NAMING_CANVAS, "12345", "smithjohn", "queue.c",
         678},
        {"smithjohn_LATE_12345_678_a_1_b.c", false, NAMING_CANVAS, "12345", "smithjohn", "a_1_b.c",
         678},
        {"o_neil_7_8_lab1-handin-2.tar.gz", false, NAMING_CANVAS, "7", "o_neil",
         "lab1-handin.tar.gz", 8},
        {"LATE_anon_pQ3rT_678_q.c", false, NAMING_CANVAS, "anon_pQ3rT", "", "q.c", 678},
        {"doejane_888_text.html", false, NAMING_CANVAS, "888", "doejane", "text.html", 0},
        {"Jane Doe_1234567_assignsubmission_file_", true, NAMING_MOODLE, "1234567", "Jane Doe", "",
         0},
        {"Jane Doe_12_assignsubmission_file_q (2).c", false, NAMING_MOODLE, "12", "Jane Doe", "q.c",
         0},
        {"Jane Doe_12_assignsubmission_file_q(2).c", false, NAMING_MOODLE, "12", "Jane Doe", "q.c",
         0},
        {"Jane Doe_12_assignsubmission_file_f(x).c", false, NAMING_MOODLE, "12", "Jane Doe",
         "f(x).c", 0},
        {"Jane Doe_12_assignsubmission_file_(1).c", false, NAMING_MOODLE, "12", "Jane Doe", "(1).c",
         0},
        {"Jane_Doe_12_assignsubmission_file_q.c", false, NAMING_MOODLE, "12", "Jane_Doe", "q.c", 0},
        {"submission_123", true, NAMING_GRADESCOPE, "submission_123", "", "", 123},
        {"submission_123", false, NAMING_PLAIN, "submission_123", "", "submission_123", 0},
        {"j_doe@school.edu_10_handin.c", false, NAMING_AUTOLAB, "j_doe@school.edu", "", "handin.c",
         10},
        {"alice.c", false, NAMING_PLAIN, "alice", "", "alice.c", 0},
        {"alice.tar.gz", false, NAMING_PLAIN, "alice", "", "alice.tar.gz", 0},
        {"al.ice", true, NAMING_PLAIN, "al.ice", "", "", 0},
        {"_1_2_q.c", false, NAMING_PLAIN, "_1_2_q", "", "_1_2_q.c", 0},
        {"_assignsubmission_file_", true, NAMING_PLAIN, "_assignsubmission_file_", "", "", 0},
        {"smith_12_", false, NAMING_PLAIN, "smith_12_", "", "smith_12_", 0},
        {"@_1_x", false, NAMING_PLAIN, "@_1_x", "", "@_1_x", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct named *row = &table[i];
        struct naming naming = naming_read(row->entry, row->is_folder);
        assert_string_equal(naming_system_name(naming.system), naming_system_name(row->system));
        assert_string_equal(naming.id, row->id);
        assert_string_equal(naming.name, row->name);
        assert_string_equal(naming.rest, row->rest);
        assert_int_equal(naming.version, row->version);
        naming_free(&naming);
    }
}

static void any_bytes_can_be_shown(void **state)
{
    static const char *const table[][2] = {
        {"Zo\xc3\xab", "Zo\xc3\xab"},
        {"a\nb\x1b[1m", "a\\x0ab\\x1b[1m"},
        {"\xff\xc3", "\\xff\\xc3"},
        {"\xc0\xaf", "\\xc0\\xaf"},
        {"\xef\xbf\xbf", "\\xef\\xbf\\xbf"},
        {"\xe2\x80\xae", "\\xe2\\x80\\xae"},
        {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char *shown = roster_printable(table[i][0]);
        assert_string_equal(shown, table[i][1]);
        free(shown);
    }
}

/* ---- Books ----------------------------------------------------------------------------------- */

static void cells_are_no_formulas(void **state)
{
    static const char *const table[][2] = {
        {"Jane", "Jane"},
        {"Doe, Jane", "\"Doe, Jane\""},
        {"say \"hi\"", "\"say \"\"hi\"\"\""},
        {"=1+1", "'=1+1"},
        {"-1, 2", "\"'-1, 2\""},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"a\nb", "\"a\nb\""},
        {"", ""},
        {" x", "\" x\""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char text[64] = "";
        FILE *out = fmemopen(text, sizeof text, "w");
        csv_cell(table[i][0], out);
        fclose(out);
        assert_string_equal(text, table[i][1]);
    }
}

static void scores_are_counted(void **state)
{
    static const int scores[] = {0, 9, 10, 99, 100, 100};
    struct tally tally = {.graded = 0};
    (void)state;
    for (size_t i = 0; i < sizeof scores / sizeof *scores; i++) {
        struct result result = {.is_graded = true, .score = scores[i]};
        tally_add(&tally, &result);
    }
    assert_int_equal(tally.bars[0], 2);
    assert_int_equal(tally.bars[1], 1);
    assert_int_equal(tally.bars[9], 1);
    assert_int_equal(tally.bars[10], 2);
    assert_int_equal(tally_mean(&tally), 530);
    assert_int_equal(tally_median(&tally), 545);
    tally_free(&tally);
}

/* ---- Progress -------------------------------------------------------------------------------- */

static void the_line_fits_its_width(void **state)
{
    struct meter meter = {.total = 1000, .done = 250, .ungraded = 3};
    char line[512];
    (void)state;
    meter_line(&meter, 6.0, 79, line, sizeof line);
    assert_string_equal(line,
                        "[=======                     ] 250/1000  3 ungraded  6.0/s  2:05 left");
    meter_line(&meter, 6.0, 40, line, sizeof line);
    assert_string_equal(line, "250/1000  3 ungraded  6.0/s  2:05 left");
    meter_line(&meter, 6.0, 20, line, sizeof line);
    assert_string_equal(line, "250/1000  3 ungraded");
    meter_line(&meter, 6.0, 18, line, sizeof line);
    assert_string_equal(line, "[=      ] 250/1000");
    for (int width = 8; width < 200; width++) {
        int length = meter_line(&meter, 6.0, width, line, sizeof line);
        assert_true(length <= width);
        assert_int_equal(strlen(line), length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_tell_the_student),  cmocka_unit_test(any_bytes_can_be_shown),
        cmocka_unit_test(cells_are_no_formulas),   cmocka_unit_test(scores_are_counted),
        cmocka_unit_test(the_line_fits_its_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
