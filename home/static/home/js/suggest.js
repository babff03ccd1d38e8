// Suggestions under a search field while one types: an editable combobox with a list and manual selection, as the ARIA
// Authoring Practices have it. Whatever goes wrong here, the form is still a form.
const SHORTEST = 2; // characters
const PAUSE = 120; // ms without a key before the server is asked
const PATIENCE = 4000; // ms after which an answer would only startle
const KEPT = 40; // answers
const ROOM = 200; // px, about four options
const ICONS = { practice: "leaf", theme: "tag", project: "project" };
// The keyboards of phones compose every word, so to wait for its end would be to wait for the space after it.
const composesAll = matchMedia("(pointer: coarse)").matches;

const address = (base, words) => `${base}?${new URLSearchParams({ q: words })}`;

function element(name, attributes, ...content) {
  const made = document.createElement(name);
  for (const each in attributes) made.setAttribute(each, attributes[each]);
  made.append(...content);
  return made;
}

export function suggest(form) {
  const field = form.elements.q;
  const row = field.parentElement;
  const texts = form.dataset;
  const counts = texts.suggestCounts.split("|"); // what is said of none, one, two …
  const id = `${field.id}-list`;
  const list = element("div", { class: "suggestions", role: "listbox", id, "aria-label": texts.suggestLabel, hidden: "" });
  const options = list.children;
  const status = element("span", { class: "visually-hidden", role: "status" });
  const answers = new Map();
  let active = -1; // the option that the arrow keys are on
  let shown = ""; // the words that the list is for
  let pause, asking;

  row.append(list);
  form.append(status);
  field.setAttribute("aria-controls", id);

  const words = () => field.value.trim().replace(/\s+/g, " ");
  const isTooShort = () => [...words()].length < SHORTEST;

  function activate(number) {
    options[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = options[active];
    if (!option) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", option.id);
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  function open(wanted) {
    activate(-1);
    list.hidden = !wanted;
    field.setAttribute("aria-expanded", wanted);
    if (wanted) fit();
  }

  // What a phone's keyboard leaves of the window is the list's; where that is too little, the field moves up.
  function fit() {
    const room = () => visualViewport.offsetTop + visualViewport.height - row.getBoundingClientRect().bottom;
    if (room() < ROOM) form.scrollIntoView({ block: "start", behavior: "instant" });
    list.style.setProperty("--room", `${room()}px`);
  }

  function stop() {
    clearTimeout(pause);
    asking?.abort();
    asking = null;
  }

  function close() {
    stop();
    open(false);
    status.textContent = "";
  }

  // An option is a link, so that a middle click and a long press do what one expects of them.
  function add(href, icon, ...content) {
    const drawing = row.querySelector("svg").cloneNode(true);
    const use = drawing.firstElementChild;
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon}`));
    const option = element("a", { class: "suggestion", role: "option", id: `${id}-${options.length}`, href, tabindex: -1 }, drawing);
    option.append(element("span", { class: "suggestion__text" }, ...content));
    option.setAttribute("aria-selected", "false");
    list.append(option);
  }

  function show(asked, suggestions) {
    shown = asked;
    list.replaceChildren();
    for (const { kind, label, marked, url } of suggestions.slice(0, counts.length - 1)) {
      const title = marked.map(([part, met]) => (met ? element("mark", {}, part) : part));
      // The kind is said with each option: screen readers are silent on groups in the list of a combobox.
      add(url, ICONS[kind] ?? "document", element("span", {}, ...title), " ", element("small", {}, label));
    }
    const count = options.length;
    const [before, after] = texts.suggestAll.split("{words}");
    add(address(form.action, asked), "search", element("span", {}, before, element("b", {}, asked), after));
    open(count > 0);
    status.textContent = counts[count];
  }

  async function fetched(asked, signal) {
    const answer = await fetch(address(texts.suggest, asked), { signal });
    if (!answer.ok) throw new Error(answer.status);
    const { suggestions } = await answer.json();
    if (answers.size >= KEPT) answers.clear();
    answers.set(asked, suggestions);
    return suggestions;
  }

  // Shows what there is for the words in the field, then takes the step that an arrow key asked for.
  async function ask(step = 0) {
    stop();
    const asked = words();
    const mine = (asking = new AbortController());
    const patience = setTimeout(() => mine.abort(), PATIENCE);
    try {
      const suggestions = answers.get(asked) ?? (await fetched(asked, mine.signal));
      if (asking !== mine) return; // too late: something else was typed, or the list was closed
      show(asked, suggestions);
      if (step && !list.hidden) move(step);
    } catch {
      if (asking === mine) close();
    } finally {
      clearTimeout(patience);
    }
  }

  // Steps through the options, and through the field between the last and the first; tells whether there was a step.
  function move(step) {
    if (isTooShort()) return false;
    if (list.hidden || shown !== words()) {
      ask(step);
    } else {
      stop();
      const stops = options.length + 1;
      activate(((active + 1 + step + stops) % stops) - 1);
    }
    return true;
  }

  // Each tells whether it took the key; else the browser does what it does in any field.
  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter() {
      const option = options[active];
      option?.click();
      return option;
    },
    Escape() {
      if (list.hidden && !field.value) return false;
      if (list.hidden) field.value = "";
      close();
      return true;
    },
  };
  keys.Home = keys.End = keys.ArrowLeft = keys.ArrowRight = () => activate(-1);

  field.addEventListener("keydown", (event) => {
    // 229: Safari tells so of the Enter that ends a composition.
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (keys[event.key]?.(event)) event.preventDefault();
  });

  function typed({ isComposing }) {
    activate(-1);
    if (isComposing && !composesAll) return;
    stop();
    if (isTooShort()) close();
    else pause = setTimeout(() => ask(), PAUSE);
  }
  field.addEventListener("input", typed);
  field.addEventListener("compositionend", () => typed({}));

  row.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget !== field && !list.contains(relatedTarget)) close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
  list.addEventListener("click", ({ target }) => target.closest("a") && close());
  form.addEventListener("submit", close);
  visualViewport.addEventListener("resize", () => list.hidden || fit());

  if (field.value !== field.defaultValue) typed({}); // while this script was on its way
}
