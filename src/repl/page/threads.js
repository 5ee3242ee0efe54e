/* What a page shows of the threads of one step: where they stand and what they wait for, their variables,
   how they came there, and what they printed. Views as those of views.js. */

/* ---- Threads, locks, variables ---- */

function head(...titles) {
    return el("thead", {}, el("tr", {}, ...titles.map((title) => el("th", {scope: "col"}, title))));
}

function placeOf(page, file, line) {
    return file < 0 ? "" : `${page.data.sources[file][0]}:${line}`;
}

function viewThreads(box, page, state, before) {
    const fresh = newValues(state, before, "threads");
    const rows = state.threads.map((value) => {
        const [slot, name, file, line, doing] = page.value(value);
        return el("tr", {class: `${fresh.has(value) ? "new" : ""}${slot === page.frame.slot ? " mover" : ""}`},
            el("th", {scope: "row"}, page.data.names[slot]), el("td", {}, el("span", {class: `state ${name}`}, name)),
            el("td", {class: "code"}, placeOf(page, file, line)), el("td", {class: "rest"}, doing));
    });
    if (rows.length === 0) box.replaceChildren(el("p", {class: "none"}, "no thread has run yet"));
    else box.replaceChildren(el("table", {class: "wide"}, head("thread", "state", "stands at", "next, or waits for"), el("tbody", {}, ...rows)));
}

function viewObjects(box, page, state, before) {
    const fresh = newValues(state, before, "objects");
    const rows = state.objects.map((value) => {
        const [name, kind, number, owner, told, ...waiting] = page.value(value);
        const isHeld = owner >= 0 || (kind === "semaphore" && number === 0);
        const who = waiting.map((slot) => page.data.names[slot]).join(", ");
        const pips = kind === "semaphore" && number > 0 && number < 20 ? ` ${"\u25CF".repeat(number)}` : "";
        return el("tr", {class: fresh.has(value) ? "new" : ""}, el("th", {scope: "row"}, name), el("td", {}, kind),
            el("td", {}, isHeld && owner >= 0 ? el("span", {class: "state held"}, "held") : null, isHeld && owner >= 0 ? told.replace(/^held/, "") : told, pips),
            el("td", {class: "rest"}, who === "" ? "" : `${who} ${waiting.length === 1 ? "waits" : "wait"}`));
    });
    if (rows.length === 0) box.replaceChildren(el("p", {class: "none"}, "none was used yet"));
    else box.replaceChildren(el("table", {class: "wide"}, head("name", "kind", "state", "who waits"), el("tbody", {}, ...rows)));
}

function viewGlobals(box, page, state, before) {
    const old = new Map((before ? before.globals : []).map((value) => page.value(value)));
    box.replaceChildren(el("table", {}, head("variable", "value"), el("tbody", {}, ...state.globals.map((value) => {
        const [name, text] = page.value(value);
        const isNew = old.has(name) && old.get(name) !== text;
        return el("tr", {class: isNew ? "new" : ""}, el("th", {scope: "row"}, name),
            el("td", {class: "value"}, isNew ? el("span", {class: "was"}, unseen("was "), old.get(name)) : null, isNew ? " " : "", text));
    }))));
}

/* [{slot, calls: [{where, name, variables: [[name, text, isParameter]]}]}], the outermost call first. */
function callsOf(page, state) {
    const threads = [];
    for (const item of state.calls.map(page.value)) {
        const thread = threads[threads.length - 1];
        if (typeof item[0] === "string") {
            thread.calls[thread.calls.length - 1].variables.push(item);
            continue;
        }
        const [slot, name, file, line] = item, call = {name, where: placeOf(page, file, line), variables: []};
        if (thread && thread.slot === slot) thread.calls.push(call);
        else threads.push({slot, calls: [call]});
    }
    return threads;
}

/* A call is known by its thread, its depth and its function; a variable by that and its place in it. */
const callKey = (slot, depth, call) => `${slot} ${depth} ${call.name}`;

