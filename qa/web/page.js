// Runs when the reader panel is there. `element` is the panel, `trigger` sends an event to the server.
const OPINION = /#o-(\d{1,6})-(good|bad)$/;
const PATTERN = /^q-(\d{1,6})-(\d{1,2})$/;

function activate(mark, smooth, jump) {
  element.querySelectorAll("mark.yw-active").forEach((one) => one.classList.remove("yw-active"));
  mark.classList.add("yw-active");
  const panel = document.getElementById("yw-reader");
  const box = panel.getBoundingClientRect();
  const place = mark.getBoundingClientRect();
  const top = panel.scrollTop + place.top - box.top - panel.clientHeight / 3;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  panel.scrollTo({ top, behavior: smooth && !calm ? "smooth" : "auto" });
  // on a phone the reader is below the chat: go there only when asked to
  if (jump && window.innerWidth <= 900) panel.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

function activateLink(name) {
  document.querySelectorAll("a.yw-cite").forEach((link) => {
    link.classList.toggle("yw-active", link.getAttribute("href") === "#" + name);
  });
}

let wanted = null;

document.addEventListener("click", (event) => {
  const opinion = event.target.closest && event.target.closest("a.yw-opinion");
  const said = opinion && (opinion.getAttribute("href") || "").match(OPINION);
  if (said) {
    event.preventDefault();
    opinion.parentElement.querySelectorAll("a").forEach((link) => link.classList.toggle("yw-chosen", link === opinion));
    trigger("select", { turn: Number(said[1]), opinion: said[2] });
    return;
  }
  const link = event.target.closest && event.target.closest("a.yw-cite");
  const name = link && (link.getAttribute("href") || "").replace(/^.*#/, "");
  const parts = name && name.match(PATTERN);
  if (!parts) return;
  event.preventDefault();
  activateLink(name);
  const mark = element.querySelector("#" + name);
  if (mark) {
    activate(mark, true, true);
  } else {
    wanted = name; // another turn's article: the server sends it
    trigger("select", { turn: Number(parts[1]), quote: Number(parts[2]) });
  }
});

element.addEventListener("click", (event) => {
  const mark = event.target.closest && event.target.closest("mark[id]");
  if (!mark) return;
  activate(mark, true);
  activateLink(mark.id);
  const link = document.querySelector('a.yw-cite[href="#' + mark.id + '"]');
  if (link) link.scrollIntoView({ block: "center", behavior: "smooth" });
});

watch("value", () => {
  const clicked = wanted && element.querySelector("#" + wanted);
  const mark = clicked || element.querySelector("mark[id]");
  wanted = null;
  const panel = document.getElementById("yw-reader");
  if (!mark) {
    panel.scrollTo({ top: 0 });
    return;
  }
  // marks stand in reading order; the best quote is number 1
  const first = element.querySelector('mark[id$="-1"]');
  const chosen = clicked || first || mark;
  requestAnimationFrame(() => {
    activate(chosen, true, Boolean(clicked));
    activateLink(chosen.id);
  });
});
