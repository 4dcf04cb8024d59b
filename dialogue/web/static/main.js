// Brings in the small modules that this page has use for; every page works without any of them.
const wanted = {
  "[data-reorder]": "./reorder.js",
  "[data-autosave]": "./autosave.js",
  "[data-unsaved]": "./unsaved.js",
  "[data-narrow]": "./narrow.js",
  "[data-copy]": "./copy.js",
  "[data-passkey]": "./passkeys.js",
};
for (const [mark, module] of Object.entries(wanted)) {
  if (document.querySelector(mark)) import(module);
}
