// Wagtail's windows are dialogs without a name. Their heading gives it, also when the content comes later or changes.
window.jQuery?.(document).on("show.bs.modal", ".modal", ({ currentTarget: dialog }) => {
  const name = () => {
    const heading = dialog.querySelector("h1, h2")?.textContent.replace(/\s+/g, " ").trim();
    if (heading) dialog.setAttribute("aria-label", heading);
  };
  name();
  new MutationObserver(name).observe(dialog, { childList: true, subtree: true });
});
