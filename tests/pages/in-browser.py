#!/usr/bin/env python3
"""in-browser.py MEMREPL: pages of `export html` in headless Chromium, with keys, clicks and links.

The pages, and pictures of them at three sizes for somebody to look at, are left in
build/tests/pages-in-browser. Times are printed and decide nothing.
"""
import pathlib
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from browser import Browser, chromium  # noqa: E402
from verdicts import differ, leave, verdict  # noqa: E402

OUT = HERE.parents[1] / "build/tests/pages-in-browser"
MEMREPL = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "memrepl").resolve()
SIZES = {"phone": (360, 740), "tablet": (1024, 768), "screen": (1366, 768), "projector": (1920, 1080)}
# What lies beside its frame or can be seen by scrolling alone.
BEYOND = """[...document.querySelectorAll('.panel, #story, header')].flatMap((frame) => [...frame.querySelectorAll('*')].filter((part) => {
    const box = part.getBoundingClientRect(), around = frame.getBoundingClientRect();
    return part.checkVisibility() && box.width > 1 && !part.closest('.unseen') && (box.right > around.right + 1 || box.left < around.left - 1);
}).map((part) => `${frame.id}: ${part.outerHTML.slice(0, 60)}`)).concat([...document.querySelectorAll('.steps, .source')].filter((box) =>
    box.scrollWidth > box.clientWidth + 2).map((box) => `${box.className} scrolls by ${box.scrollWidth - box.clientWidth}`)).slice(0, 3)"""


def text(browser, selector):
    return browser.value(f"document.querySelector({selector!r}).innerText")


def where(browser):
    return text(browser, "#where")


def sound(browser, name):
    """Nothing asked for but the file itself, and no complaint."""
    verdict(f"{name}: no outside request", differ([url for url in browser.requests if not url.startswith("file:")], [])
            or differ(len(browser.requests), 1))
    verdict(f"{name}: no complaint in the console", differ(browser.complaints, []))


def test_keys(browser):
    browser.open(OUT / "server.html")
    verdict("a page begins at its first step", differ(where(browser), "Step 0 of 56"))
    for keys, expected in ((["ArrowRight"] * 3, 3), (["ArrowLeft"], 2), (["PageDown"], 12), (["End"], 56), (["ArrowRight"], 56),
                           (["PageUp"], 46), (["Home"], 0), (["ArrowLeft"], 0)):
        for key in keys:
            browser.key(key)
        verdict(f"key {keys[0]} to step {expected}", differ(where(browser), f"Step {expected} of 56"))
    browser.value("document.querySelector('#slider').focus()")
    browser.key("ArrowRight")
    verdict("on the slider the arrows go one step, too", differ(where(browser), "Step 1 of 56"))
    browser.key(" ")
    verdict("Space plays", differ(browser.value("document.querySelector('#play').getAttribute('aria-pressed')"), "true"))
    browser.value("new Promise((done) => setTimeout(done, 1800))")
    browser.key(" ")
    verdict("and has moved on", None if where(browser) != "Step 1 of 56" else where(browser))
    verdict("Space stops", differ(browser.value("document.querySelector('#play').getAttribute('aria-pressed')"), "false"))
    sound(browser, "keys")


def test_clicks(browser):
    browser.open(OUT / "server.html")
    for button, expected in (("#next", 1), ("#last", 56), ("#back", 55), ("#first", 0)):
        browser.click(button)
        verdict(f"click on {button}", differ(where(browser), f"Step {expected} of 56"))
    browser.value("const slider = document.querySelector('#slider'); slider.value = 8; slider.dispatchEvent(new Event('input'))")
    verdict("the slider goes there", differ(where(browser), "Step 8 of 56"))
    verdict("the story is told", None if "The segment list gives bytes 0-39 to T1" in text(browser, "#story") else text(browser, "#story"))
    verdict("what is new is marked", differ(browser.value("[...document.querySelectorAll('#panel-segments .new b')].map((one) => one.innerText)"),
                                            ["T1", "hole"]))
    browser.click(".steps a[href='#step-10']")
    verdict("a step of the schedule is a link", differ(where(browser), "Step 10 of 56"))
    browser.click("#all")
    verdict("all steps as a table", differ(browser.value("document.querySelectorAll('.lanes tbody tr:not(.typed-row)').length"), 57))
    browser.click("#all")
    browser.click("#theme")
    ground = browser.value("getComputedStyle(document.body).backgroundColor")
    browser.click("#theme")
    verdict("light and dark can be switched", None if ground != browser.value("getComputedStyle(document.body).backgroundColor") else ground)
    sound(browser, "clicks")


