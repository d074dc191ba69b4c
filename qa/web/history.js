// The conversations of this browser. `element` is the panel; `props.questions` are those of the open conversation.
const KEY = "yuanwen-history";
const OPEN = "yuanwen-open";
const WHEN = { dateStyle: "medium", timeStyle: "short" };
const MOST = 40; // conversations that are kept

let open = sessionStorage.getItem(OPEN); // the kept conversation that is going on in this tab

function goOn(id) {
  open = id;
  if (id) sessionStorage.setItem(OPEN, id);
  else sessionStorage.removeItem(OPEN);
}

function known() {
  return stored().find((one) => one.id === open);
}

function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(found) ? found.filter(sound) : [];
  } catch {
    return [];
  }
}

function sound(one) {
  const texts = one && Array.isArray(one.questions) && one.questions.every((text) => typeof text === "string");
  return texts && typeof one.id === "string" && typeof one.name === "string";
}

function store(list) {
  const kept = list.slice(0, MOST);
  while (kept.length) {
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
      return;
    } catch {
      kept.pop(); // no room left: the oldest goes
    }
  }
  localStorage.removeItem(KEY);
}

function word(name) {
  const found = element.querySelector(".yw-word-" + name);
  return found ? found.textContent : "";
}

function keep(questions) {
  if (!questions.length) return goOn(null);
  const before = known();
  if (before && before.questions.slice(-questions.length).join() === questions.join()) return; // it was only opened
  const named = Boolean(before && before.named);
  goOn(open || Date.now().toString(36) + Math.random().toString(36).slice(2));
  const now = { id: open, name: named ? before.name : questions[0].slice(0, 80), named, at: Date.now(), questions };
  store([now, ...stored().filter((one) => one.id !== open)]);
}

function button(text, act, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset.act = act;
  made.textContent = text;
  if (label) made.setAttribute("aria-label", text + ": " + label);
  return made;
}

function row(one) {
  const made = document.createElement("li");
  made.dataset.id = one.id;
  made.classList.toggle("yw-open", one.id === open);
  const name = button("", "open");
  const title = document.createElement("span");
  title.className = "yw-saved-name";
  title.textContent = one.name;
  const about = document.createElement("span");
  about.className = "yw-saved-about";
  const when = new Date(one.at || 0).toLocaleString(document.documentElement.lang || undefined, WHEN);
  const count = one.questions.length;
  about.textContent = when + " · " + word(count === 1 ? "one" : "count").replace("{count}", count);
  name.append(title, about);
  made.append(name, button(word("rename"), "rename", one.name), button(word("delete"), "delete", one.name));
  return made;
}

function show() {
  const list = stored();
  const place = element.querySelector(".yw-saved");
  if (!place) return;
  place.replaceChildren(...list.map(row));
  element.querySelector(".yw-saved-empty").hidden = list.length > 0;
  element.querySelector(".yw-saved-acts").hidden = list.length === 0;
}

function rename(item, one) {
  const field = document.createElement("input");
  field.value = one.name;
  field.maxLength = 80;
  field.setAttribute("aria-label", word("name"));
  const done = (keepIt) => {
    field.onblur = null;
    const name = field.value.trim();
    if (keepIt && name) store(stored().map((other) => (other.id === one.id ? { ...other, name, named: true } : other)));
    show();
  };
  field.onblur = () => done(true);
  field.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter") done(true);
    if (event.key === "Escape") done(false);
  };
  item.replaceChildren(field);
  field.select();
}

function sure(pressed) {
  if (pressed.dataset.sure) return true;
  pressed.dataset.sure = "1";
  pressed.textContent = word("sure");
  return false;
}

function fold() {
  element.querySelector("details").open = false;
}

let unfolded = false;

element.addEventListener("click", (event) => {
  // noted at once: "toggle" comes later, and never when the panel is drawn anew in between
  if (event.target.closest("summary")) unfolded = !element.querySelector("details").open;
  const pressed = event.target.closest && event.target.closest("button[data-act]");
  if (!pressed) return;
  const act = pressed.dataset.act;
  const item = pressed.closest("li");
  const one = item && stored().find((other) => other.id === item.dataset.id);
  if (act === "markdown" || act === "receipts") trigger("download", { format: act });
  if (act === "delete-all" && sure(pressed)) {
    store([]);
    goOn(null);
    trigger("change", {});
    show();
  }
  if (!one) return;
  if (act === "open") {
    goOn(one.id);
    fold();
    trigger("select", { questions: one.questions });
  }
  if (act === "rename") rename(item, one);
  if (act === "delete" && sure(pressed)) {
    store(stored().filter((other) => other.id !== one.id));
    if (one.id === open) goOn(null);
    show();
  }
});

function save(file) {
  element.querySelector(".yw-nothing").hidden = Boolean(file.text);
  if (!file.text) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file.text], { type: "text/plain" }));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

element.addEventListener(
  "toggle",
  () => {
    unfolded = element.querySelector("details").open;
    if (unfolded) show();
  },
  true,
);

// The conversation of this tab is asked again once the page has come, in the language that it will speak.
let coming = false;

function comeBack() {
  if (!coming || element.querySelector("details").lang !== document.documentElement.lang) return;
  coming = false;
  if (known()) trigger("select", { questions: known().questions });
  else goOn(null);
}

document.addEventListener("yuanwen:arrived", () => {
  coming = true;
  comeBack();
});
document.addEventListener("yuanwen:cleared", () => goOn(null));
document.addEventListener("yuanwen:asking", ({ detail }) => {
  coming = false;
  if (known()) detail.kept = known().questions;
});

watch("questions", () => {
  keep(Array.from(props.questions || []));
  show();
});
watch("value", () => {
  element.querySelector("details").open = unfolded; // in another language the panel is drawn anew, folded up
  show();
  comeBack();
});
watch("file", () => props.file && save(props.file));
show();
