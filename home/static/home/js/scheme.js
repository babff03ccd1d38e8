// Before the first paint: the visitor's own choice of light or dark, and that scripts run.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const choice = localStorage.getItem("scheme");
    if (choice === "light" || choice === "dark") root.dataset.scheme = choice;
  } catch {
    // Without storage the system's scheme holds.
  }
})();
