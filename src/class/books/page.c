#include "class/books/page.h"

#include "class/books/plots.h"
#include "results/formats/markup.h"

#include <stdbool.h>
#include <string.h>

/* ---- Frame ----------------------------------------------------------------------------------- */

static const char style[] =
    ":root{color-scheme:light dark;--paper:#fdfdfb;--ink:#22262b;--dim:#5d6670;--line:#d9dce0;"
    "--bar:#3b6ea8;--bad:#b5533c;--track:#eceef0}\n"
    "@media(prefers-color-scheme:dark){:root{--paper:#16181b;--ink:#e3e5e8;--dim:#9aa3ad;"
    "--line:#33383e;--bar:#6d9fd8;--bad:#e08a70;--track:#24282d}}\n"
    "body{font:16px/1.5 system-ui,sans-serif;background:var(--paper);color:var(--ink);"
    "max-width:60rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}\n"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem}\n"
    "dl{display:flex;flex-wrap:wrap;gap:.5rem 2.5rem}dt{color:var(--dim);font-size:.85rem}"
    "dd{margin:0;font-size:1.35rem}\n"
    "svg{width:100%;min-width:34rem;max-width:48rem;font:12.5px system-ui,sans-serif}svg "
    "text{fill:var(--ink)}"
    "svg .dim{fill:var(--dim)}svg .mid{text-anchor:middle}svg .end{text-anchor:end}"
    ".bar{fill:var(--bar)}.bad{fill:var(--bad)}.track{fill:var(--track)}.axis{stroke:var(--line)}\n"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;min-width:3.5rem;padding:.25rem .75rem .25rem 0;border-bottom:1px solid "
    "var(--line);vertical-align:top}th,.from{white-space:nowrap}.name,td:first-child{min-width:"
    "8rem}"
    ".remarks{min-width:14rem}td.number,th.number{text-align:right;"
    "font-variant-numeric:tabular-nums}th button{font:inherit;font-weight:bold;color:inherit;"
    "background:none;border:0;padding:0;cursor:pointer}\n"
    "td small{color:var(--dim);white-space:pre-line}a{color:var(--bar)}strong{color:var(--bad)}\n"
    "@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--dim:#444;--line:#999;"
    "--bar:#3b6ea8;--bad:#b5533c;--track:#eceef0}body{margin:0;max-width:none}"
    "svg{min-width:0}.wide{overflow:visible}tr,svg{break-inside:avoid}h2{break-after:avoid}}\n";

/* The table is whole without it; with it, a click on a head sorts by that column. */
static const char script[] =
    "for(const head of document.querySelectorAll('table.sorted th')){"
    "const text=head.textContent,button=document.createElement('button');button.type='button';"
    "button.textContent=text;head.replaceChildren(button);let up=true;"
    "button.onclick=()=>{const body=head.closest('table').tBodies[0],at=head.cellIndex;"
    "const key=row=>row.cells[at].dataset.key??row.cells[at].textContent;"
    "const order=new Intl.Collator('en',{numeric:true});"
    "body.append(...[...body.rows].sort((a,b)=>(up?1:-1)*order.compare(key(a),key(b))));"
    "for(const other of head.parentNode.cells)other.removeAttribute('aria-sort');"
    "head.setAttribute('aria-sort',up?'ascending':'descending');up=!up}}\n";

static void begin(const struct page *page, FILE *out)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>",
          out);
    fprintf(out, "Lab %d: ", page->bench->lab->number);
    markup_text(page->bench->lab->title, out);
    fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>Lab %d: ", style,
            page->bench->lab->number);
    markup_text(page->bench->lab->title, out);
    fputs("</h1>\n", out);
}

/* ---- Figures --------------------------------------------------------------------------------- */

static void figure(const char *name, int tenths, const char *unit, FILE *out)
{
    fprintf(out, "<div><dt>%s</dt><dd>%d", name, tenths / 10);
    if (tenths % 10 != 0)
        fprintf(out, ".%d", tenths % 10);
    fprintf(out, "%s</dd></div>\n", unit);
}

static void figures(const struct page *page, FILE *out)
{
    size_t graded = page->tally->graded;
    fputs("<dl>\n", out);
    figure("submissions", 10 * (int)page->count, "", out);
    figure("graded", 10 * (int)graded, "", out);
    figure("ungraded", 10 * (int)(page->count - graded), "", out);
    figure("mean score", tally_mean(page->tally), " of 100", out);
    figure("median score", tally_median(page->tally), " of 100", out);
    figure("full marks", 10 * (int)page->tally->counts[RESULT_FULL], "", out);
    fputs("</dl>\n", out);
}

static void ungraded(const struct page *page, FILE *out)
{
    if (page->tally->graded == page->count)
        return;
    fputs("<h2>Ungraded</h2>\n<p>The fault is not the students'. These have no score, and the same "
          "command tries them again.</p>\n<div class=\"wide\"><table>\n<thead><tr><th>student</th>"
          "<th>reason</th></tr></thead>\n<tbody>\n",
          out);
    for (size_t i = 0; i < page->count; i++) {
        if (page->units[i].state != UNIT_UNGRADED)
            continue;
        fputs("<tr><td>", out);
        markup_text(page->units[i].student->id, out);
        fputs("</td><td>", out);
        markup_text(page->units[i].reason, out);
        fputs("</td></tr>\n", out);
    }
    fputs("</tbody></table></div>\n", out);
}

