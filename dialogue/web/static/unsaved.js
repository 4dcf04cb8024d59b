// Guards what was typed: a form marked data-unsaved asks before its page is left, unless it is being sent or was kept by
// autosave. Other modules may look for data-changed.
document.addEventListener("input", ({ target }) => {
  if (target.form?.hasAttribute("data-unsaved")) target.form.toggleAttribute("data-changed", true);
});
for (const kept of ["submit", "autosaved"]) {
  document.addEventListener(kept, ({ target }) => target.removeAttribute("data-changed"));
}
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed]")) event.preventDefault();
});
