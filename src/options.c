#include "options.h"

#include "options-table.h"
#include "program/suspects.h"
#include "program/text.h"
#include "results/formats/formats.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* What getopt_long returns for a long option: its id and this, so as not to be taken for a
 * letter. */
enum { LONG_FIRST = 256, PLAIN = 1 };

/* What was given, before it is known what it means together. */
struct given {
    bool is_given[OPTION_COUNT];
    const char *value[OPTION_COUNT];
    const char *of_explore; /* an option that only --explore has */
    const char *of_many;    /* one that --class has, too */
};

static bool refuse(char **error, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool refuse(char **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    *error = text_format_list(format, arguments);
    va_end(arguments);
    return false;
}

/* ---- Reading --------------------------------------------------------------------------------- */

static bool add_item(struct command_line *result, enum item_kind kind, const char *text,
                     char **error)
{
    struct item *grown = realloc(result->items, (result->item_count + 1) * sizeof *grown);
    if (grown == NULL)
        return refuse(error, "no memory left for %s", text);
    result->items = grown;
    result->items[result->item_count++] = (struct item){kind, text};
    return true;
}

/* The option that getopt_long's answer stands for, or one without a name. */
static int id_of(int answer)
{
    if (answer >= LONG_FIRST)
        return answer - LONG_FIRST;
    int id = 0;
    while (option_row_at(id).name != NULL && (answer == 0 || option_row_at(id).letter != answer))
        id++;
    return id;
}

/* getopt_long leaves in optopt what was wrong: a letter, an option with a needless value, or 0. */
static bool refuse_option(const char *word, char **error)
{
    if (optopt >= LONG_FIRST)
        return refuse(error, "--%s takes no value", option_row_at(id_of(optopt)).name);
    if (optopt != 0)
        return refuse(error, "unknown option \"-%c\"; --help lists them", optopt);
    return refuse(error, "unknown option \"%.40s\"; --help lists them", word);
}

static void note_suspect(struct given *given)
{
    given->is_given[OPTION_LAB] = given->is_given[OPTION_FROM] = true;
    given->value[OPTION_LAB] = SUSPECTS_NUMBER;
    given->value[OPTION_FROM] = given->value[OPTION_SUSPECT];
}

static void note_of_explore(struct given *given, const char *name)
{
    bool is_of_many = strcmp(name, "jobs") == 0 || strcmp(name, "shard") == 0;
    *(is_of_many ? &given->of_many : &given->of_explore) = name;
}

static bool note_option(struct command_line *result, struct given *given, int id, char **error)
{
    if (id >= OPTION_COUNT) {
        note_of_explore(given, option_row_at(id).name);
        return explore_wish_set(&result->wish, option_row_at(id).name, optarg, error);
    }
    if (id == OPTION_CLASS && given->is_given[id])
        return refuse(error, "--class was given twice, with \"%.40s\" and \"%.40s\"",
                      given->value[id], optarg);
    given->is_given[id] = true;
    given->value[id] = optarg;
    if (id == OPTION_SUSPECT)
        note_suspect(given);
    if (id == OPTION_SESSION)
        return add_item(result, ITEM_SESSION, optarg, error);
    if (id == OPTION_COMMAND)
        return add_item(result, ITEM_COMMAND, optarg, error);
    return true;
}

static bool read_words(struct command_line *result, struct given *given, int argc, char **argv,
                       char **error)
{
    struct option longs[OPTIONS_MOST + 1] = {{0}};
    char letters[2 * OPTIONS_MOST + 3] =
        "-:"; /* files in their order; a missing value is told apart */
    char *letter = letters + 2;
    for (int id = 0; id < OPTIONS_MOST && option_row_at(id).name != NULL; id++) {
        struct option_row row = option_row_at(id);
        bool has_value = row.value != NULL;
        longs[id] = (struct option){row.name, has_value ? required_argument : no_argument, NULL,
                                    LONG_FIRST + id};
        if (row.letter != 0) {
            *letter++ = row.letter;
            if (has_value)
                *letter++ = ':';
        }
    }

    int answer;
    opterr = 0;
    while ((answer = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        bool is_fine;
        if (answer == PLAIN)
            is_fine = add_item(result, ITEM_FILE, optarg, error);
        else if (answer == ':')
            is_fine = refuse(error, "%.40s takes a value", argv[optind - 1]);
        else if (answer == '?')
            is_fine = refuse_option(argv[optind - 1], error);
        else
            is_fine = note_option(result, given, id_of(answer), error);
        if (!is_fine)
            return false;
    }
    while (optind < argc) /* after -- */
        if (!add_item(result, ITEM_BEHIND, argv[optind++], error))
            return false;
    return true;
}

/* ---- Checking -------------------------------------------------------------------------------- */

static bool set_value(struct repl_options *options, const struct given *given, enum option_id id,
                      const char *name, char **error)
{
    char *reason = NULL;
    if (!given->is_given[id] ||
        repl_options_set(options, name, given->value[id], given->is_given[OPTION_NATIVE], &reason))
        return true;
    if (id == OPTION_GRADE)
        refuse(error, "--grade: %s", reason);
    else
        refuse(error, "--%s", reason);
    free(reason);
    return false;
}

static bool set_values(struct command_line *result, const struct given *given, char **error)
{
    struct repl_options grading = result->options;
    if (!set_value(&result->options, given, OPTION_SEED, "seed", error) ||
        !set_value(&result->options, given, OPTION_THREADS, "threads", error) ||
        !set_value(&result->options, given, OPTION_MEMORY, "memory", error) ||
        !set_value(&result->options, given, OPTION_LAB, "lab", error) ||
        !set_value(&grading, given, OPTION_GRADE, "lab", error))
        return false;
    result->grade = grading.lab;
    result->from = given->value[OPTION_FROM];
    result->result = given->value[OPTION_RESULT];
    result->format = given->value[OPTION_AS];
    result->options.lab_from = result->from;
    result->is_batch = given->is_given[OPTION_BATCH];
    result->is_confined = given->is_given[OPTION_CONFINED];
    result->has_echo = given->is_given[OPTION_ECHO];
    result->is_blessing = given->is_given[OPTION_BLESS];
    return true;
}

static enum door choose_door(const struct given *given)
{
    static const struct {
        enum option_id option;
        enum door door;
    } doors[] = {
        {OPTION_HELP, DOOR_HELP},       {OPTION_VERSION, DOOR_VERSION},
        {OPTION_CHECK, DOOR_CHECK},     {OPTION_AS, DOOR_AS},
        {OPTION_GRADE, DOOR_GRADE},     {OPTION_NATIVE, DOOR_NATIVE},
        {OPTION_EXPLORE, DOOR_EXPLORE}, {OPTION_CLASS, DOOR_CLASS},
    };
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++)
        if (given->is_given[doors[i].option])
            return doors[i].door;
    return DOOR_PROMPT;
}

/* ---- A program to study ---------------------------------------------------------------------- */

/* C++ too, which `program` refuses in its own words. */
static bool is_source(const struct item *item)
{
    static const char *const endings[] = {".c", ".o", ".cc", ".cpp", ".cxx", ".C"};
    size_t length = strlen(item->text);
    for (size_t i = 0; item->kind == ITEM_FILE && i < sizeof endings / sizeof endings[0]; i++) {
        size_t end = strlen(endings[i]);
        if (length > end && strcmp(item->text + length - end, endings[i]) == 0)
            return true;
    }
    return false;
}

static bool has_source(const struct command_line *result)
{
    for (size_t i = 0; i < result->item_count; i++)
        if (is_source(&result->items[i]))
            return true;
    return false;
}

/* To explore, any file is one of the program's: `program` refuses it in its own words. */
static bool is_of_program(const struct command_line *result, const struct item *item)
{
    return is_source(item) || (result->door == DOOR_EXPLORE && item->kind == ITEM_FILE);
}

/* The options that `program` takes come first. */
static void gather_options(struct command_line *result, const struct given *given)
{
    static const enum option_id ids[] = {OPTION_CC, OPTION_LAB, OPTION_FROM, OPTION_BUILT,
                                         OPTION_TICKS};
    static const char *const names[] = {"--cc", "--lab", "--from", "--built", "--ticks"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        if (given->is_given[ids[i]]) {
            result->program[result->program_count++] = names[i];
            result->program[result->program_count++] = given->value[ids[i]];
        }
    result->options.lab = 0;
    result->options.lab_from = NULL;
}

/* Moves the items that belong to the program into its words; without a program, what stands behind
 * -- are files like any others. */
static bool gather_program(struct command_line *result, const struct given *given, char **error)
{
    enum { WORDS_BESIDES = 2 * OPTION_COUNT }; /* options and their values */
    bool has_program =
        result->door == DOOR_EXPLORE || (result->door == DOOR_PROMPT && has_source(result));
    size_t kept = 0;
    const char *input = given->value[OPTION_INPUT];
    const char **words = calloc(result->item_count + WORDS_BESIDES, sizeof *words);
    if (words == NULL)
        return refuse(error, "no memory left for the command line");
    result->program = words;
    if (has_program)
        gather_options(result, given);
    for (size_t i = 0; i < result->item_count; i++)
        if (has_program && is_of_program(result, &result->items[i]))
            words[result->program_count++] = result->items[i].text;
    if (has_program && input != NULL) {
        words[result->program_count++] = "<";
        words[result->program_count++] = input;
    }
    if (has_program)
        words[result->program_count++] = "--";
    for (size_t i = 0; i < result->item_count; i++) {
        struct item item = result->items[i];
        if (has_program && item.kind == ITEM_BEHIND)
            words[result->program_count++] = item.text;
        else if (!has_program || !is_of_program(result, &item))
            result->items[kept++] =
                (struct item){item.kind == ITEM_BEHIND ? ITEM_FILE : item.kind, item.text};
    }
    result->item_count = kept;
    return true;
}

static bool check_result(const struct command_line *result, char **error)
{
    if (result->result != NULL && result->door != DOOR_GRADE)
        return refuse(error, "--result needs --grade");
    if (result->door != DOOR_AS)
        return true;
    if (format_of(result->format) == NULL)
        return refuse(error, "--as: expected " FORMAT_NAMES ", got \"%.40s\"", result->format);
    if (result->item_count != 1 || result->items[0].kind != ITEM_FILE)
        return refuse(error, "--as needs one file, as --grade N --result FILE writes it");
    return true;
}

/* Only the prompt does -x and -e; only the prompt, the check and the formats have files. */
static bool check_items(const struct command_line *result, char **error)
{
    if (result->door == DOOR_CHECK && result->item_count == 0)
        return refuse(error, "--check needs files to check");
    for (size_t i = 0; result->door != DOOR_PROMPT && i < result->item_count; i++)
        if (result->items[i].kind != ITEM_FILE ||
            (result->door != DOOR_CHECK && result->door != DOOR_AS))
            return refuse(
                error,
                "\"%.40s\" does not go with --check, --class, --explore, --grade or --native",
                result->items[i].text);
    return true;
}

/* Of what else there is, a class has the lab and the seed. */
static bool check_class(const struct command_line *result, const struct given *given, char **error)
{
    static const int others[] = {OPTION_THREADS, OPTION_MEMORY,   OPTION_FROM,
                                 OPTION_BATCH,   OPTION_CONFINED, OPTION_ECHO};
    if (given->is_given[OPTION_OUT] && result->door != DOOR_CLASS)
        return refuse(error, "--out needs --class");
    if (result->door != DOOR_CLASS)
        return true;
    if (!given->is_given[OPTION_LAB])
        return refuse(error, "--class needs --lab N");
    if (given->value[OPTION_CLASS][0] == '\0')
        return refuse(error, "--class takes the name of a folder");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (given->is_given[others[i]])
            return refuse(error, "--%s does not go with --class", option_row_at(others[i]).name);
    return true;
}

static bool check_program(const struct command_line *result, const struct given *given,
                          char **error)
{
    static const int ids[] = {OPTION_INPUT, OPTION_CC, OPTION_BUILT, OPTION_TICKS};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0] && result->program_count == 0; i++)
        if (given->is_given[ids[i]])
            return refuse(error, "--%s needs a program: FILE.c", option_row_at(ids[i]).name);
    return true;
}