def theme(browser):
    return browser.value("document.documentElement.dataset.theme ?? null")


def test_theme(browser):
    browser.open(OUT / "server.html")
    browser.value("localStorage.clear()")
    browser.open(OUT / "server.html")
    verdict("light or dark begins as the system has it", differ(theme(browser), None))
    browser.key("t")
    chosen = theme(browser)
    browser.open(OUT / "mems.html")
    verdict("what was chosen holds on the next page", differ((chosen, theme(browser)), ("dark", "dark")))
    browser.key("t")
    browser.open(OUT / "counter.html", dark=True)
    verdict("also against the system", differ(theme(browser), "light"))
    browser.value("localStorage.setItem('memrepl-theme', '<b>')")
    browser.open(OUT / "counter.html")
    verdict("anything else that is kept there is passed over", differ(theme(browser), None))
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    number = browser.call("Page.addScriptToEvaluateOnNewDocument", source=refuse)["identifier"]
    browser.open(OUT / "counter.html")
    browser.key("t")
    verdict("a browser that keeps nothing switches, too", differ(theme(browser), "dark"))
    sound(browser, "theme")
    browser.call("Page.removeScriptToEvaluateOnNewDocument", identifier=number)
    browser.open(OUT / "counter.html")
    browser.value("localStorage.clear()")


def test_locals(browser):
    browser.open(OUT / "locals.html", hash="#step-6")
    calls = browser.value("[...document.querySelectorAll('.locals')].map((one) => [one.caption.innerText, "
                          "...[...one.querySelectorAll('.call th')].map((call) => call.innerText)])")
    verdict("each thread has its calls, the innermost first", differ(calls, [["main", "main() locals.c:37"], ["T1",
            "sum(depth, numbers) locals.c:15", "sum(depth, numbers) locals.c:16", "work(argument) locals.c:26"]]))
    marked = ("[...document.querySelectorAll('.locals tr.new')].map((one) => [...one.children].map((part) => "
              "[...part.childNodes].filter((node) => node.className !== 'unseen').map((node) => node.textContent).join('')).join(' '))")
    browser.open(OUT / "locals.html", hash="#step-5")
    verdict("a new call is marked", differ(browser.value(marked), ["sum(depth, numbers) locals.c:14"]))
    browser.open(OUT / "locals.html", hash="#step-7")
    verdict("what changed is marked", differ(browser.value(marked), [
        "depth was 1 2", "copy was {-16843010, 0} {-16843010, -16843010, 3}", "numbers was {1, 0, 3} {1, 1, 3}", "round was 0 1",
        "pair was {left = 5, right = 0} {left = 5, right = 1}"]))
    sound(browser, "locals")


