// The guide's own small script: switches, "is your sheet current?", and the search.
"use strict";

const all = (what, within = document) => [...within.querySelectorAll(what)];
const one = (what, within = document) => within.querySelector(what);
const show = (element, shown = true) => { if (element) element.hidden = !shown; };

// ------------------------------------------------------------------ larger letters, more contrast

function switches() {
  const group = one(".switches");
  show(group);
  for (const button of all("button[data-look]", group)) {
    const name = button.dataset.look, root = document.documentElement.classList;
    button.setAttribute("aria-pressed", root.contains(name));
    button.addEventListener("click", () => {
      const on = root.toggle(name);
      button.setAttribute("aria-pressed", on);
      try {
        if (on) localStorage.setItem("guide-" + name, "on");
        else localStorage.removeItem("guide-" + name);
      } catch { /* for this page, then */ }
    });
  }
}

// ------------------------------------------------------------------ is your sheet current?

function sheet() {
  const box = one("#sheet"), revision = new URLSearchParams(location.search).get("r");
  if (!box || revision === null) return;
  const say = (name) => show(one(`[data-say="${name}"]`, box));
  show(one("[data-compare]", box), false);
  box.classList.add("asked");
  if (revision === box.dataset.current) return say("current");
  const known = all("[data-revision]").find((item) => item.dataset.revision === revision);
  if (!known) return say("unknown");
  say("newer");
  if ("grave" in known.dataset) say("safety");
  const since = all("[data-change]").filter((item) => +item.dataset.change > +known.dataset.changes);
  if (since.length) {
    say("changed");
    one("[data-list]", box).append(...since.map((item) => {
      const copy = item.cloneNode(true);
      copy.removeAttribute("data-change");
      return copy;
    }));
    show(one("[data-list]", box));
  }
}

// ------------------------------------------------------------------ search

// What is compared: no accents, no marks of direction or vowels that writers leave out, one form
// of letters that look or sound alike, Latin digits.
const ALIKE = {
  "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ې": "ي", "ے": "ي",
  "ؤ": "و", "ة": "ه", "ہ": "ه", "ھ": "ه", "ۃ": "ه", "ۂ": "ه", "ک": "ك", "ڪ": "ك", "ـ": "",
  "ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
  "ё": "е", "’": "'", "‘": "'", "ʼ": "'",
};
const DIGITS = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xe50, 0x17e0, 0x1040];

function plain(text) {
  let found = "";
  for (const sign of text.normalize("NFC").toLowerCase()) {
    const like = ALIKE[sign] ?? sign;
    for (const part of like.normalize("NFKD")) {
      const code = part.codePointAt(0);
      const first = DIGITS.find((zero) => code >= zero && code < zero + 10);
      if (first !== undefined) found += code - first;
      // Accents, Arabic vowels, the dots of Indic letters, and signs nobody sees.
      else if (!/[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u093c\u09bc\p{Cf}]/u.test(part)) found += part;
    }
  }
  return found.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
}

// Whether two words differ by one letter left out, put in, changed or swapped.
function near(word, other) {
  if (Math.abs(word.length - other.length) > 1) return false;
  let at = 0;
  while (at < word.length && word[at] === other[at]) at++;
  const a = word.slice(at), b = other.slice(at);
  return a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1)
    || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}

function matches(query, texts) {
  const together = query.replaceAll(" ", "");
  if (texts.some((text) => text.replaceAll(" ", "").includes(together))) return true;
  return query.split(" ").every((word) => texts.some((text) => text.includes(word)));
}

function resembles(query, texts) {
  return query.split(" ").every((word) => word.length > 3 &&
    texts.some((text) => text.split(" ").some((other) =>
      near(word, other) || near(word, other.slice(0, word.length)))));
}

async function search() {
  const form = one(".search");
  if (!form) return;
  const answer = await fetch(form.dataset.records);
  if (!answer.ok) return;
  const known = Object.entries(await answer.json()).map(([id, texts]) => [id, texts.map(plain)]);
  const box = one("input", form), result = one(".result", form);
  const cards = all("[data-id]");
  const look = () => {
    const query = plain(box.value);
    let found = known.filter(([, texts]) => matches(query, texts));
    if (!found.length) found = known.filter(([, texts]) => resembles(query, texts));
    const ids = new Set(found.map(([id]) => id));
    const shown = cards.filter((card) => {
      show(card, !query || ids.has(card.dataset.id));
      return !card.hidden;
    });
    for (const section of all("main section")) show(section, shown.some((it) => section.contains(it)));
    result.textContent = !query ? "" : shown.length
      ? form.dataset.found.replace("{count}", shown.length) : form.dataset.nothing;
  };
  box.addEventListener("input", look);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = cards.find((card) => !card.hidden);
    if (box.value.trim() && first) one("a", first).click();
  });
  show(form);
  look();  // a browser that goes back keeps what was typed
}

// ------------------------------------------------------------------ the front, and small screens

// The reader's own language comes first.
function door() {
  const doors = one(".doors");
  if (!doors) return;
  const there = all("a", doors);
  const tag = (link) => link.hreflang.toLowerCase();
  for (const wanted of navigator.languages.map((it) => it.toLowerCase())) {
    const chinese = /^zh\b(?!.*(hant|tw|hk|mo))/.test(wanted) ? "zh-hans" : wanted;
    const mine = there.find((it) => chinese === tag(it))
      ?? there.find((it) => chinese.split("-")[0] === tag(it));
    if (mine) {
      mine.classList.add("mine");
      return doors.prepend(mine.closest("li"));
    }
  }
}

function contents() {
  const list = one("#contents details");
  if (list && matchMedia("(max-width: 60rem)").matches) list.open = false;
}

switches();
sheet();
search();
door();
contents();
