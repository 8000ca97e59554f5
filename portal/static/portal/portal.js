/* What the page does by itself; without this file every page still works. No eval, no inline handler (CSP). */
(() => {
  "use strict";

  const toasts = document.getElementById("toasts");
  const announce = document.getElementById("announce");
  const say = (text) => {
    announce.textContent = "";
    window.setTimeout(() => { announce.textContent = text; }, 60);
  };

  /* -- Toasts: good news leaves by itself, the rest waits to be read. ------------------------------------------------ */

  const READING_MS = 7000;

  function settle(toast) {
    if (!toast.hasAttribute("data-toast-leaves")) return;
    let timer = window.setTimeout(() => toast.remove(), READING_MS);
    const stay = () => window.clearTimeout(timer);
    const leave = () => { stay(); timer = window.setTimeout(() => toast.remove(), READING_MS); };
    toast.addEventListener("pointerenter", stay);
    toast.addEventListener("pointerleave", leave);
    toast.addEventListener("focusin", stay);
    toast.addEventListener("focusout", leave);
  }

  function complain(text) {
    if ([...toasts.querySelectorAll(".toast-text")].some((shown) => shown.textContent === text)) return;
    const toast = document.getElementById("toast-late").content.firstElementChild.cloneNode(true);
    toast.querySelector(".toast-text").textContent = text;
    toasts.append(toast);
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node.classList?.contains("toast")) settle(node);
    }
  }).observe(toasts, { childList: true });

  toasts.querySelectorAll(".toast").forEach((toast) => {
    settle(toast);
    say(toast.querySelector(".toast-text").textContent);
  });

  /* -- Small acts: close a toast, open and close the sheet, the theme. ----------------------------------------------- */

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-toast-close]");
    if (close) close.closest(".toast").remove();
    for (const sheet of document.querySelectorAll("[data-sheet][open]")) {
      if (!sheet.contains(event.target)) sheet.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const sheet = document.querySelector("[data-sheet][open]");
    if (sheet) {
      sheet.open = false;
      sheet.querySelector("summary").focus();
    }
  });

  document.addEventListener("submit", (event) => {
    const theme = event.submitter?.value;
    if (!event.target.matches("[data-theme-switch]") || !theme) return;
    event.preventDefault();
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    document.documentElement.dataset.theme = theme;
    document.querySelector('meta[name="color-scheme"]').content = theme === "auto" ? "light dark" : theme;
    document.querySelectorAll("[data-theme-switch] button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === theme));
    });
  });

  /* A switch leads back to where the person is now, not to where the frame around the page was drawn. */
  document.addEventListener("submit", (event) => {
    const next = event.target.closest(".switches") && event.target.querySelector("input[name=next]");
    if (next) next.value = location.pathname + location.search;
  }, true);

  /* What is typed and not sent yet survives a change of language: the page comes back in other words, the fields do not. */
  const KEPT = `typed:${location.pathname}`;
  const fields = () => [...document.querySelectorAll("main form[method=post] :is(input, textarea, select)[name]")]
    .filter((field) => !["hidden", "password", "file", "submit"].includes(field.type));
  const nameOf = (field) => `${field.form.getAttribute("action")} ${field.name} ${field.type === "checkbox" || field.type === "radio" ? field.value : ""}`;

  document.addEventListener("submit", (event) => {
    if (event.submitter?.name !== "language") return;
    const typed = fields().map((field) => [nameOf(field), field.value, field.checked === true]);
    try { sessionStorage.setItem(KEPT, JSON.stringify(typed)); } catch { /* without storage the fields begin empty */ }
  }, true);

  let typed = null;
  try {
    typed = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
  } catch { /* nothing was kept */ }
  if (typed) {
    const kept = new Map(typed.map(([name, value, checked]) => [name, { value, checked }]));
    for (const field of fields()) {
      const was = kept.get(nameOf(field));
      if (!was) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = was.checked;
      else field.value = was.value;
    }
  }

  /* A form sent twice is an act done twice: the second press waits until the page answers. */
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.matches("[data-theme-switch]")) return;
    const button = event.submitter;
    if (!button || button.getAttribute("aria-busy") === "true") { if (button) event.preventDefault(); return; }
    button.setAttribute("aria-busy", "true");
    window.setTimeout(() => button.removeAttribute("aria-busy"), 8000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  /* -- htmx: busy line, sentences for what fails, focus and voice after a swap. --------------------------------------- */

  let waiting = 0;
  const busy = (by) => {
    waiting = Math.max(0, waiting + by);
    document.body.classList.toggle("is-busy", waiting > 0);
  };
  document.addEventListener("htmx:beforeSend", () => busy(1));
  document.addEventListener("htmx:afterRequest", (event) => {
    busy(-1);
    event.detail.elt?.removeAttribute?.("aria-busy");
    event.detail.elt?.querySelectorAll?.("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });

  document.addEventListener("htmx:sendError", () => complain(toasts.dataset.offline));
  document.addEventListener("htmx:timeout", () => complain(toasts.dataset.timeout));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    const sentence = { 401: "signedOut", 403: "signedOut", 404: "gone" }[status] || "failed";
    complain(toasts.dataset[sentence]);
  });

  /* Signed out meanwhile: the login page must not land inside a card. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    event.detail.xhr.heldFocus = event.detail.target.contains(document.activeElement);
    const answer = event.detail.xhr.responseURL;
    if (answer && new URL(answer).pathname.startsWith("/accounts/login")) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });

  /* What comes along out of its place (a bell's count, a toast) is no place to go on from. */
  const aside = new WeakSet();
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    for (const one of event.detail.fragment.children) aside.add(one);
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const swapped = event.detail.elt;
    if (!swapped?.isConnected || swapped === toasts) return;
    const spoken = swapped.matches("[data-announce]") ? swapped : swapped.querySelector("[data-announce]");
    if (spoken) say(spoken.dataset.announce || spoken.textContent.trim());
    const kept = document.activeElement && document.activeElement !== document.body;
    if (kept || aside.has(swapped) || !event.detail.xhr?.heldFocus) return;
    const first = swapped.querySelector("[data-focus], [aria-invalid='true'], [autofocus]") || swapped;
    if (first === swapped && !swapped.hasAttribute("tabindex")) swapped.setAttribute("tabindex", "-1");
    first.focus({ preventScroll: first === swapped });
  });
})();
