// Runs when the results are there. Links of the form #e-verb-number are their buttons; `trigger` sends an event to the server.
const LINK = /#e-(open|against|kind|screen|ask)-([a-z0-9]{1,6})$/;

document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest('a[href^="#e-"]');
  const parts = link && link.getAttribute("href").match(LINK);
  if (!parts) return;
  event.preventDefault();
  if (parts[1] === "ask") {
    const failure = link.closest(".yw-failure");
    const asked = [...failure.querySelectorAll(".yw-history li, .yw-q")];
    const last = asked.filter((one) => one.classList.contains("yw-q"));
    const texts = [...asked.filter((one) => !last.includes(one)), ...last].map((one) => one.textContent);
    sessionStorage.setItem("yuanwen-ask", JSON.stringify(texts));
    sessionStorage.removeItem("yuanwen-open"); // in a conversation of their own
    window.location.href = "./";
    return;
  }
  trigger("select", { verb: parts[1], value: parts[2] });
  const panel = document.getElementById("yw-marks");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (panel && parts[1] === "open") {
    panel.scrollTop = 0;
    if (window.innerWidth <= 900) panel.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }
});