static bool check_together(const struct command_line *result, const struct given *given,
                           char **error)
{
    int doors = given->is_given[OPTION_CHECK] + given->is_given[OPTION_GRADE] +
                given->is_given[OPTION_NATIVE] + given->is_given[OPTION_EXPLORE] +
                given->is_given[OPTION_AS] + given->is_given[OPTION_CLASS];
    if (result->door == DOOR_HELP || result->door == DOOR_VERSION)
        return true;
    if (doors > 1)
        return refuse(
            error, "--as, --check, --class, --explore, --grade and --native exclude one another");
    if (given->of_explore != NULL && result->door != DOOR_EXPLORE)
        return refuse(error, "--%s needs --explore", given->of_explore);
    if (given->of_many != NULL && result->door != DOOR_EXPLORE && result->door != DOOR_CLASS)
        return refuse(error, "--%s needs --explore or --class", given->of_many);
    if (!check_class(result, given, error))
        return false;
    if (result->door == DOOR_EXPLORE && result->program_count == 1)
        return refuse(error, "--explore needs a program: FILE.c");
    if (result->is_blessing && result->door != DOOR_CHECK)
        return refuse(error, "--bless needs --check");
    if (result->door == DOOR_NATIVE && given->is_given[OPTION_LAB])
        return refuse(error, "--lab does not go with --native, which runs the complete program");
    if (result->from != NULL && !given->is_given[OPTION_LAB] && result->door != DOOR_GRADE)
        return refuse(error, "--from needs --lab or --grade");
    return check_program(result, given, error) && check_result(result, error) &&
           check_items(result, error);
}

static void gather_class(struct command_line *result, const struct given *given)
{
    result->class = (struct class_order){.home = result->options.home,
                                         .submissions = given->value[OPTION_CLASS],
                                         .out = given->value[OPTION_OUT],
                                         .lab = result->options.lab,
                                         .seed = result->options.seed,
                                         .jobs = result->wish.jobs,
                                         .part = result->wish.shard,
                                         .parts = result->wish.shards};
}

bool options_read(struct command_line *result, int argc, char **argv, const char *home,
                  char **error)
{
    struct given given = {0};
    *result = (struct command_line){0};
    *error = NULL;
    explore_wish_init(&result->wish);
    repl_options_init(&result->options, home);
    if (!read_words(result, &given, argc, argv, error) || !set_values(result, &given, error))
        return false;
    result->door = choose_door(&given);
    gather_class(result, &given);
    return gather_program(result, &given, error) && check_together(result, &given, error);
}

void options_free(struct command_line *result)
{
    free(result->items);
    free(result->program);
    result->items = NULL;
    result->program = NULL;
}