/* The calls there were, and the text of each variable. */
function oldCalls(page, before) {
    const old = new Map();
    for (const {slot, calls} of callsOf(page, before))
        calls.forEach((call, depth) => {
            const key = callKey(slot, depth, call);
            old.set(key, "");
            call.variables.forEach(([name, text], at) => old.set(`${key} ${at} ${name}`, text));
        });
    return old;
}

function localRow([name, text], was) {
    const isNew = was !== undefined && was !== text;
    return el("tr", {class: isNew ? "new" : ""}, el("th", {scope: "row"}, name),
        el("td", {class: "value"}, isNew ? el("span", {class: "was"}, unseen("was "), was) : null, isNew ? " " : "", text));
}

function callHead({name, where, variables}, isNew) {
    const parameters = variables.filter((variable) => variable[2]).map((variable) => variable[0]);
    return el("tr", {class: `call${isNew ? " new" : ""}`}, el("th", {scope: "rowgroup", colspan: 2}, `${name}(${parameters.join(", ")})`,
        el("small", {}, ` ${where}`), isNew ? unseen(" (new)") : null));
}

/* The innermost call first, as `where` has them. */
function threadCalls(page, {slot, calls}, old) {
    const bodies = calls.map((call, depth) => {
        const key = callKey(slot, depth, call);
        return el("tbody", {}, callHead(call, !old.has(key)),
            ...call.variables.map((variable, at) => localRow(variable, old.get(`${key} ${at} ${variable[0]}`))));
    });
    return el("table", {class: `locals${slot === page.frame.slot ? " mover" : ""}`}, el("caption", {}, page.data.names[slot]), ...bodies.reverse());
}

function viewLocals(box, page, state, before) {
    const old = oldCalls(page, before || state), threads = callsOf(page, state);
    if (threads.length === 0) box.replaceChildren(el("p", {class: "none"}, "no thread is in a call"));
    else box.replaceChildren(el("div", {class: "calls"}, ...threads.map((thread) => threadCalls(page, thread, old))));
}

/* ---- Lanes ---- */

const rowsBefore = 11, rowsAhead = 4, typedShown = 60;

/* Where a lane lies when all stand close together: 0 is the first and 1 the last. */
const laneAt = (index, lanes) => `--at: ${lanes > 1 ? index / (lanes - 1) : 0}`;

function laneCell(page, slot, frame, number, at) {
    const thread = page.state(number).threads.map(page.value).find((value) => value[0] === slot);
    const state = thread ? thread[1] : "new-life";
    const moved = frame.slot === slot && number > 0;
    const what = frame.what >= 0 ? page.value(frame.what)[0] : "\u2026";
    return el("td", {class: `lane what ${state}`, style: at}, moved ? el("span", {class: "step", title: what, "data-who": page.data.names[slot]}, what) : null, !moved && state === "blocked" ? unseen("waits") : null);
}

/* Of the file in which most happens the line is enough. */
function lineCell(page, frame) {
    const [, file, line] = frame.what >= 0 ? page.value(frame.what) : [null, -1, 0];
    return el("td", {class: "code line", title: placeOf(page, file, line)}, file > 0 ? el("span", {class: "file"}, page.data.sources[file][0]) : null,
        file < 0 ? "" : file === 0 ? `${line}` : `:${line}`);
}

function numberCell(page, number) {
    return el("th", {scope: "row", class: "number"}, el("a", {href: `#step-${page.label(number)}`}, page.label(number)));
}

function laneRow(page, number, slots) {
    const frame = page.frameAt(number);
    const at = number === page.number ? "here" : number > page.number ? "ahead" : "";
    return el("tr", {class: at, "aria-current": at === "here" ? "step" : undefined},
        numberCell(page, number), lineCell(page, frame), ...slots.map((slot, index) => laneCell(page, slot, frame, number, laneAt(index, slots.length))));
}

