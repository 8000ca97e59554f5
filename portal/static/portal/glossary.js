/* Cards of glossary terms: by pointer and by focus a card beside the word, by touch a sheet from below (WCAG 1.4.13).
   Without this file each word is a link to the glossary. What a card says stands in the link's own attributes. */
(() => {
  "use strict";

  const words = document.currentScript?.dataset || {};
  const LINGER_MS = 250;
  const OPEN_MS = 120;
  let card = null;
  let owner = null;
  let timer = 0;
  let isSheet = false;
  let dismissed = null;
  let touched = null;

  function part(tag, name, text, lang) {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    if (lang) made.lang = lang;
    return made;
  }

  function close({ back = false } = {}) {
    window.clearTimeout(timer);
    if (!card) return;
    const was = owner;
    card.remove();
    owner.removeAttribute("aria-describedby");
    card = owner = null;
    if (back) dismissed = was;
    if (back && isSheet) was.focus({ preventScroll: true });
    isSheet = false;
  }

  function build(term) {
    const said = term.dataset;
    const made = part("div", "term-card", "", said.lang);
    const name = part("p", "term-card-name", said.term);
    name.id = "term-card-name";
    if (said.abbreviation) name.append(" ", part("span", "term-card-short", said.abbreviation));
    made.append(name);
    if (said.other) {
      const other = part("p", "term-card-other", `${words[said.otherLang === "en" ? "inEn" : "inPtBr"] || ""} `);
      other.append(part("span", "", said.other, said.otherLang));
      made.append(other);
    }
    const text = part("p", "term-card-text", said.definition);
    text.id = "term-card-text";
    made.append(text);
    return made;
  }

  function open(term, { sheet = false } = {}) {
    window.clearTimeout(timer);
    if (owner === term && isSheet === sheet) return;
    close();
    owner = term;
    isSheet = sheet;
    card = build(term);
    if (sheet) {
      card.classList.add("term-card--sheet");
      card.setAttribute("role", "dialog");
      card.setAttribute("aria-labelledby", "term-card-name");
      card.tabIndex = -1;
      const foot = part("div", "term-card-foot", "");
      const more = part("a", "btn btn--small", words.more || term.dataset.term);
      more.href = term.href;
      const done = part("button", "btn btn--quiet btn--small", words.close || "×");
      done.type = "button";
      done.addEventListener("click", () => close({ back: true }));
      foot.append(more, done);
      card.append(foot);
    } else {
      card.setAttribute("role", "tooltip");
      card.addEventListener("pointerenter", () => window.clearTimeout(timer));
      card.addEventListener("pointerleave", leave);
    }
    term.setAttribute("aria-describedby", "term-card-text");
    (term.closest("main") || document.body).append(card);
    if (sheet) card.focus({ preventScroll: true });
    else place();
  }

  /* Below the word where there is room, above it otherwise; never past the edges, and touching, so that a pointer can cross. */
  function place() {
    if (!card || isSheet) return;
    const lines = owner.getClientRects();
    if (!lines.length) return close();
    const at = lines[lines.length - 1];
    const { width, height } = card.getBoundingClientRect();
    const below = at.bottom + 4 + height <= window.innerHeight || at.top < height;
    card.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8))}px`;
    card.style.top = `${below ? at.bottom + 4 : lines[0].top - height - 4}px`;
  }

  const leave = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { if (document.activeElement !== owner) close(); }, LINGER_MS);
  };
  const term = (event) => (event.target instanceof Element ? event.target.closest("a.term[data-definition]") : null);

  document.addEventListener("pointerover", (event) => {
    const found = term(event);
    if (event.pointerType === "touch" || isSheet) return;
    if (!found) dismissed = null;
    if (!found || found === dismissed) return;
    window.clearTimeout(timer);
    if (found !== owner) timer = window.setTimeout(() => open(found), OPEN_MS);
  });
  document.addEventListener("pointerout", (event) => {
    const found = term(event);
    if (!found || event.pointerType === "touch" || isSheet || found.contains(event.relatedTarget)) return;
    dismissed = null;
    leave();
  });
  document.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch" ? term(event) : null; });
  document.addEventListener("focusin", (event) => {
    const found = term(event);
    if (found && found !== touched && found !== dismissed && found.matches(":focus-visible")) open(found);
  });
  document.addEventListener("focusout", (event) => {
    if (term(event) === dismissed) dismissed = null;
    if (!card || isSheet) return;
    if (term(event) === owner) leave();
  });

  /* A finger has no hover: its first tap explains, and the sheet leads on. */
  document.addEventListener("click", (event) => {
    const found = term(event);
    if (found && found === touched) {
      event.preventDefault();
      open(found, { sheet: true });
    } else if (card && isSheet && !card.contains(event.target)) close();
    touched = null;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !card) return;
    event.stopPropagation();
    close({ back: true });
  }, true);

  document.addEventListener("scroll", place, { passive: true, capture: true });
  window.addEventListener("resize", place);
  document.addEventListener("htmx:beforeSwap", () => close());

  /* A link into the glossary leads to its term, for the eye and for whoever listens. */
  const target = () => {
    const there = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (there?.matches(".gloss")) there.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", target);
  target();
})();
