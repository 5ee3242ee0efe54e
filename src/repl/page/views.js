"use strict";
/* What a page shows of the memory of one step. Each view gets the state of a step and of the one before,
   to mark what is new, and fills its own part of the page. All text goes in as text: what a program named
   or printed is never read as markup. */

/* el("li", {class: "x"}, "text", child): an element. */
function el(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {}))
        if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
}

const unseen = (text) => el("span", {class: "unseen"}, text);
const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const range = (start, size) => (size === 1 ? `${start}` : `${start}\u2013${start + size - 1}`);

/* Values that the list before does not have: as Set of values. */
function newValues(state, before, part) {
    const old = new Set(before ? before[part] : state[part]);
    return new Set(state[part].filter((value) => !old.has(value)));
}

const hue = (id) => `--hue: ${(id * 67 + 205) % 360}`;
const hole = -1;

/* ---- Memory ---- */

const cellsAtMost = 1200;
const markOf = "0123456789ABCDEFGHIJKLMNOPQRSTUVWYZabcdefghijklmnopqrstuvwyz";

function unroll(runs) {
    return runs.map(([character, count]) => character.repeat(count)).join("");
}

function cellsWide(box) {
    const width = box.clientWidth / parseFloat(getComputedStyle(document.documentElement).fontSize);
    return width > 32 ? 50 : width > 18 ? 25 : width > 14 ? 15 : 10;
}

function cell(character, old) {
    const id = markOf.indexOf(character);
    const isNew = old !== undefined && old !== character;
    const kind = character === "X" ? "free" : id < 0 ? "" : "owned";
    return el("span", {class: `cell ${kind}${isNew ? " new" : ""}`, style: id >= 0 ? hue(id) : undefined}, character);
}

function memoryCells(box, bytes, old) {
    const wide = cellsWide(box), rows = [];
    for (let from = 0; from < bytes.length; from += wide) {
        const cells = el("span", {class: "cells", style: `--cells: ${wide}`});
        for (let at = from; at < Math.min(from + wide, bytes.length); at++)
            cells.append(cell(bytes[at], old && old[at]));
        rows.push(el("div", {class: "row", "aria-hidden": "true"}, el("span", {class: "index"}, `${from}`), cells));
    }
    return rows;
}

/* A large memory is drawn to scale. */
function memoryBar(runs, isNew) {
    const bar = el("div", {class: "bar", "aria-hidden": "true"});
    runs.forEach(([character, count], index) => {
        const id = markOf.indexOf(character);
        bar.append(el("span", {class: `${id < 0 ? "free" : "owned"}${isNew(index) ? " new" : ""}`,
            style: `flex: ${count} 0 0; ${id < 0 ? "" : hue(id)}`}, character));
    });
    return bar;
}

function viewMemory(box, page, state, before) {
    const runs = state.memory.map(page.value);
    const total = runs.reduce((sum, run) => sum + run[1], 0);
    const free = runs.reduce((sum, run) => sum + (run[0] === "X" ? run[1] : 0), 0);
    let at = 0;
    const told = runs.map(([character, count]) => {
        const text = `${range(at, count)}: ${character === "X" ? "free" : character}`;
        at += count;
        return text;
    });
    const fresh = newValues(state, before, "memory");
    page.note("memory", `${total} bytes, ${free} free`);
    box.replaceChildren(unseen(`Bytes ${told.join("; ")}.`));
    if (total <= cellsAtMost)
        box.append(...memoryCells(box, unroll(runs), before && unroll(before.memory.map(page.value))));
    else
        box.append(memoryBar(runs, (index) => fresh.has(state.memory[index])));
}

/* ---- Linked boxes ---- */

function linked(boxes, arrow, end) {
    const chain = el("ol", {class: "chain"});
    boxes.forEach((one, index) => chain.append(el("li", {}, one, el("span", {class: "link", "aria-hidden": "true"}, arrow),
        index === boxes.length - 1 ? el("span", {class: "end"}, end) : null)));
    return chain;
}

function nodeBox(isNew, id, title, ...lines) {
    return el("span", {class: `box ${id === hole ? "free" : "owned"}${isNew ? " new" : ""}`, style: id === hole ? undefined : hue(id)},
        el("b", {}, title), ...lines.flatMap((line, index) => (index ? [el("br"), line] : [line])), isNew ? unseen(" (new)") : null);
}

function viewSegments(box, page, state, before) {
    const fresh = newValues(state, before, "segments");
    const boxes = state.segments.map((value) => {
        const [id, size, index] = page.value(value);
        return nodeBox(fresh.has(value), id, id === hole ? "hole" : `T${id}`, plural(size, "byte"), `at ${index}`);
    });
    page.note("segments", plural(state.segments.length, "segment"));
    box.replaceChildren(linked(boxes, "\u2192", "NULL"));
}

/* [{name, kind, end, nodes: [{address, depth, edge, tags, members}]}] */
function picturesOf(page, state) {
    const pictures = [];
    for (const item of state.lists.map(page.value)) {
        if (typeof item[1] === "string") pictures.push({name: item[0], kind: item[1], end: item[2], nodes: []});
        else pictures[pictures.length - 1].nodes.push({address: item[0], depth: item[1], edge: item[2], tags: item[3], members: item[4]});
    }
    return pictures;
}

