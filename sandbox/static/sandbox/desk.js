/* The desk does one thing at a time: another press made while an answer is on its way waits for it, and then counts;
   the same press again, and the second half of a double click, belong to the first. */
(() => {
  "use strict";

  const SETTLED_MS = 60;
  let isUnderWay = false;
  let pressed = "";
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

  function nameOf(event) {
    if (event.type === "click") return event.target.closest("a").href;
    const sent = new URLSearchParams(new FormData(event.target, event.submitter));
    sent.delete("key");
    return `${event.target.action} ${sent}`;
  }

  function stop(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /* The page may have become another between the two halves of a double click: its second half does nothing there. */
  function listen(event) {
    const control = event.target.closest("#desk :is(button, a[href])");
    if (!control) return;
    if (event.detail > 1) stop(event);
    else if (control.matches("a")) wait(event);
  }

  function wait(event) {
    if (!event.target.closest("#desk") || event.target.closest("[hx-boost=false]")) return;
    const name = nameOf(event);
    if (!isUnderWay) {
      pressed = name;
      return;
    }
    stop(event);
    if (name === pressed) return;
    held = whatToDo(event);
    (event.submitter || event.target.closest("a"))?.setAttribute("aria-busy", "true");
  }

  /* The row of desks is longer than a phone is wide. */
  function showWhereOneIs() {
    document.querySelector(".desk-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  /* What was refused of a form speaks of what stood there: once it is typed over, it is no longer true. */
  function forgetError(event) {
    const form = event.target.closest("#act form");
    if (!form) return;
    form.querySelector(`#${CSS.escape(event.target.id)}_error`)?.remove();
    event.target.removeAttribute("aria-invalid");
    form.querySelector(".callout[role=alert]:not([data-stays])")?.remove();
  }

  showWhereOneIs();
  document.addEventListener("input", forgetError);
  document.addEventListener("htmx:afterSettle", (event) => { if (isOfTheDesk(event)) showWhereOneIs(); });
  window.addEventListener("click", listen, true);
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
