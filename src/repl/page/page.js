/* The page itself: decodes the frames, goes from step to step, and has the views draw them.

   A frame is [step, slot, what, typed, [sentences], parts]; parts are whole lists in a key frame, else
   lists of splices [from, removed, value...]: see frames.h of memrepl. */

/* title, view, and the column that it stands in for each kind of program. */
const panels = {
    memory: ["Memory", viewMemory], segments: ["Segment list", viewSegments], requests: ["Queue", viewRequests],
    messages: ["Messages", viewMessages], mains: ["Main chain and sub-chains", viewMains], threads: ["Threads", viewThreads],
    objects: ["Locks and semaphores", viewObjects], globals: ["Variables", viewGlobals], lists: ["Lists and blocks", viewLists], locals: ["Calls and local variables", viewLocals], source: ["Source", viewSource],
    output: ["Output", viewOutput], lanes: ["Schedule", viewLanes], calls: ["Calls", viewCalls], faults: ["Broken data", viewFaults],
};
const layouts = {
    "the memory server": [["faults", "memory", "segments", "requests", "messages", "threads"], ["objects", "source"], ["lanes", "locals", "output"]],
    "MeMS": [["faults", "mains"], ["calls"], ["output", "source", "locals"]],
    "a program": [["lanes", "lists", "globals", "output"], ["threads", "locals", "objects"], ["source"]],
};
const parts = ["threads", "objects", "calls", "globals", "lists", "memory", "segments", "requests", "messages", "mains", "nodes", "output", "faults"];
const kept = 64; /* states that are kept once decoded */
const playMs = 1300;

const byId = (id) => document.getElementById(id);

function decoded(data) {
    const states = new Map();
    const emptyState = () => Object.fromEntries(parts.map((part) => [part, []]));
    const keyBefore = (number) => {
        let low = 0, high = data.keys.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (data.keys[middle] <= number) low = middle;
            else high = middle - 1;
        }
        return data.keys[low];
    };
    const splice = (state, change) => {
        for (const [part, splices] of Object.entries(change)) {
            state[part] = [...state[part]];
            for (const [from, removed, ...values] of splices) state[part].splice(from, removed, ...values);
        }
    };
    return (number) => {
        if (states.has(number)) return states.get(number);
        let at = keyBefore(number);
        const state = {...emptyState(), ...data.frames[at][5]};
        while (at < number) splice(state, data.frames[++at][5]);
        if (states.size >= kept) states.delete(states.keys().next().value);
        states.set(number, state);
        return state;
    };
}

/* "17", and where several frames belong to one step "17.2". */
function labelled(frames) {
    const repeats = [];
    frames.forEach(([step], number) => repeats.push(number > 0 && frames[number - 1][0] === step ? repeats[number - 1] + 1 : 1));
    const nearest = (step, repeat) => {
        const far = (number) => [Math.abs(frames[number][0] - step), Math.abs(repeats[number] - repeat)];
        return repeats.reduce((best, _, number) => {
            const [steps, parts] = far(number), [leastSteps, leastParts] = far(best);
            return steps < leastSteps || (steps === leastSteps && parts < leastParts) ? number : best;
        }, 0);
    };
    return {label: (number) => (repeats[number] === 1 ? `${frames[number][0]}` : `${frames[number][0]}.${repeats[number]}`), nearest};
}

const data = JSON.parse(byId("data").textContent);
const labels = labelled(data.frames);
const page = {
    data,
    number: 0,
    last: data.frames.length - 1,
    asks: false, /* predict mode: the step behind `number` is the question */
    predicts: false,
    showsAll: false,
    chosenFile: null,
    guess: "",
    missed: "", /* of the address, until another step is drawn */
    value: (index) => data.values[index],
    state: decoded(data),
    label: labels.label,
    frameAt: (number) => {
        const [step, slot, what, typed, words] = data.frames[number];
        return {step, slot, what, typed, words};
    },
    movers: [...new Set(data.frames.map((frame) => frame[1]))].filter((slot) => slot >= 0).sort((a, b) => a - b),
    note: (id, text) => { byId(`note-${id}`).textContent = text; },
    chooseFile: (file) => { page.chosenFile = file; draw(); },
};

/* ---- Panels ---- */

/* What no step of this session ever has needs no room. */
function isUsed(part) {
    if (part === "source") return data.sources.length > 0;
    if (part === "locals") return data.frames.some((frame) => "calls" in frame[5]);
    if (part === "faults" || part === "globals" || part === "lists" || part === "output") return data.frames.some((frame) => part in frame[5]);
    return true;
}

