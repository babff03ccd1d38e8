// Buttons that copy a text of the page; without scripts they stay hidden, and the text is marked by hand.
for (const button of document.querySelectorAll("[data-copy-from]")) {
  const text = document.getElementById(button.dataset.copyFrom);
  const label = button.firstChild;
  const words = label.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      label.textContent = button.dataset.copied;
      setTimeout(() => (label.textContent = words), 4000);
    } catch {
      text.focus();
      text.select();
    }
  });
}
