/* A lesson or an exam under way: changing the language keeps the place and what is chosen, and an answer that could not
   be saved says so where it stands. Without this file every form still works. */
(() => {
  "use strict";

  /* -- The switch of language leads back to the same page: what is not on the server yet waits here for it. ------------ */

  const KEY = `reading:${location.pathname}`;
  const places = () => [...document.querySelectorAll(".lesson > [id], .exam > [id]")];
  const choices = () => [...document.querySelectorAll(".lesson .question :is(input[name^='answer'], input[name='confidence'], select)")];
  const nameOf = (input) => [input.closest(".question").id, input.name, input.type === "radio" || input.type === "checkbox" ? input.value : ""].join(" ");
  const isGiven = (input) => (input.type === "radio" || input.type === "checkbox" ? input.checked : input.value !== "");

  /* The two languages differ in height, so the place is a block and how far into it one has read. */
  function placeNow() {
    const all = places();
    const at = all.findLastIndex((block) => block.getBoundingClientRect().top <= window.innerHeight / 3);
    if (at < 0) return null;
    const box = all[at].getBoundingClientRect();
    return { at, share: (window.innerHeight / 3 - box.top) / Math.max(1, box.height) };
  }

  function goTo(place) {
    const block = place && places()[place.at];
    if (!block) return;
    const box = block.getBoundingClientRect();
    const top = window.scrollY + box.top + Math.min(1, place.share) * box.height - window.innerHeight / 3;
    window.scrollTo({ top, behavior: "instant" });
  }

  document.addEventListener("submit", (event) => {
    if (event.submitter?.name !== "language") return;
    const kept = {
      chosen: choices().filter(isGiven).map((input) => [nameOf(input), input.value]),
      open: [...document.querySelectorAll(".lesson details[open]")].map((details) => details.id),
      place: placeNow(),
    };
    try { sessionStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* without storage the page begins at its top */ }
  }, true);

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch { /* nothing was kept */ }
    if (!kept) return;
    const chosen = new Map(kept.chosen);
    for (const input of choices()) {
      if (!chosen.has(nameOf(input))) continue;
      if (input.type === "radio" || input.type === "checkbox") input.checked = true;
      else input.value = chosen.get(nameOf(input));
    }
    for (const id of kept.open) document.getElementById(id)?.setAttribute("open", "");
    if (window.scrollY === 0) goTo(kept.place);
  }

  restore();

  /* -- An answer of the exam that did not reach the server. ------------------------------------------------------------ */

  const lost = (event) => {
    const question = event.target.closest?.(".exam-question");
    const line = question?.querySelector(".save-state");
    if (!line) return;
    line.classList.add("save-state--late");
    line.querySelector("span").textContent = question.dataset.lost;
    line.querySelector("svg")?.remove();
    line.prepend(document.getElementById("lost-icon").content.cloneNode(true));
  };
  for (const failure of ["sendError", "timeout", "responseError"]) document.addEventListener(`htmx:${failure}`, lost);

  /* Back on line: what could not be saved is sent again, each as it is chosen now. */
  window.addEventListener("online", () => {
    for (const line of document.querySelectorAll(".exam-question .save-state--late")) {
      line.closest(".exam-question").dispatchEvent(new Event("change"));
    }
  });
})();