function typedRow(page, number, columns) {
    const text = page.value(page.frameAt(number).typed);
    const shown = text.length > typedShown ? `${text.slice(0, typedShown)}\u2026` : text;
    return el("tr", {class: `typed-row${number > page.number ? " ahead" : ""}`}, el("td", {colspan: columns}, el("span", {}, `typed: ${shown}`)));
}

/* The steps around the present one, or all; to predict, none that lies ahead. */
function stepsShown(page) {
    const most = page.predicts ? page.number : page.showsAll ? page.last : Math.min(page.last, page.number + rowsAhead);
    const steps = [];
    for (let number = page.showsAll ? 0 : Math.max(0, page.number - rowsBefore); number <= most; number++) steps.push(number);
    return steps;
}

/* Threads that move in these steps, or that are not at their end. */
function slotsShown(page, steps) {
    if (page.showsAll) return page.movers;
    const alive = page.state(page.number).threads.map(page.value).filter((value) => value[1] !== "done").map((value) => value[0]);
    const moving = steps.map((number) => page.frameAt(number).slot);
    return page.movers.filter((slot) => alive.includes(slot) || moving.includes(slot));
}

function scrollToStep(box, body) {
    const here = body.querySelector(".here"), step = body.querySelector(".here .step");
    if (here) box.scrollTop = here.offsetTop - box.clientHeight * .6;
    if (step) box.scrollLeft = step.parentNode.offsetLeft + step.offsetLeft + step.offsetWidth + 16 - box.clientWidth;
}

const besideLanes = 6.4; /* rem: steps and lines */

/* The lanes stand close together where they must, and then their names upright where they must. */
function bringClose(box, table, lanes) {
    if (table.scrollWidth <= box.clientWidth) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const widest = Math.max(...[...table.querySelectorAll("thead .lane span")].map((name) => name.offsetWidth));
    table.className = `lanes close${(widest + 4) * lanes > box.clientWidth - besideLanes * rem ? " upright" : ""}`;
}

function viewLanes(box, page) {
    const steps = stepsShown(page), slots = slotsShown(page, steps), body = el("tbody");
    for (const number of steps) {
        if (page.frameAt(number).typed >= 0) body.append(typedRow(page, number, slots.length + 2));
        body.append(laneRow(page, number, slots));
    }
    const names = slots.map((slot, index) => el("th", {scope: "col", class: "lane", style: laneAt(index, slots.length)}, el("span", {}, page.data.names[slot])));
    const digits = Math.max(...steps.map((number) => page.label(number).length));
    const table = el("table", {class: "lanes", style: `--lanes: ${slots.length}; --digits: ${digits}`}, el("thead", {}, el("tr", {},
        el("th", {scope: "col", class: "number"}, "step"), el("th", {scope: "col", class: "line"}, "line"), ...names)), body);
    box.replaceChildren(table);
    bringClose(box, table, slots.length);
    scrollToStep(box, body);
}

/* MeMS has one thread, and a step is a call. */
function viewCalls(box, page) {
    const rows = stepsShown(page).map((number) => {
        const typed = page.frameAt(number).typed, at = number === page.number ? "here" : number > page.number ? "ahead" : "";
        return el("tr", {class: at, "aria-current": at === "here" ? "step" : undefined},
            numberCell(page, number), el("td", {class: "what"}, number === 0 ? "begin" : typed >= 0 ? page.value(typed) : "\u2026"));
    });
    const body = el("tbody", {}, ...rows);
    box.replaceChildren(el("table", {class: "lanes"}, head("step", "typed"), body));
    scrollToStep(box, body);
}

/* ---- Source ---- */

const linesNear = 5;

function standingAt(page, state, file) {
    const standing = new Map();
    for (const [slot, name, inFile, line] of state.threads.map(page.value))
        if (inFile === file && name !== "done") standing.set(line, [...(standing.get(line) || []), page.data.names[slot]]);
    return standing;
}

