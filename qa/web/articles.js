// Runs when the table is there. `trigger` sends an event to the server; links of the form #a-verb-number are its buttons.
const LINK = /#a-(sort|open|remove|screen)-([a-z0-9]{1,12})$/;
const MEGABYTE = 1048576;

function tooLarge(files) {
  const limit = Number(props.megabytes);
  return [...(files || [])].find((one) => one.size > limit * MEGABYTE);
}

function unread(files) {
  const endings = String(props.endings).split(" ");
  return [...(files || [])].find((one) => !endings.some((ending) => one.name.toLowerCase().endsWith(ending)));
}

// the server would refuse the whole upload: better said before anything is sent
function refuse(event, files) {
  const zone = event.target.closest && event.target.closest("#yw-drop");
  const large = zone && tooLarge(files);
  const refused = large || (zone && unread(files));
  if (!refused) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  trigger("select", { verb: large ? "large" : "type", value: refused.name.slice(0, 200) });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest('a[href^="#a-"]');
  const parts = link && link.getAttribute("href").match(LINK);
  if (!parts) return;
  event.preventDefault();
  trigger("select", { verb: parts[1], value: parts[2] });
  const reader = document.getElementById("yw-reader");
  if (parts[1] === "open" && reader) {
    reader.scrollTop = 0;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (window.innerWidth <= 900) reader.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }
});
document.addEventListener("change", (event) => refuse(event, event.target.files), true);
document.addEventListener("drop", (event) => refuse(event, event.dataTransfer && event.dataTransfer.files), true);
// the drop zone's own button has no name
new MutationObserver(() => {
  const words = document.querySelector("#yw-drop-words strong");
  document.querySelectorAll("#yw-drop button, #yw-drop input[type=file]").forEach((one) => {
    if (words && one.getAttribute("aria-label") !== words.innerText) one.setAttribute("aria-label", words.innerText);
  });
}).observe(document.body, { childList: true, subtree: true });
