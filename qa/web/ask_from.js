() => {
  // Questions that another page hands over are asked one after another, as if they were typed.
  const kept = sessionStorage.getItem("yuanwen-ask");
  if (!kept) return;
  sessionStorage.removeItem("yuanwen-ask");
  const questions = JSON.parse(kept).slice(0, 20).map(String);
  const answers = () => document.querySelectorAll("#yw-chat .yw-answer").length;
  const until = (ready, then, left = 100) =>
    ready() ? then() : left > 0 && setTimeout(() => until(ready, then, left - 1), 200);
  const ask = () => {
    const question = questions.shift();
    if (question === undefined) return;
    const box = document.querySelector("#yw-question textarea");
    const before = answers();
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => document.getElementById("yw-send").click(), 150);
    until(() => answers() > before, ask);
  };
  until(() => document.querySelector("#yw-question textarea") && document.getElementById("yw-send"), () => setTimeout(ask, 900));
}
