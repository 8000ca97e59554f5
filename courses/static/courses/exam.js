/* An exam under way: the time that is left, and answers that could not be sent. The server alone keeps both; without
   this file the exam is the same, only quieter. */
(() => {
  "use strict";

  const form = document.querySelector("form.exam[data-attempt]");
  if (!form) return;

  /* -- The time that is left, counted from what the server said when it drew the page. -------------------------------- */

  const line = document.querySelector(".exam-clock");
  if (line) {
    const shown = line.querySelector("[data-clock]");
    const aloud = document.getElementById("announce");
    const ends = performance.now() + Number(line.dataset.seconds) * 1000;
    let warned = false;
    const tick = () => {
      const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
      shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} ${line.dataset.left}`;
      line.classList.toggle("is-late", left <= 60);
      if (left <= 60 && !warned) {
        warned = true;
        aloud.textContent = line.dataset.minute;
      }
      if (left > 0) return;
      clearInterval(clock);
      aloud.textContent = line.dataset.over;
      const confirmed = Object.assign(document.createElement("input"), { type: "hidden", name: "confirmed", value: "yes" });
      form.append(confirmed);
      form.requestSubmit();
    };
    const clock = setInterval(tick, 1000);
    tick();
  }

  /* -- Answers that could not be sent wait here, with the number of the copy they were written on. -------------------- */

  const KEY = `exam:${form.dataset.attempt}`;
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; } };
  const write = (kept) => {
    try {
      if (Object.keys(kept).length) localStorage.setItem(KEY, JSON.stringify(kept));
      else localStorage.removeItem(KEY);
    } catch { /* without storage an answer waits on the page alone */ }
  };
  const fields = (question) => [...question.querySelectorAll("input:not([type='hidden']), select")];
  const copyOf = (question) => question.querySelector("input[name^='seq-']")?.value;
  const valueOf = (field) => (["radio", "checkbox"].includes(field.type) ? field.checked : field.value);

  const keep = (question) => {
    const kept = read();
    kept[question.id] = { seq: copyOf(question), values: fields(question).map((field) => [field.name, field.value, valueOf(field)]) };
    write(kept);
  };
  const forget = (id) => {
    const kept = read();
    delete kept[id];
    write(kept);
  };
  const asked = (event) => event.target.closest?.(".exam-question");

  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => { if (asked(event)) keep(asked(event)); });
  }
  /* A server that fell over has saved nothing: its answer is no reason to forget ours. */
  document.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr?.status;
    if (!status || !asked(event)) return;
    if (status >= 500) keep(asked(event));
    else forget(asked(event).id);
  });
  form.addEventListener("submit", () => write({}));

  /* What an earlier visit could not send is put back and sent, unless another window has answered since. */
  const put = (question, values) => {
    for (const [name, value, was] of values) {
      const field = fields(question).find((one) => one.name === name && (typeof was === "string" || one.value === value));
      if (field && typeof was === "string") field.value = was;
      else if (field) field.checked = was;
    }
  };
  addEventListener("load", () => {
    for (const [id, kept] of Object.entries(read())) {
      const question = document.getElementById(id);
      if (!question || copyOf(question) !== kept.seq) { forget(id); continue; }
      put(question, kept.values);
      question.dispatchEvent(new Event("change"));
    }
  });
})();
