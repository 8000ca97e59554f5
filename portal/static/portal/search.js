/* The search box: "/" leads to it, arrows walk through what comes up. Without this file it is a plain form. */
(() => {
  "use strict";

  const isTyping = (element) => element?.closest("input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=combobox]");
  const isSeen = (element) => element.getClientRects().length > 0;

  /* One key alone may be in somebody's way, who speaks to the machine: it can be turned off, for this browser. */
  const KEY = "search-key";
  const isOff = () => { try { return localStorage.getItem(KEY) === "off"; } catch { return false; } };
  for (const choice of document.querySelectorAll("[data-search-key]")) {
    choice.hidden = false;
    const box = choice.querySelector("input");
    box.checked = !isOff();
    box.addEventListener("change", () => { try { localStorage.setItem(KEY, box.checked ? "on" : "off"); } catch { /* it stays as it is */ } });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || isOff() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(document.activeElement) || document.querySelector("dialog[open]")) return;
    const boxes = [...document.querySelectorAll("[data-search] input[type=search]")].filter(isSeen);
    const box = boxes.find((input) => input.closest("main")) || boxes[0];
    const link = [...document.querySelectorAll("[data-search-link]")].find(isSeen);
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (link) {
      event.preventDefault();
      link.focus();
    }
  });

  for (const form of document.querySelectorAll("[data-search]")) {
    const input = form.querySelector("input[type=search]");
    const panel = form.querySelector("[data-suggestions]");
    const list = `${panel.id}-list`;
    let at = -1;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list);

    const options = () => [...panel.querySelectorAll("[role=option]")];

    function close() {
      panel.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function open() {
      if (!options().length || document.activeElement !== input) return close();
      if (getComputedStyle(panel).position === "fixed") panel.style.top = `${input.getBoundingClientRect().bottom + 4}px`;
      panel.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }

    function choose(place) {
      const all = options();
      at = (place + all.length + 1) % (all.length + 1);
      all.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
      if (at === all.length) {
        at = -1;
        input.removeAttribute("aria-activedescendant");
      } else {
        input.setAttribute("aria-activedescendant", all[at].id);
        all[at].scrollIntoView({ block: "nearest" });
      }
    }

    panel.addEventListener("htmx:afterSwap", () => {
      at = -1;
      input.removeAttribute("aria-activedescendant");
      const found = panel.querySelector("[role=listbox]");
      if (found) found.id = list;
      options().forEach((option, index) => { option.id = `${list}-${index}`; });
      open();
    });

    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !panel.hidden) {
        event.preventDefault();
        event.stopPropagation();
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options().length) {
        event.preventDefault();
        if (panel.hidden) open();
        const all = options().length;
        choose(event.key === "ArrowDown" ? (at + 1) : (at === -1 ? all - 1 : at - 1 < 0 ? all : at - 1));
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        location.assign(options()[at].dataset.url);
      }
    });

    /* Pressing a suggestion must not take the focus away before the click arrives. */
    panel.addEventListener("pointerdown", (event) => event.preventDefault());
    panel.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
    input.addEventListener("focus", () => { if (options().length && input.value.trim().length > 1) open(); });
    input.addEventListener("blur", close);
    form.addEventListener("submit", (event) => {
      if (!input.value.trim()) event.preventDefault();
    });
  }
})();
