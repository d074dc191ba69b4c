// Runs when the reader is there. `element` is the reader, `trigger` sends an event to the server.
const OPINION = /#o-(\d{1,6})-(good|bad)$/;
const ACT = /#a-(\d{1,6})-(retry|edit)$/;
const QUOTE = /^q-(\d{1,6})-(\d{1,2})$/;
const NARROW = 640; // a phone

const panel = () => document.getElementById("yw-reader");
const motion = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
const number = (mark) => Number(mark.id.match(QUOTE)[2]);
const marks = () => Array.from(element.querySelectorAll("mark[id]")).sort((a, b) => number(a) - number(b));

function openTab(place) {
  element.querySelectorAll(".yw-sheet").forEach((sheet) => (sheet.hidden = sheet.dataset.tab !== place));
  element.querySelectorAll(".yw-tab").forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.tab === place)));
}

function scrollToMark(mark, smooth) {
  const box = panel().getBoundingClientRect();
  const [now, height] = [panel().scrollTop, panel().clientHeight];
  const top = Math.max(0, now + mark.getBoundingClientRect().top - box.top - height / 3);
  // from far away only the end of the way is seen
  if (Math.abs(top - now) > height) panel().scrollTo({ top: top + (top > now ? -height : height) / 3 });
  panel().scrollTo({ top, behavior: smooth ? motion() : "auto" });
}

function activate(mark, smooth, jump) {
  element.querySelectorAll("mark.yw-active").forEach((one) => one.classList.remove("yw-active"));
  mark.classList.add("yw-active");
  openTab(mark.closest(".yw-sheet").dataset.tab);
  scrollToMark(mark, smooth);
  const count = element.querySelector(".yw-count");
  if (count) count.textContent = count.textContent.replace(/\d+ \//, marks().indexOf(mark) + 1 + " /");
  document.querySelectorAll("a.yw-cite").forEach((link) => {
    const here = link.getAttribute("href") === "#" + mark.id;
    link.classList.toggle("yw-active", here);
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  // on a phone the reader is below the chat: go there only when asked to
  if (jump && window.innerWidth <= NARROW) panel().scrollIntoView({ block: "start", behavior: motion() });
}

function showLink(mark) {
  const link = document.querySelector('a.yw-cite[href="#' + mark.id + '"]');
  if (link) link.scrollIntoView({ block: "nearest", behavior: motion() });
}

function step(by) {
  const all = marks();
  if (!all.length) return;
  const now = all.findIndex((mark) => mark.classList.contains("yw-active"));
  const next = all[(now + by + all.length) % all.length];
  activate(next, true);
  showLink(next);
}

async function copied(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea"); // an address without TLS has no clipboard
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

function say(press) {
  const words = press.dataset.words || press.textContent;
  press.dataset.words = words;
  press.textContent = press.dataset.done;
  press.classList.add("yw-done");
  setTimeout(() => {
    press.textContent = words;
    press.classList.remove("yw-done");
  }, 1600);
}

async function copy() {
  const mark = element.querySelector("mark.yw-active") || marks()[0];
  const press = element.querySelector(".yw-copy");
  if (!mark || !press) return;
  await copied(mark.dataset.quote + "\n— " + mark.dataset.source);
  say(press);
}

// the file is saved, never shown: what is in it is not the page's
function save(file) {
  if (!file.name) return say(element.querySelector(".yw-original"));
  const bytes = Uint8Array.from(atob(file.data), (one) => one.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

let wanted = null; // a quote of another turn, whose articles the server sends

function cite(name, parts) {
  const mark = document.getElementById(name);
  if (mark && element.contains(mark)) return activate(mark, true, true);
  wanted = name;
  trigger("select", { turn: Number(parts[1]), quote: Number(parts[2]) });
}

function judge(link, said) {
  link.parentElement.querySelectorAll("a.yw-opinion").forEach((one) => one.classList.toggle("yw-chosen", one === link));
  trigger("like", { turn: Number(said[1]), opinion: said[2] });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a.yw-cite, a.yw-opinion, a.yw-act");
  if (!link) return;
  event.preventDefault();
  const href = link.getAttribute("href") || "";
  const name = href.replace(/^.*#/, "");
  const [quote, opinion, act] = [name.match(QUOTE), href.match(OPINION), href.match(ACT)];
  if (quote) cite(name, quote);
  if (opinion) judge(link, opinion);
  if (act) trigger(act[2], { turn: Number(act[1]) });
});

element.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  const named = mark && (mark.id ? mark : markBefore(mark));
  if (named) {
    activate(named, true);
    showLink(named);
  }
  const press = event.target.closest("button");
  if (!press) return;
  if (press.dataset.step) step(Number(press.dataset.step));
  if (press.classList.contains("yw-copy")) copy();
  if (press.classList.contains("yw-back")) window.scrollTo({ top: 0, behavior: motion() });
  if (press.classList.contains("yw-original"))
    trigger("download", { article: element.querySelector(".yw-sheet:not([hidden])").dataset.article });
  if (press.dataset.tab) chooseTab(press.dataset.tab);
});

element.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("mark[id]")) event.target.click();
});

// a quote over several blocks has its name on the first of its marks
function markBefore(mark) {
  const all = Array.from(element.querySelectorAll("mark"));
  return all.slice(0, all.indexOf(mark)).reverse().find((one) => one.id);
}

function chooseTab(place) {
  openTab(place);
  const first = element.querySelector('.yw-sheet[data-tab="' + place + '"] mark[id]');
  if (first) activate(first, false);
  else panel().scrollTo({ top: 0 });
}

document.addEventListener("yuanwen:step", (event) => step(event.detail));
document.addEventListener("yuanwen:copy", copy);

watch("file", () => props.file && save(props.file));

watch("value", () => {
  const clicked = wanted && document.getElementById(wanted);
  const mark = clicked || marks()[0]; // the best quote is number 1
  wanted = null;
  if (mark) requestAnimationFrame(() => activate(mark, true, Boolean(clicked)));
  if (!clicked && window.innerWidth <= NARROW) window.scrollTo({ top: 0 }); // the answer is above the reader
  else if (!mark) panel().scrollTo({ top: 0 });
});