static void to_look(const struct page *page, FILE *out)
{
    bool has_head = false;
    for (size_t i = 0; i < page->count; i++) {
        if (page->units[i].look == NULL)
            continue;
        if (!has_head)
            fputs("<h2>Need a look</h2>\n<p>Mend the folder of submissions, and give the command "
                  "again.</p>\n<div class=\"wide\"><table>\n<thead><tr><th>student</th>"
                  "<th>reason</th></tr></thead>\n<tbody>\n",
                  out);
        has_head = true;
        fputs("<tr><td>", out);
        markup_text(page->units[i].student->id, out);
        fputs("</td><td>", out);
        markup_text(page->units[i].look, out);
        fputs("</td></tr>\n", out);
    }
    if (has_head)
        fputs("</tbody></table></div>\n", out);
}

/* ---- Students -------------------------------------------------------------------------------- */

/* Ids lead to the report, whose name needs no more than = and % told apart in an address. */
static void link_to(const struct unit *unit, FILE *out)
{
    fputs("<a href=\"instructor/", out);
    markup_text(unit->student->key, out);
    fputs(".html\">", out);
    markup_text(unit->student->id, out);
    fputs("</a>", out);
}

static void student(const struct page *page, size_t index, FILE *out)
{
    const struct unit *unit = &page->units[index];
    fputs("<tr><td>", out);
    link_to(unit, out);
    fputs("</td><td class=\"name\">", out);
    markup_text(unit->student->name, out);
    if (unit->state == UNIT_GRADED)
        fprintf(out, "</td><td class=\"number\">%d", page->scores[index]);
    else
        fputs("</td><td class=\"number\" data-key=\"-1\"><strong>ungraded</strong>", out);
    fprintf(out, "</td><td class=\"from\">%s</td><td class=\"remarks\"><small>",
            naming_system_name(unit->student->system));
    markup_text(unit->fault == NULL ? "" : unit->fault, out);
    fputs(unit->fault == NULL ? "" : "\n", out);
    markup_text(unit->notes == NULL ? "" : unit->notes, out);
    fputs("</small></td></tr>\n", out);
}

static void students(const struct page *page, FILE *out)
{
    fputs(
        "<h2>Students</h2>\n<div class=\"wide\"><table class=\"sorted\">\n<thead><tr>"
        "<th>student</th><th>name</th><th class=\"number\">score</th><th>from</th><th>remarks</th>"
        "</tr></thead>\n<tbody>\n",
        out);
    for (size_t i = 0; i < page->count; i++)
        student(page, i, out);
    fputs("</tbody></table></div>\n", out);
}

/* ---- What is alike --------------------------------------------------------------------------- */

/* Id, and name. */
static void whose(const struct unit *unit, FILE *out)
{
    link_to(unit, out);
    if (unit->student->name[0] != '\0')
        fputc(' ', out);
    markup_text(unit->student->name, out);
}

/* A line for each group: those of which all of one is in another. False when there is none. */
static bool groups(const struct page *page, FILE *out)
{
    const size_t *of = page->alike->groups;
    bool has_any = false;
    for (size_t first = 0; first < page->count; first++) {
        bool is_open = false;
        for (size_t i = first + 1; i < page->count; i++) {
            if (of[i] != first)
                continue;
            if (!has_any)
                fputs("<p>All of one is in another:</p>\n<ul>\n", out);
            if (!is_open) {
                fputs("<li>", out);
                whose(&page->units[first], out);
            }
            has_any = is_open = true;
            fputs(", ", out);
            whose(&page->units[i], out);
        }
        fputs(is_open ? "</li>\n" : "", out);
    }
    fputs(has_any ? "</ul>\n" : "", out);
    return has_any;
}

static void pair(const struct page *page, const struct alike_pair *alike, FILE *out)
{
    fputs("<tr><td>", out);
    whose(&page->units[alike->one], out);
    fputs("</td><td>", out);
    whose(&page->units[alike->other], out);
    fprintf(out, "</td><td class=\"number\">%d %%</td></tr>\n", alike->percent);
}

static void alike(const struct page *page, FILE *out)
{
    const struct alike *found = page->alike;
    size_t shown = found->count < ALIKE_SHOWN ? found->count : ALIKE_SHOWN;
    fputs("<h2>Alike</h2>\n", out);
    bool has_groups = groups(page, out);
    if (found->fault != NULL || (found->count == 0 && !has_groups))
        fprintf(out, "<p>%s</p>\n",
                found->fault != NULL ? found->fault : "No two hand-ins are half alike.");
    if (found->is_of_each_best && found->fault == NULL)
        fprintf(out,
                "<p>In a class of more than %d, each is compared with the one that is most like it "
                "alone.</p>\n",
                ALIKE_EACH_MOST);
    if (found->count == 0)
        return;
    fprintf(out,
            "<p>So much of the first one's code is in the second's too, whatever names and layout "
            "are: %zu pairs of %d %% and more",
            found->count, ALIKE_LEAST_PERCENT);
    fprintf(out,
            "%s. Short answers to the same exercise are alike by themselves, and all began "
            "with the same blank: look before you conclude.</p>\n",
            shown < found->count ? ", of which these are the first two hundred" : "");
    fputs("<div class=\"wide\"><table class=\"sorted\">\n<thead><tr><th>first</th><th>second</th>"
          "<th class=\"number\">of the first</th></tr></thead>\n<tbody>\n",
          out);
    for (size_t i = 0; i < shown; i++)
        pair(page, &found->pairs[i], out);
    fputs("</tbody></table></div>\n", out);
}

void page_write(const struct page *page, FILE *out)
{
    begin(page, out);
    figures(page, out);
    ungraded(page, out);
    to_look(page, out);
    fputs("<h2>Scores</h2>\n", out);
    plots_scores(page->tally, out);
    fputs("<h2>Checks that failed most</h2>\n", out);
    plots_checks(page->tally, out);
    alike(page, out);
    students(page, out);
    fprintf(out, "<script>\n%s</script>\n</body>\n</html>\n", script);
}