/* The file of the thread that moved, unless another was chosen for this step. */
function fileToShow(page, state) {
    const mover = state.threads.map(page.value).find((value) => value[0] === page.frame.slot && value[2] >= 0);
    const what = page.frame.what >= 0 ? page.value(page.frame.what)[1] : -1;
    const any = state.threads.map(page.value).find((value) => value[2] >= 0);
    return page.chosenFile ?? (mover ? mover[2] : what >= 0 ? what : any ? any[2] : 0);
}

/* Who stands there, in little room. */
const namesWide = 8;
const namesIn = (who) => (who.join(" ").length > namesWide && who.length > 1 ? `${who[0]} +${who.length - 1}` : who.join(" "));

function sourceMark(who, did) {
    if (!who) return el("span", {class: "was-done"}, did ? "step" : "", did ? unseen(" was here: ") : null);
    return el("span", {class: "who", title: who.join(", ")}, el("span", {"aria-hidden": "true"}, namesIn(who)),
        unseen(`${who.join(", ")} ${who.length === 1 ? "stands" : "stand"} here: `));
}

/* What goes on in the next row stands four letters further in than the line begins. */
function sourceLine(text, number, who, did, isNear) {
    const inset = text.search(/\S|$/) + 4;
    const widest = inset + Math.max(...text.split(" ").map(word => word.length)); // behind its indentation
    return el("li", {class: `${who ? "stands" : ""}${did ? " did" : ""}${isNear ? " near" : ""}`}, sourceMark(who, did),
        el("span", {class: "number", "aria-hidden": "true"}, `${number}`), el("span", {class: widest > 34 ? "text long" : "text", style: `--inset: ${inset}`}, text || " "));
}

function viewSource(box, page, state) {
    const file = fileToShow(page, state), [name, ...lines] = page.data.sources[file] || [""];
    const standing = standingAt(page, state, file);
    const [, didFile, didLine] = page.frame.what >= 0 ? page.value(page.frame.what) : [];
    const marked = [...standing.keys(), didFile === file ? didLine : -100];
    const widest = Math.max(4, ...[...standing.values()].map((who) => namesIn(who).length));
    const list = el("ol", {class: "source", style: `--names: ${widest}`, tabindex: "0", role: "list", "aria-label": name});
    lines.forEach((text, index) => {
        const number = index + 1;
        list.append(sourceLine(text, number, standing.get(number), didFile === file && didLine === number,
            marked.some((line) => Math.abs(line - number) <= linesNear)));
    });
    const tabs = page.data.sources.map(([title], index) => {
        const button = el("button", {type: "button", "aria-pressed": `${index === file}`}, title);
        button.addEventListener("click", () => page.chooseFile(index));
        return button;
    });
    box.replaceChildren(...(tabs.length > 1 ? [el("div", {class: "files"}, ...tabs)] : []),
        lines.length > 0 ? list : el("p", {class: "none"}, "came without its source"));
    page.note("source", name);
    const mover = state.threads.map(page.value).find((value) => value[0] === page.frame.slot && value[2] === file);
    const at = list.children[(mover ? mover[3] : marked.find((line) => line > 0) || 1) - 1];
    if (at) list.scrollTop = at.offsetTop - list.clientHeight / 2;
}

function viewOutput(box, page, state, before) {
    const told = state.output.map(page.value), old = before ? before.output : [];
    const printsNow = state.output.length > 0 && (old.length !== state.output.length || old.some((value, index) => value !== state.output[index]));
    page.note("output", told.length === 0 ? "" : printsNow ? "more in this step" : "the last lines");
    box.replaceChildren(told.length === 0 ? el("p", {class: "none"}, "nothing is printed yet")
        : el("ul", {class: `printed${printsNow ? " new" : ""}`}, ...told.map(([slot, text]) => el("li", {}, el("b", {}, page.data.names[slot] ?? ""), el("span", {}, text)))));
}

function viewFaults(box, page, state) {
    box.replaceChildren(...state.faults.map((value) => el("p", {class: "fault"}, page.value(value)[0])));
}