function allStepsButton() {
    const all = el("button", {type: "button", class: "only-screen", "aria-pressed": "false", id: "all"}, "All steps");
    all.addEventListener("click", () => {
        page.showsAll = !page.showsAll;
        all.setAttribute("aria-pressed", `${page.showsAll}`);
        document.body.classList.toggle("all", page.showsAll);
        draw();
    });
    return all;
}

function makePanel(part) {
    const [title, view] = panels[part], isLong = part === "lanes" || part === "calls";
    const heading = el("h2", {id: `title-${part}`}, title, el("small", {id: `note-${part}`}), isLong ? allStepsButton() : null);
    const box = el("div", isLong ? {class: "steps", tabindex: "0", role: "region", "aria-label": "Steps so far"} : {});
    const panel = el("section", {class: `panel${isLong ? " with-steps" : ""}`, id: `panel-${part}`, "aria-labelledby": `title-${part}`}, heading, box);
    return {panel, draw: (state, before) => view(box, page, state, before)};
}

const drawn = [];
for (const used of layouts[data.about]) {
    const made = used.filter(isUsed).map(makePanel);
    byId("panels").append(el("div", {class: "column"}, ...made.map((one) => one.panel)));
    drawn.push(...made);
}

/* ---- The story ---- */

/* As the prompt says it. */
const isAlarm = (sentence) => /^(Deadlock|Event): /.test(sentence);

/* The failure by its name, where the step itself says nothing of it. */
function nameFailure(sentences) {
    const [at, text] = data.failure;
    return at === page.number && !sentences.some(isAlarm) ? [`${text}.`] : [];
}

/* Leads there; to predict, nothing is said of it before. */
function tellFailure() {
    const [at, text] = data.failure, box = byId("failure");
    box.hidden = text === undefined || (page.predicts && page.number < at);
    if (!box.hidden) box.replaceChildren(el("a", {href: `#step-${page.label(at)}`}, `Step ${page.label(at)}`), ` ${text}`);
}

function tellStory() {
    const frame = page.frame, story = byId("story");
    const who = frame.slot >= 0 ? ` \u00b7 ${data.names[frame.slot]}` : "";
    const told = frame.words.map(page.value), failing = nameFailure(told);
    const sentences = [...failing, ...told].map((text) => el("li", {class: isAlarm(text) || failing.includes(text) ? "alarm" : ""}, text));
    if (page.number === 0)
        sentences.unshift(el("li", {}, data.later ? "The steps before these are left out." : "The beginning: nobody has taken a step yet."));
    story.replaceChildren(el("h2", {}, `Step ${page.label(page.number)}${who}`),
        ...(frame.typed >= 0 ? [el("p", {class: "typed"}, "typed: ", el("code", {}, page.value(frame.typed)))] : []),
        el("ul", {}, ...sentences),
        ...(page.guess !== "" ? [el("p", {class: "guess"}, `You thought: ${page.guess}`)] : []));
}

function tellQuestion() {
    byId("question").hidden = !page.asks;
    if (!page.asks) return;
    const next = page.frameAt(page.number + 1);
    const thread = page.state(page.number).threads.map(page.value).find((value) => value[0] === next.slot);
    const typed = next.typed >= 0 ? `After \u201c${page.value(next.typed)}\u201d,` : "Now";
    const name = next.slot >= 0 ? data.names[next.slot] : "program";
    const who = /^[a-z]+$/.test(name) && name !== "main" ? `the ${name}` : name;
    const stands = !thread || thread[4] === "" ? "" : /^Next: /.test(thread[4]) ? ` It stands before ${thread[4].slice(6)}.` : ` ${thread[4]}.`;
    byId("asked").textContent = `${typed} ${who} takes step ${page.label(page.number + 1)}.${stands}`;
}

/* ---- Going from step to step ---- */

/* A browser may have had too many of these, or keep none for files. */
function setAddress(change, hash) {
    try { history[change](null, "", hash); } catch { /* the page goes on without */ }
}

let hashTimer = 0;
function noteHash() {
    clearTimeout(hashTimer);
    hashTimer = setTimeout(() => setAddress("replaceState", `#step-${page.label(page.number)}`), 120);
}

function draw() {
    page.frame = page.frameAt(page.number);
    const state = page.state(page.number), before = page.number > 0 ? page.state(page.number - 1) : null;
    tellFailure();
    tellStory();
    tellQuestion();
    byId("missed").hidden = page.missed === "";
    byId("missed").textContent = page.missed;
    page.missed = "";
    for (const panel of drawn) panel.draw(state, before);
    const slider = byId("slider"), label = page.label(page.number);
    slider.value = page.number;
    slider.setAttribute("aria-valuetext", `step ${label} of ${page.label(page.last)}`);
    byId("where").textContent = `Step ${label} of ${page.label(page.last)}`;
    for (const id of ["first", "back"]) byId(id).disabled = page.number === 0 && !page.asks;
    for (const id of ["next", "last"]) byId(id).disabled = page.number === page.last;
}

