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
  if (document.querySelector("main form[data-changed]")) {
    form.submit(); // the whole page goes, and the guard asks about what was typed elsewhere on it
    return;
  }
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
  const all = [...line.parentElement.children];
  const before = all.filter((node) => node.matches("[data-line]"));
  const others = before.filter((node) => node !== line);
  const from = before.indexOf(line);
  let to = from;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  line.classList.add("dragging");

  const move = ({ clientY }) => {
    const above = others.filter((node) => {
      const box = node.getBoundingClientRect();
      return clientY > box.top + box.height / 2;
    }).length;
    if (above === to) return;
    to = above;
    arrange([...others.slice(0, to), line, ...others.slice(to)], line);
  };
  const finish = (drop) => {
    stop.abort();
    line.classList.remove("dragging");
    const form = line.querySelector("[data-move]");
    if (!drop || to === from) {
      arrange(all, line);
      return;
    }
    // the position that the line there had: the server may count otherwise than the page does
    form.querySelector("input[type=number]").value = before[to].querySelector("[data-move] input[type=number]").defaultValue;
    send(form, form.querySelector("button").id);
  };
  const stop = new AbortController();
  const { signal } = stop;
  grip.addEventListener("pointermove", move, { signal });
  grip.addEventListener("pointerup", () => finish(true), { signal });
  grip.addEventListener("pointercancel", () => finish(false), { signal });
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") finish(false); }, { signal });
}

// The others are put round the line that is held: a node that leaves the page loses its pointer.
function arrange(order, held) {
  const at = order.indexOf(held);
  held.before(...order.slice(0, at));
  held.after(...order.slice(at + 1));
}
