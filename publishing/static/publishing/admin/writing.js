// Help while writing a practice: the guide beside each field, the line above the form, notes on plain language, and
// the panel at the side kept up to date. Without this script the form works as it is, and the panel says how far the
// page was when it was opened.

// ms between looks at the form, since some of Wagtail's fields tell of no event. The server is asked when a look finds
// what the look before it found: nobody is typing just now.
const LOOK_EVERY = 1000;

let form;
const panel = () => document.querySelector("[data-writing]");
const part = (name) => document.querySelector(`[data-writing-${name}]`);

// A field of the page itself, not one of a block within it.
function fieldOf(name) {
  const found = document.querySelectorAll(`.w-field[data-contentpath="${name}"]`);
  return [...found].find((field) => !field.parentElement.closest("[data-block]"));
}

function made(tag, attributes, ...children) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children);
  return element;
}

// The guide

function addGuide(template) {
  const name = template.dataset.writingGuide;
  const field = fieldOf(name);
  if (!field || field.querySelector(".writing-guide")) return;
  const body = made("div", { className: "writing-guide__body", id: `writing-guide-${name}`, hidden: true });
  body.append(template.content.cloneNode(true));
  const button = made("button", { type: "button", className: "writing-button" }, part("button").innerHTML);
  button.append(made("span", { className: "w-sr-only" }, `: ${template.dataset.label}`));
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", body.id);
  button.addEventListener("click", () => {
    body.hidden = !body.hidden;
    button.setAttribute("aria-expanded", String(!body.hidden));
  });
  const guide = made("div", { className: "writing-guide" }, button, body);
  const before = field.querySelector(":scope > [data-field-input]");
  before ? before.before(guide) : field.append(guide);
}

function showGuideOf(element) {
  const outer = [...document.querySelectorAll(".w-field[data-contentpath]")].find(
    (field) => field.contains(element) && !field.parentElement.closest("[data-block]"),
  );
  const name = outer?.dataset.contentpath;
  const template = name && document.querySelector(`template[data-writing-guide="${name}"]`);
  const place = part("current");
  if (!template || !place || place.dataset.name === name) return;
  place.dataset.name = name;
  const heading = made("h3", { className: "writing__heading" }, template.dataset.label);
  place.replaceChildren(heading, template.content.cloneNode(true));
}

// Jumping to a field: its tab is opened, its section unfolded, and it gets the focus.

function jump(name) {
  const field = fieldOf(name);
  if (!field) return;
  const tab = field.closest("[role=tabpanel]");
  if (tab) document.querySelector(`[role=tab][aria-controls="${tab.id}"], [role=tab][href="#${tab.id}"]`)?.click();
  for (let each = field.closest("[data-panel]"); each; each = each.parentElement.closest("[data-panel]")) {
    each.querySelector("[data-panel-toggle][aria-expanded=false]")?.click();
  }
  if (window.matchMedia("(max-width: 50rem)").matches) {
    document.querySelector("[data-form-side-close-button]")?.click();
  }
  const input = field.querySelector(":scope > [data-field-input]") ?? field;
  const wanted = ["input:not([type=hidden]), select, textarea, [contenteditable=true]", "button"];
  requestAnimationFrame(() => {
    field.scrollIntoView({ block: "center" });
    const found = wanted.flatMap((each) => [...input.querySelectorAll(each)]);
    found.find((each) => each.checkVisibility({ visibilityProperty: true }))?.focus({ preventScroll: true });
  });
}

// The line above the form, and the notes on plain language

function addStrip() {
  const show = made("button", { type: "button", className: "writing-button writing-button--plain" });
  show.textContent = part("show").value;
  show.addEventListener("click", () => {
    const toggle = document.querySelector("[data-side-panel-toggle=writing]");
    if (toggle?.getAttribute("aria-expanded") !== "true") toggle?.click();
    panel().querySelector("a")?.focus({ preventScroll: true }); // it slides in: scrolling to it would move the page
  });
  const text = made("span", { innerHTML: part("strip-source").innerHTML });
  text.dataset.writingStrip = "";
  text.setAttribute("role", "status");
  const strip = made("div", { className: "writing-strip" }, text, show);
  form.prepend(made("div", { className: "nice-padding" }, strip));
}

function addPlain() {
  const source = part("plain-source");
  const field = fieldOf(source.dataset.writingPlainSource);
  const notes = made("div", { className: "writing-plain", innerHTML: source.innerHTML });
  notes.dataset.writingPlain = "";
  notes.setAttribute("role", "status");
  field?.append(notes);
}

// Keeping up to date

const LEFT_OUT = /^(csrfmiddlewaretoken|next|loaded_revision|overwrite_revision|comments-)/;

function asText() {
  return new URLSearchParams([...new FormData(form)].filter(([name]) => !LEFT_OUT.test(name))).toString();
}

function show(answer) {
  part("results").innerHTML = answer.results;
  if (part("strip").innerHTML.trim() !== answer.strip.trim()) part("strip").innerHTML = answer.strip;
  const notes = part("plain");
  if (notes && notes.innerHTML.trim() !== answer.plain.trim()) notes.innerHTML = answer.plain;
  const counter = document.querySelector("[data-side-panel-toggle=writing] [data-side-panel-toggle-counter]");
  if (counter) {
    counter.textContent = answer.missing;
    counter.hidden = answer.missing === 0;
  }
}

async function ask() {
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const error = part("error");
  try {
    const response = await fetch(panel().dataset.writingUrl, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
    });
    const answer = await response.json();
    error.hidden = response.ok;
    error.textContent = answer.error ?? "";
    if (response.ok) show(answer);
  } catch {
    // Without a connection the panel stays as it was; Wagtail itself says that nothing can be saved.
  }
}

function follow() {
  let looked = asText();
  let asked = looked;
  let busy = false;
  setInterval(async () => {
    if (document.hidden || busy || !panel()) return;
    const now = asText();
    const resting = now === looked;
    looked = now;
    if (!resting || now === asked) return;
    busy = true;
    asked = now;
    await ask();
    busy = false;
  }, LOOK_EVERY);
}

function begin() {
  form = document.querySelector("[data-edit-form]");
  if (!form || !panel()) return;
  document.querySelectorAll("template[data-writing-guide]").forEach(addGuide);
  addStrip();
  addPlain();
  document.addEventListener("focusin", (event) => showGuideOf(event.target));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-writing-jump]");
    if (!link) return;
    event.preventDefault();
    jump(link.dataset.writingJump);
  });
  follow();
}

if (document.readyState === "complete") begin();
else window.addEventListener("load", begin);