/* Shows a step. To predict, one that lies ahead is asked for first. */
function go(number) {
    const wanted = Math.max(0, Math.min(page.last, number));
    const asks = page.predicts && wanted > page.number;
    page.number = asks ? wanted - 1 : wanted;
    page.asks = asks;
    page.guess = "";
    page.chosenFile = null;
    byId("guess").value = "";
    draw();
    noteHash();
}

function reveal() {
    const guess = byId("guess").value.trim();
    page.number++;
    page.asks = false;
    page.guess = guess;
    page.chosenFile = null;
    draw();
    noteHash();
    byId("next").focus();
}

const goOn = () => (page.asks ? reveal() : go(page.number + 1));
const goBack = () => (page.asks ? go(page.number) : go(page.number - 1));

let player = 0;
function play(shall) {
    clearInterval(player);
    player = 0;
    byId("play").setAttribute("aria-pressed", `${shall}`);
    byId("play").setAttribute("aria-label", shall ? "Stop" : "Play");
    byId("story").setAttribute("aria-live", shall ? "off" : "polite");
    if (!shall) return;
    if (page.number === page.last) go(0);
    player = setInterval(() => {
        if (page.number < page.last && !page.asks) goOn();
        if (page.number === page.last || page.asks) play(false);
    }, playMs);
}

function setPredict(shall) {
    page.predicts = shall;
    page.asks = false;
    byId("predict").checked = shall;
    play(false);
    draw();
}

/* ---- Light and dark ---- */

/* What was chosen holds for all pages, where the browser keeps such a thing for files. */
const themeKey = "memrepl-theme";

function recallTheme() {
    let theme = null;
    try { theme = localStorage.getItem(themeKey); } catch { /* a browser that keeps nothing */ }
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}

function switchTheme() {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    try { localStorage.setItem(themeKey, root.dataset.theme); } catch { /* for this page alone, then */ }
}

/* ---- Keys, buttons, links ---- */

const keys = {
    ArrowRight: goOn, ArrowLeft: goBack, PageDown: () => go(page.number + 10), PageUp: () => go(page.number - 10),
    Home: () => go(0), End: () => go(page.last), " ": () => play(player === 0),
    p: () => setPredict(!page.predicts), t: switchTheme,
};

document.addEventListener("keydown", (event) => {
    const target = event.target, action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const writes = target.matches("input[type=text]"), presses = target.matches("button, summary, a, input[type=checkbox]");
    const scrolls = target.matches(".source, .steps") && /^(Arrow|Page)/.test(event.key) && event.shiftKey;
    if (!action || writes || scrolls || event.ctrlKey || event.altKey || event.metaKey || (event.key === " " && presses)) return;
    event.preventDefault();
    if (event.key !== " ") play(false);
    action();
});

const clicks = {
    first: () => go(0), back: goBack, next: goOn, last: () => go(page.last), play: () => play(player === 0),
    theme: switchTheme, print: () => window.print(),
};
for (const [id, action] of Object.entries(clicks))
    byId(id).addEventListener("click", () => { if (id !== "play") play(false); action(); });
byId("slider").max = page.last;
byId("slider").addEventListener("input", (event) => { play(false); go(Number(event.target.value)); });
byId("predict").addEventListener("change", (event) => setPredict(event.target.checked));
byId("answer").addEventListener("submit", (event) => { event.preventDefault(); reveal(); });

/* A step that is not there leads to the nearest that is, and the page says so. */
function goToHash(hash) {
    const [, wanted, step, part = "1"] = /^#step-((\d{1,15})(?:\.(\d{1,15}))?)$/.exec(hash) || [];
    if (wanted === undefined) return;
    const number = labels.nearest(Number(step), Number(part)), label = page.label(number);
    page.missed = label === wanted ? "" : `This page has no step ${wanted}; the nearest is ${label}.`;
    if (number === page.number && page.missed === "") return;
    page.asks = false;
    page.number = number;
    page.chosenFile = null;
    draw();
}
window.addEventListener("hashchange", () => goToHash(location.hash));
document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#step-']");
    if (!link || event.ctrlKey || event.shiftKey || event.metaKey) return;
    event.preventDefault();
    play(false);
    clearTimeout(hashTimer);
    setAddress("pushState", link.getAttribute("href"));
    goToHash(link.getAttribute("href"));
});

let width = innerWidth;
window.addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; draw(); } });

const subject = data.about === "a program" && data.sources.length > 0 ? data.sources[0][0] : data.about;
recallTheme();
document.title = `memrepl: ${subject}`;
byId("title").textContent = `memrepl \u00b7 ${subject}`;
draw();
goToHash(location.hash);
