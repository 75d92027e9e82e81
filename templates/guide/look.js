// The reader's letters and contrast, before anything is shown. Kept in this browser alone.
"use strict";
try {
  for (const name of ["large", "contrast"]) {
    if (localStorage.getItem("guide-" + name)) document.documentElement.classList.add(name);
  }
} catch {
  // A browser that keeps nothing shows the page as it is.
}
