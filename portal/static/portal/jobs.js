/* Looks again by itself at what runs in the background, while nobody is in the middle of reading it. */
(() => {
  "use strict";

  const SECONDS = 5;
  const isStill = window.matchMedia("(prefers-reduced-motion: reduce)");
  const button = document.querySelector("[data-live-switch]");
  let isOn = !isStill.matches;

  const show = () => button?.setAttribute("aria-pressed", String(isOn));
  if (button) {
    button.hidden = false;
    show();
    button.addEventListener("click", () => { isOn = !isOn; show(); });
  }
  isStill.addEventListener("change", () => { isOn = !isStill.matches; show(); });

  /* What has the keyboard, is opened or selected, is sent or fetched, stays as it is. */
  const isInUse = (region) => region.contains(document.activeElement)
    || region.querySelector("details[open], [aria-busy='true']")
    || region.classList.contains("htmx-request")
    || (!document.getSelection().isCollapsed && region.contains(document.getSelection().anchorNode));

  let ticks = 0;
  window.setInterval(() => {
    ticks += 1;
    if (!isOn || document.hidden) return;
    for (const region of document.querySelectorAll("[data-live]")) {
      const every = Number(region.dataset.live) || SECONDS;
      if (ticks % every === 0 && !isInUse(region)) region.dispatchEvent(new CustomEvent("jobs:look"));
    }
  }, 1000);
})();