def test_links(browser):
    for mark, expected in (("#step-17", "Step 17 of 56"), ("#<script>", "Step 0 of 56"), ("#step-1.2.3", "Step 0 of 56")):
        browser.open(OUT / "server.html", hash=mark)
        verdict(f"opened with {mark}", differ((where(browser), text(browser, "#missed")), (expected, "")))
    for page, mark, expected, missed in (
            ("server", "#step-99999", "Step 56 of 56", "This page has no step 99999; the nearest is 56."),
            ("counter", "#step-4.1", "Step 4 of 8", "This page has no step 4.1; the nearest is 4."),
            ("counter", "#step-4.9", "Step 4.3 of 8", "This page has no step 4.9; the nearest is 4.3."),
            ("part", "#step-3", "Step 46 of 56", "This page has no step 3; the nearest is 46.")):
        browser.open(OUT / f"{page}.html", hash=mark)
        verdict(f"{page}: {mark} leads to the nearest, and that is said", differ((where(browser), text(browser, "#missed")), (expected, missed)))
    browser.key("ArrowRight")
    verdict("it is said once", differ(browser.value("document.querySelector('#missed').hidden"), True))
    browser.open(OUT / "server.html", hash="#step-30")
    browser.key("ArrowRight")
    browser.value("new Promise((done) => setTimeout(done, 400))")
    verdict("the address follows", differ(browser.value("location.hash"), "#step-31"))
    browser.open(OUT / "counter.html", hash="#step-4.3")
    verdict("a part of a step has its link", differ(where(browser), "Step 4.3 of 8") or
            (None if "about to write hits" in text(browser, "#story") else text(browser, "#story")))


def test_failure(browser):
    browser.open(OUT / "race.html", hash="#step-3")
    verdict("the failure stands on top", differ(text(browser, "#failure"), "Step 8 data race: T2 reads hits (counter.c:15) while T1 writes it (counter.c:15)"))
    browser.click("#failure a")
    verdict("and leads to its step", differ((where(browser), text(browser, "#story li.alarm")),
            ("Step 8 of 8", "data race: T2 reads hits (counter.c:15) while T1 writes it (counter.c:15).")))
    browser.key("Home")
    browser.key("p")
    verdict("to predict, it is not said before", differ(browser.value("document.querySelector('#failure').hidden"), True))
    browser.open(OUT / "deadlock.html", hash="#step-10")
    verdict("a deadlock is told as at the prompt", differ(browser.value("[...document.querySelectorAll('#story li.alarm')].map((one) => one.innerText)"),
                                                         ["Deadlock: nobody can run."]))
    browser.open(OUT / "server.html")
    verdict("where nothing fails, nothing is said", differ(browser.value("document.querySelector('#failure').hidden"), True))
    sound(browser, "failure")


def test_pointers(browser):
    browser.open(OUT / "pointers.html", hash="#step-3")
    verdict("a list is drawn as linked boxes, with a tag for each other pointer", differ(browser.value(
        "[...document.querySelectorAll('.picture')].find((one) => one.ariaLabel === 'list->head').innerText.split(/\\s+/).join(' ')"),
        "list->head a list of number, name number 1 name \"ann\" \u2192 T1's second number 2 name \"bob\" \u2192 list->tail number 3 name \"cyd\" \u2192 NULL"))
    verdict("a tree is drawn as one", differ(browser.value("[...document.querySelectorAll('.tree li')].map((one) => one.style.getPropertyValue('--depth'))"),
            ["0", "1", "2", "1"]))
    browser.key("ArrowRight")
    verdict("what changed in a node is marked", differ(browser.value("[...document.querySelectorAll('.node.new .member')].map((one) => one.innerText)"),
            ["number 10", "name \"bob\""]))
    sound(browser, "pointers")


def shown(browser, step):
    """The panels of a step, opened at once."""
    browser.open(OUT / "server.html", hash=f"#step-{step}")
    return browser.value("document.querySelector('#panels').innerText")


def test_alone(browser):
    alone = shown(browser, 40)
    browser.open(OUT / "server.html")
    browser.key("End")
    for _ in range(16):
        browser.key("ArrowLeft")
    verdict("a step looks the same from wherever one comes", differ(browser.value("document.querySelector('#panels').innerText"), alone))


