// Narrows a list while one types: [data-narrow="label"] around a select, boxes to tick, or any list of [data-narrow-line].
// Typing folds accents (dorde finds Đorđe). In a select, Down goes to the matches and Enter takes the first.
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").replace(/[łŁ]/g, "l").toLowerCase();
let serial = 0;

for (const box of document.querySelectorAll("[data-narrow]")) {
  const select = box.querySelector("select");
  const lines = select ? [...select.options] : [...box.querySelectorAll("[data-narrow-line], .form-check")];
  if (lines.length < 8) continue;
  enhance(box, select, lines.map((node) => ({ node, text: folded(node.textContent) })));
}

function enhance(box, select, lines) {
  const input = document.createElement("input");
  input.type = "search";
  input.id = `narrow-${(serial += 1)}`;
  input.className = "form-control";
  input.autocomplete = "off";
  const label = document.createElement("label");
  label.className = "help";
  label.htmlFor = input.id;
  label.textContent = box.dataset.narrow;
  const field = document.createElement("div");
  field.className = "narrow";
  field.append(label, input);
  (select ?? box.querySelector(".form-check, [data-narrow-line], ul, ol, table") ?? box.firstElementChild).before(field);

  const matching = () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    return lines.filter(({ text }) => words.every((word) => text.includes(word)));
  };
  const show = () => {
    const found = matching();
    if (select) narrowSelect(select, lines, found, Boolean(input.value));
    else lines.forEach((line) => { line.node.hidden = !found.includes(line) && !line.node.querySelector(":checked"); });
    return found;
  };
  let waiting;
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    const found = show();
    clearTimeout(waiting);
    waiting = setTimeout(() => announce(box, found.length, lines.length), 500);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && input.value) {
      input.value = "";
      show();
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (select) take(box, select, input, matching(), show);
    } else if (event.key === "ArrowDown" && select) {
      event.preventDefault();
      select.focus();
      if (select.selectedIndex < 0 && select.options.length) select.selectedIndex = 0;
    }
  });
}

// Safari shows hidden options all the same, so options that do not match leave the list; the chosen ones stay.
function narrowSelect(select, lines, found, narrowing) {
  const chosen = [...select.selectedOptions];
  select.replaceChildren(...lines.filter((line) => found.includes(line) || chosen.includes(line.node)).map(({ node }) => node));
  if (!select.multiple) select.size = narrowing ? Math.min(8, Math.max(2, select.options.length)) : 0;
  if (!chosen.length) select.selectedIndex = -1;
  chosen.forEach((option) => { option.selected = true; }); // a select that loses its options chooses another by itself
}

function take(box, select, input, found, show) {
  if (!found.length) return;
  const [{ node }] = found;
  if (!select.multiple) select.value = node.value;
  node.selected = true;
  input.value = "";
  show();
  select.dispatchEvent(new Event("input", { bubbles: true }));
  document.getElementById("announce").textContent = `${box.dataset.narrowChosen ?? ""} ${node.textContent.trim()}`;
}

function announce(box, shown, all) {
  const words = shown ? (box.dataset.narrowCount ?? "{n} / {all}").replace("{n}", shown).replace("{all}", all) : box.dataset.narrowNone;
  document.getElementById("announce").textContent = words ?? "";
}
