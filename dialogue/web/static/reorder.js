// Ordered lists, better with a mouse: inside [data-reorder] the Up, Down and Move forms go to the server without leaving the
// page, focus stays on the button, the server's own words are announced; lines can be dragged. Without this file: plain forms.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("[data-reorder]") || !form.closest(".reorder, [data-reorder-form]")) return;
  event.preventDefault();
  send(form, event.submitter?.id);
});

for (const list of document.querySelectorAll("[data-reorder]")) addGrips(list);

async function send(form, focus) {
  const list = form.closest("[data-reorder]");
  list.setAttribute("aria-busy", "true");
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  } catch {
    form.submit();
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  if (!main) {
    location.reload();
    return;
  }
  document.querySelector("main").replaceWith(main);
  document.title = page.title;
  if (answer.ok && answer.redirected) history.replaceState(null, "", answer.url);
  for (const next of main.querySelectorAll("[data-reorder]")) addGrips(next);
  keepFocus(focus);
  const words = [...main.querySelectorAll(".flash, [role=alert]")].map((node) => node.textContent.trim()).join(" ");
  document.getElementById("announce").textContent = words || main.querySelector("h1")?.textContent || "";
}

function keepFocus(id) {
  const button = id && document.getElementById(id);
  const target = button?.disabled
    ? button.closest(".reorder").querySelector("button:not(:disabled)")
    : button ?? document.querySelector("main");
  target?.focus({ preventScroll: !button });
}

// The grip is for pointers only: keyboards and screen readers have the three buttons, which do more.
function addGrips(list) {
  for (const tools of list.querySelectorAll("[data-line] .reorder")) {
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.textContent = list.dataset.reorder || "Drag";
    grip.setAttribute("aria-hidden", "true");
    grip.addEventListener("pointerdown", (event) => drag(event, grip));
    tools.prepend(grip);
  }
}

function drag(event, grip) {
  if (event.button !== 0) return;
  const line = grip.closest("[data-line]");
  const lines = () => [...line.parentElement.children].filter((node) => node.matches("[data-line]"));
  const before = lines();
  const from = before.indexOf(line);
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  line.classList.add("dragging");

  const move = ({ clientY }) => {
    const over = lines().filter((node) => node !== line).find((node) => {
      const box = node.getBoundingClientRect();
      return clientY < box.top + box.height / 2;
    });
    if (over) over.before(line);
    else lines().at(-1).after(line);
  };
  const finish = (drop) => {
    grip.removeEventListener("pointermove", move);
    document.removeEventListener("keydown", escape);
    line.classList.remove("dragging");
    const to = lines().indexOf(line);
    const form = line.querySelector("[data-move]");
    if (!drop || to === from) {
      before.forEach((node) => line.parentElement.append(node));
      return;
    }
    // counted against what stood there, so that sub-items and gaps in positions do not matter
    form.querySelector("input[type=number]").value = before[to].querySelector("[data-move] input[type=number]").defaultValue;
    send(form, form.querySelector("button").id);
  };
  const escape = ({ key }) => { if (key === "Escape") finish(false); };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", () => finish(true), { once: true });
  grip.addEventListener("pointercancel", () => finish(false), { once: true });
  document.addEventListener("keydown", escape);
}
