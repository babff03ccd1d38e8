// The editor saves by itself a moment after one stops typing. A button pressed while that is under way would send a
// form that still names the version before it, and be refused as if somebody else had saved. So the button waits for
// its turn; once it is sent, the editor saves nothing by itself any more.
let saving = false;
let leaving = false;
let waiting;

document.addEventListener("w-autosave:save", (event) => {
  if (leaving) event.preventDefault();
  else saving = true;
});

for (const ended of ["w-autosave:success", "w-autosave:error"]) {
  document.addEventListener(ended, () => {
    saving = false;
    waiting?.();
    waiting = undefined;
  });
}

// Sent without its button, which by now may be disabled, and would then be left out.
function send(form, button) {
  const pressed = Object.assign(document.createElement("input"), { type: "hidden" });
  if (button?.name) {
    pressed.name = button.name;
    pressed.value = button.value;
    form.append(pressed);
  }
  form.requestSubmit();
  pressed.remove();
}

window.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter: button } = event;
    if (!saving || !form.matches("[data-edit-form]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = () => send(form, button);
  },
  true,
);

window.addEventListener("submit", (event) => {
  if (event.target.matches("[data-edit-form]") && !event.defaultPrevented) leaving = true;
});
window.addEventListener("pageshow", () => {
  leaving = false;
});
