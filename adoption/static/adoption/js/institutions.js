// Names of the register under the field in which one looks for an institution; without it the form finds them too.
for (const form of document.querySelectorAll("[data-institutions]")) {
  const field = form.elements.institution;
  let pause, asked;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(async () => {
      const words = (asked = field.value.trim());
      if (words.length < 2) return;
      const answer = await fetch(`${form.dataset.institutions}?${new URLSearchParams({ q: words })}`).catch(() => null);
      if (!answer?.ok || asked !== words) return;
      const { institutions } = await answer.json();
      field.list.replaceChildren(...institutions.map(({ name, municipality }) => new Option(municipality, name)));
    }, 200);
  });
}
