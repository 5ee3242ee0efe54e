#include "results/formats/formats.h"

#include "program/text.h"
#include "results/formats/markup.h"

#include <stdlib.h>

/* No source of the page's but itself: even a mark that slipped through could fetch nothing. */
static const char head[] =
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" "
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<style>\n"
    ":root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #c8c8c8;\n"
    "  --quiet: #f3f3f1; --good: #14692f; --bad: #a3181d; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e3; --paper: #191a1c;\n"
    "  --line: #4a4c50; --quiet: #242629; --good: #7ccf92; --bad: #ff9a94; } }\n"
    "@media print { :root { color-scheme: light; --ink: #000; --paper: #fff; --line: #999;\n"
    "  --quiet: #fff; --good: #000; --bad: #000; } tr, pre { break-inside: avoid; } }\n"
    "body { margin: 2rem auto; padding: 0 1rem; max-width: 60rem; color: var(--ink);\n"
    "  background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; }\n"
    "h1 { font-size: 1.4rem; } .score { font-size: 2rem; margin: 0; }\n"
    "table { border-collapse: collapse; width: 100%; }\n"
    "th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left;\n"
    "  vertical-align: top; }\n"
    "td.number { text-align: right; white-space: nowrap; }\n"
    ".passed { color: var(--good); } .failed { color: var(--bad); font-weight: 600; }\n"
    "pre { background: var(--quiet); padding: .6rem; margin: .4rem 0; white-space: pre-wrap;\n"
    "  overflow-wrap: anywhere; font: .85rem/1.35 ui-monospace, monospace; }\n"
    "@media (max-width: 40rem) { thead { display: none; }\n"
    "  tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line); }\n"
    "  td { display: inline-block; border: 0; } td:last-child { display: block; } }\n"
    "</style>\n";

static void print_block(const char *text, FILE *out)
{
    fprintf(out, "<pre>");
    markup_text(text, out);
    fprintf(out, "</pre>\n");
}

/* Shut, for it is for a file. */
static void print_session(const struct result *result, const char *name, FILE *out)
{
    struct text_stream session;
    if (!text_stream_open(&session))
        return;
    format_session(result_session(result, name), session.out);
    char *text = text_stream_close(&session);
    fprintf(out, "<details><summary>the session %s</summary>", name);
    if (text != NULL)
        print_block(text, out);
    fprintf(out, "</details>\n");
    free(text);
}

static void print_check(const struct result *result, const struct result_check *check, FILE *out)
{
    const char *verdict = check->is_passed ? "passed" : "failed";
    fprintf(out,
            "<tr><td class=\"number\">%d</td><td class=\"number\">%d/%d</td>"
            "<td class=\"%s\">%s</td><td>",
            check->number, check->points, check->most, verdict, verdict);
    if (!check->is_passed)
        fprintf(out, "<details open><summary>");
    markup_text(check->name, out);
    fprintf(out, "%s", check->is_hidden ? " <small>(hidden)</small>" : "");
    if (!check->is_passed) {
        fprintf(out, "</summary>\n");
        print_block(check->text, out);
        if (check->session != NULL)
            print_session(result, check->session, out);
        fprintf(out, "</details>");
    }
    fprintf(out, "</td></tr>\n");
}

static void print_checks(const struct result *result, FILE *out)
{
    if (result->check_count == 0)
        return;
    fprintf(out,
            "<table>\n<thead><tr><th scope=\"col\">check</th><th scope=\"col\">points</th>"
            "<th scope=\"col\">result</th><th scope=\"col\">what it looks at</th></tr></thead>\n"
            "<tbody>\n");
    for (size_t index = 0; index < result->check_count; index++)
        print_check(result, &result->checks[index], out);
    fprintf(out, "</tbody>\n</table>\n");
}

static void print_score(const struct result *result, FILE *out)
{
    if (result->is_graded) {
        fprintf(out, "<p class=\"score\"><strong>%d</strong>/%d</p>\n", result->score, RESULT_FULL);
        return;
    }
    fprintf(out, "<p class=\"score failed\">UNGRADED</p>\n<p>");
    markup_text(result->reason, out);
    fprintf(out, "</p>\n");
}

void format_html(const struct result *result, FILE *out)
{
    fprintf(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n%s<title>Lab %d", head, result->lab);
    markup_print(out, "%s%s", result->title[0] == '\0' ? "" : ", ", result->title);
    if (result->whose != NULL)
        markup_print(out, ": %s", result->whose);
    fprintf(out, "</title>\n</head>\n<body>\n<main>\n<h1>Lab %d", result->lab);
    markup_print(out, "%s%s", result->title[0] == '\0' ? "" : ", ", result->title);
    fprintf(out, "</h1>\n");
    if (result->whose != NULL) {
        fprintf(out, "<p>");
        markup_text(result->whose, out);
        fprintf(out, "</p>\n");
    }
    print_score(result, out);
    print_block(result->head, out);
    print_checks(result, out);
    print_block(result->tail, out);
    fprintf(out, "</main>\n</body>\n</html>\n");
}
