// What was told of an institution, and the practices chosen for comparing, stay in this browser between pages.
const read = (name) => {
  try {
    return localStorage.getItem(name) || "";
  } catch {
    return "";
  }
};
const keep = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Then the address alone carries it.
  }
};

for (const { dataset } of document.querySelectorAll("[data-keep]")) if (dataset.value) keep(dataset.keep, dataset.value);

const told = new URLSearchParams(read("fit"));
for (const link of document.querySelectorAll("[data-with]")) {
  const url = new URL(link.href);
  const own = url.searchParams.getAll("p");
  const keys = new Set([...read("compare").split(" ").filter(Boolean), ...own]);
  own.forEach((key) => keys.delete(key) && keys.add(key));
  if (own.length) url.search = new URLSearchParams([...keys].slice(-4).map((key) => ["p", key]));
  told.forEach((value, name) => url.searchParams.append(name, value));
  link.href = url;
}

const form = document.querySelector("[data-fill]");
if (form && `${told}`) {
  for (const field of form.elements) {
    const values = told.getAll(field.name);
    if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
  form.querySelector("[data-filled]").hidden = false;
}

for (const button of document.querySelectorAll("[data-forget]")) {
  button.addEventListener("click", () => {
    keep(button.dataset.forget, "");
    location.assign(button.dataset.to);
  });
}
