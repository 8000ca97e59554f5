/* The desk does one thing at a time: a press made while an answer is on its way waits for it, and then counts. */
(() => {
  "use strict";

  const SETTLED_MS = 60;
  let isUnderWay = false;
  let held = null;

  const isOfTheDesk = (event) => event.detail.target?.id === "desk";
  const again = (selector, act) => () => {
    const found = document.querySelector(`#desk ${selector}`);
    if (found) act(found);
  };

  /* What was pressed is another element once the answer is drawn, so it is found anew by what it does. A form that a
     person fills in is not sent for them: it shows again what the desk now says. */
  function whatToDo(event) {
    if (event.type === "click") return again(`a[href="${CSS.escape(event.target.closest("a").getAttribute("href"))}"]`, (link) => link.click());
    const form = event.target;
    const by = event.submitter?.value;
    if (form.querySelector("input:not([type=hidden]), select, textarea")) return null;
    const same = form.id ? `form#${form.id}` : `form[action="${CSS.escape(form.getAttribute("action"))}"]`;
    return again(same, (same) => same.requestSubmit(by ? same.querySelector(`button[value="${CSS.escape(by)}"]`) : null));
  }

  function wait(event) {
    if (!isUnderWay || !event.target.closest("#desk") || event.target.closest("[hx-boost=false]")) return;
    if (event.type === "click" && !event.target.closest("a[href]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = whatToDo(event);
    (event.submitter || event.target.closest("a"))?.setAttribute("aria-busy", "true");
  }

  /* The row of desks is longer than a phone is wide. */
  function showWhereOneIs() {
    document.querySelector(".desk-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  showWhereOneIs();
  document.addEventListener("htmx:afterSettle", (event) => { if (isOfTheDesk(event)) showWhereOneIs(); });
  window.addEventListener("click", wait, true);
  window.addEventListener("submit", wait, true);
  document.addEventListener("htmx:beforeSend", (event) => { if (isOfTheDesk(event)) isUnderWay = true; });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isOfTheDesk(event)) return;
    window.setTimeout(() => {
      isUnderWay = false;
      const next = held;
      held = null;
      if (next) next();
    }, SETTLED_MS);
  });
})();