function memberBox({edge, tags, members}, isNew, namesMembers) {
    const lines = members.map(([name, text]) => el("span", {class: "member"}, namesMembers && name !== "" ? el("i", {}, `${name} `) : null, text));
    return el("span", {class: `box node${isNew ? " new" : ""}`},
        tags.length > 0 ? el("span", {class: "tags"}, ...tags.map((tag) => el("b", {}, tag))) : null,
        edge === "" ? null : el("span", {class: "edge"}, edge), ...lines, isNew ? unseen(" (new)") : null);
}

function pictureOf({name, kind, end, nodes}, isNew) {
    const members = nodes[0].members.map(([member]) => member), isChain = kind === "list";
    const boxes = nodes.map((node) => memberBox(node, isNew(node), !isChain || members.length > 1));
    const note = kind === "block" ? end : `a ${kind} of ${members.join(", ")}`;
    const drawn = isChain ? linked(boxes, "\u2192", end)
        : el("ul", {class: kind}, ...boxes.map((box, at) => el("li", {style: `--depth: ${nodes[at].depth}`}, box)));
    return el("section", {class: "picture", "aria-label": name}, el("h3", {}, name, el("small", {}, note)), drawn);
}

function viewLists(box, page, state, before) {
    const old = new Map(before ? picturesOf(page, before).flatMap(({nodes}) => nodes.map(({address, members}) => [address, JSON.stringify(members)])) : []);
    const isNew = ({address, members}) => before !== null && old.get(address) !== JSON.stringify(members);
    const pictures = picturesOf(page, state);
    page.note("lists", "what pointers lead to");
    if (pictures.length === 0) box.replaceChildren(el("p", {class: "none"}, "nothing so far"));
    else box.replaceChildren(...pictures.map((picture) => pictureOf(picture, isNew)));
}

function viewRequests(box, page, state, before) {
    const fresh = newValues(state, before, "requests");
    const boxes = state.requests.map((value) => {
        const [id, size] = page.value(value);
        return nodeBox(fresh.has(value), id, `T${id}`, `wants ${size}`);
    });
    page.note("requests", boxes.length === 0 ? "" : "the first is served first");
    if (boxes.length === 0) box.replaceChildren(el("p", {class: "none"}, "empty"));
    else box.replaceChildren(linked(boxes, "\u2192", "NULL"));
}

function viewMessages(box, page, state, before) {
    const fresh = newValues(state, before, "messages");
    box.replaceChildren(el("ul", {class: "chips"}, ...state.messages.map((value) => {
        const [id, message] = page.value(value);
        const isNew = fresh.has(value);
        return el("li", {class: `${isNew ? "new" : message < 0 ? "none" : ""}`}, `T${id}: ${message}`, isNew ? unseen(" (new)") : null);
    })));
}

/* ---- MeMS ---- */

const nodesAtMost = 240;

const tintOf = (start) => Math.floor(start / 16);

function memsNode(page, value, fresh) {
    const [, start, size, isHole, name, physical] = page.value(value);
    const made = nodeBox(fresh.has(value), isHole ? hole : tintOf(start), isHole ? "hole" : name || "block",
        `${range(start, size)}`, plural(size, "byte"));
    made.append(el("br"), el("span", {class: "address"}, physical));
    return made;
}

function memsBar(page, nodes, fresh) {
    return el("div", {class: "bar", "aria-hidden": "true"}, ...nodes.map((value) => {
        const [, start, size, isHole, name] = page.value(value);
        return el("span", {class: `${isHole ? "free" : "owned"}${fresh.has(value) ? " new" : ""}`,
            style: `flex: ${size} 0 0; ${isHole ? "" : hue(tintOf(start))}`}, isHole ? "" : name);
    }));
}

function memsMain(page, number, value, nodes, fresh, isNew) {
    const [start, size, physical] = page.value(value);
    const shown = nodes.slice(0, nodesAtMost);
    const more = nodes.length - shown.length;
    return el("section", {class: `main${isNew ? " new" : ""}`, "aria-label": `main node ${number}`},
        el("h3", {}, `main ${number}: ${plural(size / 4096, "page")}`, el("span", {}, `virtual ${range(start, size)}`),
            el("span", {class: "address"}, `physical from ${physical}`)),
        memsBar(page, nodes, fresh),
        linked(shown.map((node) => memsNode(page, node, fresh)), "\u2194", more > 0 ? `\u2026 and ${more} more` : "NULL"));
}

function viewMains(box, page, state, before) {
    const fresh = newValues(state, before, "nodes"), freshMains = newValues(state, before, "mains");
    const nodesOf = new Map(state.mains.map((_, number) => [number, []]));
    state.nodes.forEach((node) => (nodesOf.get(page.value(node)[0]) || []).push(node));
    const drawn = state.mains.flatMap((value, number) => [
        number > 0 ? el("div", {class: "down", "aria-hidden": "true"}, "\u2195") : null,
        memsMain(page, number, value, nodesOf.get(number), fresh, freshMains.has(value))]);
    page.note("mains", plural(state.mains.length, "main node"));
    box.replaceChildren(...(drawn.length > 0 ? drawn.filter(Boolean) : [el("p", {class: "none"}, "nothing is mapped")]));
}