def test_predict(browser):
    browser.open(OUT / "server.html", hash="#step-7")
    browser.key("p")
    before = browser.value("document.querySelector('#panels').innerText")
    browser.key("ArrowRight")
    verdict("predict asks before it shows", differ((where(browser), browser.value("document.querySelector('#question').hidden")), ("Step 7 of 56", False)))
    verdict("and shows nothing new", differ(browser.value("document.querySelector('#panels').innerText"), before))
    verdict("the question says who and where", None if "server takes step 8" in text(browser, "#asked") and "list_lock" in text(browser, "#asked")
            else text(browser, "#asked"))
    verdict("nor is it in the story", differ("gives bytes" in text(browser, "body"), False))
    browser.value("document.querySelector('#guess').focus()")
    for letter in "hi":
        browser.key(letter)
    browser.key("Enter")
    verdict("asked for, it is shown", differ((where(browser), browser.value("document.querySelector('#question').hidden")), ("Step 8 of 56", True)))
    verdict("with what one thought", None if "You thought: hi" in text(browser, "#story") else text(browser, "#story"))
    browser.key("End")
    verdict("a jump is asked for, too", differ(where(browser), "Step 55 of 56"))
    browser.click("#predict")
    browser.key("End")
    verdict("predict can be left", differ(where(browser), "Step 56 of 56"))
    sound(browser, "predict")


def test_access(browser):
    browser.open(OUT / "server.html")
    nameless = browser.value("[...document.querySelectorAll('button, input, section, nav')].filter((one) => !(one.innerText || "
                             "one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || (one.labels || []).length)).map((one) => one.outerHTML)")
    verdict("whatever can be used has a name", differ(nameless, []))
    verdict("the story is a live region", differ(browser.value("document.querySelector('#story').getAttribute('aria-live')"), "polite"))
    verdict("there are landmarks", differ(browser.value("['header', 'nav', 'main'].every((one) => document.querySelector(one))"), True))
    reached = []
    for _ in range(14):
        browser.key("Tab")
        reached.append(browser.value("document.activeElement.id || document.activeElement.tagName"))
    verdict("all controls are reached by Tab", None if {"predict", "theme", "print", "play", "next", "last", "slider"} <= set(reached) else reached)
    browser.key("Tab")
    verdict("focus is seen", None if browser.value("getComputedStyle(document.activeElement).outlineStyle") != "none" else "no outline")


def test_widths(browser):
    for name, steps in (("server", (0, 11, 40, 56)), ("mems", (0, 5, 7)), ("counter", ("4.3", 8)), ("locals", (6,)), ("deadlock", (10,)), ("pointers", (0, "3.2")), ("race", (8,)), ("crowd", (60,)), ("hostile", (1,))):
        for size, (width, height) in SIZES.items():
            for step in steps:
                browser.open(OUT / f"{name}.html", width, height, hash=f"#step-{step}", dark=size == "projector")
                wide = browser.value("document.documentElement.scrollWidth")
                beyond = browser.value(BEYOND)
                if wide > width or beyond:
                    verdict(f"{name} step {step} fits {size}", f"{wide} pixels on {width}; {beyond}")
            browser.picture(OUT / f"{name}-{size}.png", whole=size == "phone")
        sound(browser, name)
    verdict("pages fit all widths, and nothing is cut", None)
    browser.open(OUT / "server.html", *SIZES["phone"])
    browser.click("#help summary")
    verdict("so do the keys", differ((browser.value("document.documentElement.scrollWidth"), browser.value(BEYOND)), (360, [])))
    for name, step in (("server", 24), ("crowd", 60), ("deadlock", 10)):
        browser.open(OUT / f"{name}.html", 700, 1000, hash=f"#step-{step}")
        browser.call("Emulation.setEmulatedMedia", media="print")
        beyond = browser.value(BEYOND)
        browser.call("Emulation.setEmulatedMedia", media="")
        verdict(f"{name}: on paper, nothing is cut or lies beside its frame", differ(beyond, []))
    browser.print(OUT / "server.pdf")
    verdict("a page can be printed", None if (OUT / "server.pdf").read_bytes()[:4] == b"%PDF" else "no PDF")


