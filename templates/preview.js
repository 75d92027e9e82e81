// Shows where a sentence stands, and a new look as soon as there is one.
"use strict";

function choose(number, from) {
  for (const old of document.querySelectorAll(".here")) old.classList.remove("here");
  if (!number) return;
  for (const one of document.querySelectorAll(`svg a[data-n="${number}"], li[data-n="${number}"]`)) {
    one.classList.add("here");
  }
  document.body.dataset.chosen = number;
  const other = document.querySelector(from === "page" ? `li[data-n="${number}"]` : `svg a[data-n="${number}"] rect`);
  if (other) other.scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  const found = event.target.closest("[data-n]");
  if (!found) return;
  event.preventDefault();
  choose(found.dataset.n, found.closest("svg, .problems") ? "page" : "list");
});

async function refresh() {
  const answer = await fetch("/");
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const scrolled = [...document.querySelectorAll("main > section")].map((part) => part.scrollTop);
  document.querySelector("header").replaceWith(fresh.querySelector("header"));
  document.querySelector("main").replaceWith(fresh.querySelector("main"));
  document.body.dataset.version = fresh.body.dataset.version;
  const chosen = document.body.dataset.chosen;
  if (chosen) {
    for (const one of document.querySelectorAll(`[data-n="${chosen}"]`)) {
      if (one.matches("li, svg a")) one.classList.add("here");
    }
  }
  document.querySelectorAll("main > section").forEach((part, n) => { part.scrollTop = scrolled[n] || 0; });
}

async function poll() {
  const state = () => document.getElementById("state");
  try {
    const answer = await fetch("/version");
    if ((await answer.text()) !== document.body.dataset.version) await refresh();
    state().classList.remove("draft");
  } catch {
    if (!state().textContent.includes("stopped")) state().append(" · the preview was stopped");
  }
  setTimeout(poll, 250);
}

if (document.body.dataset.watch) poll();
if (location.hash.startsWith("#s")) choose(location.hash.slice(2), "list");
