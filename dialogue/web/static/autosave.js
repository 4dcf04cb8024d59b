// Keeps a draft on the server: a form with data-autosave="address" is posted there every 10 seconds while it changes.
// The draft is private; only the form's own button saves the text. form_key stays out: it belongs to that one sending.
const EVERY = 10_000;
const changed = new Map();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.autosave) changed.set(form, (changed.get(form) ?? 0) + 1);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
setInterval(() => keepAll(), EVERY);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keepAll({ keepalive: true });
});

function keepAll(options = {}) {
  for (const form of changed.keys()) {
    if (form.isConnected) keep(form, options);
    else changed.delete(form);
  }
}

async function keep(form, options) {
  const before = changed.get(form);
  const body = new FormData(form);
  const token = body.get("csrf_token") ?? "";
  body.delete("form_key");
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST", body, redirect: "error", headers: { "X-CSRFToken": token, Accept: "application/json" }, ...options,
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { saved } = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (changed.get(form) === before) {
      changed.delete(form);
      form.dispatchEvent(new Event("autosaved", { bubbles: true }));
    }
    say(form, `${form.dataset.savedWords ?? "Saved"} ${saved ?? clock()}`, false);
  } catch {
    say(form, form.dataset.failedWords ?? "Not saved yet.", true);
  }
}

function clock() {
  return new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
}

function say(form, words, failed) {
  let line = form.querySelector("[data-saved]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.saved = "";
    form.append(line);
  }
  line.className = failed ? "saved saved-failed" : "saved";
  if (failed && line.textContent !== words) document.getElementById("announce").textContent = words;
  line.textContent = words;
}
