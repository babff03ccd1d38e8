// Long lists of terms in the editor: narrowed by typing, with a line that says what is ticked.
// Without this script every box is there, in a list that scrolls.

function enhance(group) {
  const search = group.querySelector("[data-terms-search]");
  const chosen = group.querySelector("[data-terms-chosen]");
  const terms = [...group.querySelectorAll("[data-term]")];
  const boxOf = (term) => term.querySelector("input");

  const narrow = () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    for (const term of terms) {
      term.hidden = !term.textContent.toLocaleLowerCase().includes(wanted);
    }
  };
  const tell = () => {
    const names = terms.filter((term) => boxOf(term).checked).map((term) => term.textContent.trim());
    chosen.textContent = names.length ? `${chosen.dataset.termsChosen} ${names.join(", ")}` : "";
  };

  search.parentElement.hidden = false;
  search.addEventListener("input", (event) => {
    event.stopPropagation(); // not a change to the page
    narrow();
  });
  search.addEventListener("change", (event) => event.stopPropagation());
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // would save the page
    if (event.key === "Escape") {
      search.value = "";
      narrow();
    }
  });
  group.addEventListener("change", tell);
  tell();
}

function enhanceAll() {
  for (const group of document.querySelectorAll("[data-terms]")) {
    if (!group.dataset.ready) {
      group.dataset.ready = "1";
      enhance(group);
    }
  }
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", enhanceAll);
} else {
  enhanceAll();
}