def test_schedule(browser):
    """Lanes that stand close together: each text lies on its own lane, below the name of its thread."""
    browser.open(OUT / "crowd.html", 1024, 768, hash="#step-60")
    off = browser.value("""[...document.querySelectorAll('.lanes.close td.lane')].filter((cell) => {
        const step = cell.querySelector('.step')?.getBoundingClientRect(), box = cell.getBoundingClientRect();
        const at = Number(cell.style.getPropertyValue('--at')), rail = box.left + at * box.width;
        return step && (rail < step.left - 1 || rail > step.right + 1);
    }).map((cell) => cell.innerText)""")
    verdict("a text lies on its lane", differ(off, []))
    verdict("and says whose it is", differ(browser.value("document.querySelector('.here .step').dataset.who"), text(browser, "#story h2").split()[-1]))
    browser.open(OUT / "locals.html", 1366, 768, hash="#step-6")
    verdict("where there is room, lanes stand apart", differ(browser.value("document.querySelector('.lanes').className"), "lanes"))
    browser.open(OUT / "deadlock.html", 360, 740, hash="#step-10")
    verdict("who stands at a line is said beside its number", differ(browser.value(
        "[...document.querySelectorAll('.source .stands')].map((line) => [...line.children].slice(0, 2).map((part) => part.ariaHidden ? part.innerText : part.firstChild.innerText))"),
        [["T1 T2 T3", "20"], ["main", "33"]]))


def test_class(browser):
    """Hand-ins whose names are long words; all that is more than the page is wide scrolls in a box of its own."""
    handed_in = OUT / "handed-in"
    shutil.rmtree(handed_in, ignore_errors=True)
    for name in ("n" * 200, "m" * 200, "Ann"):
        (handed_in / name).mkdir(parents=True)
        (handed_in / name / "request_queue.c").write_bytes((HERE.parents[1] / "solutions/lab1-queue/request_queue.c").read_bytes())
    (handed_in / "Ben").mkdir()
    (handed_in / "Ben" / "request_queue.c").write_text("#error " + "w" * 300 + "\n")
    done = subprocess.run([MEMREPL, "--class", handed_in, "--lab", "1", "--out", OUT / "class"], stdout=subprocess.PIPE, text=True)
    verdict("a class is graded", done.stdout if done.returncode != 0 else None)
    for width in (360, 1100, 1920):
        browser.open(OUT / "class/index.html", width, dark=width == 1920)
        wide = browser.value("document.documentElement.scrollWidth")
        verdict(f"its page fits {width} pixels", None if wide <= width else f"it takes {wide}")
        browser.picture(OUT / f"class-{width}.png", whole=True)
    browser.click("table.sorted:last-of-type th:nth-child(3) button")
    verdict("its table is sorted by a click", differ(browser.value("document.querySelector('table.sorted:last-of-type tbody tr').cells[2].innerText"), "0"))
    browser.print(OUT / "class.pdf")
    sound(browser, "class")


def test_long(browser):
    started = time.monotonic()
    browser.open(OUT / "long.html", hash="#step-5000")
    there = where(browser)
    seconds = time.monotonic() - started
    inside = browser.value("(() => { const one = performance.getEntriesByType('navigation')[0]; return one.domContentLoadedEventEnd - one.startTime; })()")
    print(f"# 10,000 steps: open after {seconds:.2f} seconds, {inside / 1000:.2f} by the browser's own clock")
    verdict("10,000 steps open where they are asked for", None if there.startswith("Step 5000 of ") else there)
    each = browser.value("(() => { const start = performance.now(); for (let n = 0; n < 100; n++) document.querySelector('#next').click();"
                         " return (performance.now() - start) / 100; })()")
    print(f"# one step on: {each:.1f} milliseconds")
    verdict("and go on", differ(where(browser).split(" of ")[0], "Step 5100"))
    sound(browser, "long")


if chromium() is None:
    print("ok pages in a browser # skip chromium is not installed")
    sys.exit(0)
made = subprocess.run([HERE.parent / "pages.py", *sys.argv[1:], OUT], stdout=subprocess.PIPE, text=True)
verdict("the pages are written", made.stdout if made.returncode != 0 else None)
with Browser() as browser:
    for test in (test_keys, test_clicks, test_theme, test_locals, test_links, test_failure, test_pointers, test_alone, test_predict, test_access, test_widths, test_schedule, test_class, test_long):
        test(browser)
leave()
