// Shows how far an import is. Without a worker this page drives it: a moment's work a request, until it is done.
const form = document.querySelector("[data-import-progress]");
const bar = form.querySelector("progress");
const text = form.querySelector("[data-import-text]");
const status = form.querySelector("[role=status]");
const drives = form.hasAttribute("data-import-drives");
const WAIT = 1000, TOLD_EVERY = 5000;
let told = 0;

async function ask() {
  const headers = { Accept: "application/json" };
  const response = drives
    ? await fetch(form.action, { method: "POST", body: new FormData(form), headers })
    : await fetch(form.dataset.importProgress, { headers });
  if (!response.ok) throw new Error(response.status);
  return response.json();
}

async function follow() {
  for (let failures = 0; ; ) {
    try {
      const run = await ask();
      failures = 0;
      bar.max = run.total || 1;
      bar.value = run.done;
      text.textContent = run.text;
      // Those who listen are not told every second.
      if (Date.now() - told > TOLD_EVERY || !run.unfinished) { status.textContent = run.text; told = Date.now(); }
      if (!run.unfinished) { window.location.reload(); return; }
    } catch {
      failures += 1;
      if (failures > 5) { form.querySelector("[data-import-failed]").hidden = false; return; }
    }
    if (!drives || failures) await new Promise((done) => { setTimeout(done, WAIT * (failures + 1)); });
  }
}

follow();
