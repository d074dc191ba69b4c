// Runs once when the page is there: the keys, the panels of the head, waiting, and whether the server can be reached.
() => {
  const FIELDS = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true]";
  const UNSENT = "yuanwen-unsent";
  const field = () => document.querySelector("#yw-question textarea");
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent("yuanwen:" + name, { detail }));
  const state = document.getElementById("yw-chat-column").classList;
  const echo = () => document.querySelector("#yw-presence .yw-echo");
  const pops = () => Array.from(document.querySelectorAll("details.yw-pop"));

  // what was not sent is there again when the page is
  if (sessionStorage.getItem(UNSENT) && !field().value) write(sessionStorage.getItem(UNSENT));
  window.addEventListener("pagehide", () => {
    const sent = state.contains("yw-waiting") ? echo().textContent : "";
    sessionStorage.setItem(UNSENT, field().value || sent);
  });

  document.body.classList.add("yw-ready");

  // on a phone the keyboard would cover what there is to read
  if (window.innerWidth <= 640) {
    field().blur();
    window.scrollTo({ top: 0 });
  }

  function escape() {
    const open = pops().find((pop) => pop.open);
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (state.contains("yw-waiting")) {
      document.querySelector("#yw-stop").click();
    } else if (document.activeElement) document.activeElement.blur();
  }

  const plain = {
    "/": () => field().focus(),
    j: () => tell("step", 1),
    k: () => tell("step", -1),
    c: () => tell("copy"),
    "?": () => {
      const help = document.getElementById("yw-keys-pop");
      help.open = !help.open;
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const arrows = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape") return escape();
    if (event.altKey && event.key in arrows) {
      event.preventDefault();
      return tell("step", arrows[event.key]);
    }
    if (event.altKey || event.target.matches(FIELDS) || !(event.key in plain)) return;
    event.preventDefault();
    plain[event.key]();
  });

  document.addEventListener("click", (event) => {
    pops().forEach((pop) => {
      if (pop.open && !pop.contains(event.target) && event.target.isConnected) pop.open = false;
    });
  });

  function write(text) {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field(), text);
    field().dispatchEvent(new Event("input", { bubbles: true }));
  }

  // the field is empty before the question is on its way, so that the next one can be written meanwhile
  document.addEventListener("yuanwen:asking", ({ detail: { text } }) => {
    if (text !== null && !text.trim()) return;
    echo().textContent = (text || "").trim();
    state.add("yw-waiting");
    if (text === field().value) write("");
  });

  document.addEventListener("yuanwen:answered", () => {
    state.remove("yw-waiting");
    requestAnimationFrame(showQuestion);
  });

  // an answer is read from its question on
  function showQuestion() {
    const last = Array.from(document.querySelectorAll("#yw-chat .yw-question")).pop();
    const view = last && last.closest(".bubble-wrap");
    if (view) view.scrollTop += last.closest(".message").getBoundingClientRect().top - view.getBoundingClientRect().top - 8;
  }

  // what was sent in vain is there to be changed, or sent again
  function giveBack() {
    if (state.contains("yw-waiting") && !field().value) write(echo().textContent);
    state.remove("yw-waiting");
  }
  document.addEventListener("yuanwen:unanswered", giveBack);

  // what is unfolded is seen, as far as there is room for it
  document.addEventListener(
    "toggle",
    ({ target }) => target.open && target.matches("details.yw-why") && target.scrollIntoView({ block: "nearest" }),
    true,
  );

  // the chat names itself and its messages in English, and these by their markup
  new MutationObserver(() => {
    document.querySelectorAll("#yw-chat [data-testid][aria-label]").forEach((one) => one.removeAttribute("aria-label"));
    const log = document.querySelector("#yw-chat [role=log]");
    const name = document.querySelector("#yw-presence .yw-chat-name").textContent;
    if (log && log.getAttribute("aria-label") !== name) log.setAttribute("aria-label", name);
  }).observe(document.getElementById("yw-chat"), { subtree: true, childList: true, attributeFilter: ["aria-label"] });

  // the server is looked for while the page is seen, sooner when an answer is slow to come
  const PATIENCE = 2_000;
  const EVERY = 10_000;
  let waitingSince = 0;
  let looked = 0;
  async function look() {
    const now = Date.now();
    const waiting = state.contains("yw-waiting");
    waitingSince = waiting ? waitingSince || now : 0;
    const lost = state.contains("yw-lost");
    const due = now - looked > (lost ? PATIENCE : EVERY) || (waitingSince && now - waitingSince > PATIENCE && now - looked > PATIENCE);
    if (document.hidden || !due) return;
    looked = now;
    const here = await fetch(window.location.pathname, { method: "HEAD", cache: "no-store" }).then(() => true, () => false);
    state.toggle("yw-lost", !here);
    if (!here) giveBack();
  }
  setInterval(look, 500);
  window.addEventListener("offline", () => (looked = 0));
}
