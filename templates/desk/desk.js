// The desk's own small script. Every page works without it; with it, things go faster:
// what is scanned lands in the search, hits and previews come while somebody types, "Print" opens
// the printer at once, and the basket goes along from page to page in this tab alone.
"use strict";

const all = (what, within = document) => [...within.querySelectorAll(what)];
const one = (what, within = document) => within.querySelector(what);
const BASKET = "basket";
const PAUSE = 200; // milliseconds without a key before the server is asked

function later(work) {
  let waiting;
  return () => { clearTimeout(waiting); waiting = setTimeout(work, PAUSE); };
}

// ------------------------------------------------------------------ scanning

// A scanner is a keyboard: what it types on a page without a field in focus is a search.
function scanner() {
  const field = one("[data-scan]");
  if (!field) return;
  document.addEventListener("keydown", (event) => {
    const idle = !event.target.closest("input, select, textarea, summary, [contenteditable]");
    if (!idle || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.length === 1 && event.key !== " ") {
      field.value = "";
      field.focus();
    }
  });
}

// ------------------------------------------------------------------ search

function search() {
  const form = one("[data-hits]");
  if (!form) return;
  const field = one("[data-scan]", form), hits = one("#hits"), shelf = one(".shelf");
  let asked = 0;
  const look = later(async () => {
    const query = field.value.trim(), number = ++asked;
    if (query) {
      const address = new URL(form.dataset.hits, location);
      address.searchParams.set("q", query);
      try {
        const answer = await fetch(address);
        if (!answer.ok || number !== asked) return;
        hits.innerHTML = await answer.text();
      } catch { return; } // Enter still asks the server for a page
    } else {
      one(".result", hits).textContent = "";
      all(".tiles", hits).forEach((list) => list.remove());
    }
    shelf.hidden = Boolean(query);
  });
  field.addEventListener("input", look);
}

// ------------------------------------------------------------------ printing

// A frame that nobody sees holds the sheet; the printer is opened as soon as it is there.
function printer() {
  let frame;
  const into = () => {
    frame?.remove();
    frame = document.createElement("iframe");
    frame.name = "printer";
    frame.title = document.title;
    frame.tabIndex = -1;
    frame.setAttribute("aria-hidden", "true");
    document.body.append(frame);
    return frame;
  };
  for (const button of all("[data-print]")) {
    button.addEventListener("click", (event) => {
      const paper = button.type !== "text/plain" && button.type !== "text/x-brf";
      if (!paper || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const form = button.form;
      if (form && !form.reportValidity()) return event.preventDefault();
      const target = into();
      button.setAttribute("aria-busy", "true");
      target.addEventListener("load", () => {
        button.removeAttribute("aria-busy");
        try {
          const page = target.contentDocument;
          // An answer that is a page tells why nothing is printed: show it.
          if (page?.contentType === "text/html" && one("main", page)) return show(page);
          target.contentWindow.focus();
          target.contentWindow.print();
        } catch { open(target.src, "_blank", "noopener"); }
      });
      if (form) {
        button.formTarget = "printer";
      } else {
        event.preventDefault();
        target.src = button.href;
      }
    });
  }
}

// Who has picked a language wants to print: Enter does.
function next() {
  if (new URLSearchParams(location.search).has("language")) one("a[data-print]")?.focus();
}

function show(page) {
  const main = one("main");
  main.replaceWith(document.adoptNode(one("main", page)));
  one("main").focus();
}

// ------------------------------------------------------------------ preview of directions

function proof() {
  const form = one("[data-proof]");
  if (!form) return;
  const shown = one("#proof");
  let asked = 0, before = "";
  const look = later(async () => {
    const data = new FormData(form);
    data.delete("basket");
    const body = new URLSearchParams(data), number = ++asked;
    if (body.toString() === before) return;
    before = body.toString();
    try {
      const answer = await fetch(form.dataset.proof, { method: "POST", body });
      if (answer.ok && number === asked) shown.innerHTML = await answer.text();
    } catch { before = ""; }
  });
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  if (one(".empty", shown)) look(); // a browser that goes back keeps what was typed
}

// ------------------------------------------------------------------ files

function drop() {
  const form = one("[data-drop]");
  if (!form) return;
  const place = form.closest("section"), field = one("[type=file]", form);
  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => { event.preventDefault(); place.classList.add("over"); });
  }
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

// ------------------------------------------------------------------ basket

// It lies in this tab alone, and is gone with it: no server and no cookie keeps it.
function basket() {
  const kept = {
    get: () => { try { return sessionStorage.getItem(BASKET) ?? ""; } catch { return ""; } },
    set: (text) => { try { if (text) sessionStorage.setItem(BASKET, text); else sessionStorage.removeItem(BASKET); } catch { /* for this page, then */ } },
  };
  const holds = one("[data-holds] [name=basket]");
  if (holds && one("[data-posted]")) kept.set(holds.value);
  const carried = kept.get();
  for (const form of all("[data-carries]")) {
    const field = one("[name=basket]", form);
    if (field && !field.value) field.value = carried;
  }
  const count = one("[data-basket] .count");
  let number = 0;
  try { number = carried ? JSON.parse(carried).length : 0; } catch { kept.set(""); }
  if (count && number) { count.textContent = number; count.hidden = false; }
  if (!number) return;
  const link = one("[data-basket]");
  link?.addEventListener("click", (event) => { event.preventDefault(); send(link.href, carried); });
  // Reached by an address, the page of the basket does not know what lies here.
  if (holds && !holds.value && !one("[data-posted]")) send(location.href, carried);
}

function send(address, carried) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = BASKET;
  field.value = carried;
  form.append(field);
  document.body.append(form);
  form.submit();
}

scanner();
search();
printer();
next();
proof();
drop();
basket();
