// Guards what was typed: a form marked data-unsaved asks before its page is left, unless it is being sent or was kept by autosave.
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-unsaved")) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("autosaved", (event) => changed.delete(event.target));
window.addEventListener("pageshow", () => changed.clear());
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
