// What scripts add to pages that work without them: menu, scheme, print, copy, suggestions, place in the page.
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : dark.matches);

function showScheme(button) {
  button.setAttribute("aria-pressed", String(isDark()));
  if (!root.dataset.scheme) return;
  const ground = getComputedStyle(document.body).getPropertyValue("--birch").trim();
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
    meta.content = ground.startsWith("#") ? ground : getComputedStyle(root).backgroundColor;
  }
}

for (const button of document.querySelectorAll("[data-scheme-button]")) {
  showScheme(button);
  dark.addEventListener("change", () => showScheme(button));
  button.addEventListener("click", () => {
    root.dataset.scheme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("scheme", root.dataset.scheme);
    } catch {
      // The choice then lasts for this page only.
    }
    showScheme(button);
  });
}

for (const button of document.querySelectorAll("[data-menu-button]")) {
  const menu = document.getElementById(button.getAttribute("aria-controls"));
  const open = (wanted) => {
    button.setAttribute("aria-expanded", String(wanted));
    menu.toggleAttribute("data-open", wanted);
  };
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
  button.closest("header").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") {
      open(false);
      button.focus();
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.querySelector("span");
  const words = label.textContent;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy).textContent.replace(/\s+/g, " ").trim();
    try {
      await navigator.clipboard.writeText(text);
      label.textContent = button.dataset.copied;
      setTimeout(() => (label.textContent = words), 4000);
    } catch {
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    }
  });
}

// Suggestions have a script of their own, for those who go to a search field; the form knows its hashed address.
// What the field becomes is said from the start, lest a screen reader calls it something else at first.
for (const form of document.querySelectorAll("[data-suggest]")) {
  const field = form.elements.q;
  const role = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
  const load = () =>
    import(form.dataset.suggestScript).then(
      ({ suggest }) => suggest(form),
      () => Object.keys(role).forEach((name) => field.removeAttribute(name)),
    );
  for (const name in role) field.setAttribute(name, role[name]);
  if (field === document.activeElement) load();
  else field.addEventListener("focus", load, { once: true });
}

// The contents list shows where the reader is.
const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
if (links.size && "IntersectionObserver" in window) {
  const seen = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const id = target.getAttribute("aria-labelledby");
        isIntersecting ? seen.add(id) : seen.delete(id);
      }
      const first = [...links.keys()].find((id) => seen.has(id));
      for (const [id, link] of links) {
        id === first ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-15% 0px -60%" },
  );
  for (const id of links.keys()) {
    const section = document.querySelector(`[aria-labelledby="${id}"]:not(nav)`);
    if (section) observer.observe(section);
  }
}

// A visit of a practice is counted: one number more, and nothing of who it was. The answer does not matter.
const visit = document.querySelector("[data-visit]");
if (visit && navigator.sendBeacon) navigator.sendBeacon(visit.dataset.visit);
