/* The Markdown editor of the admin: our own icons and words, and nothing asked of any other server. */
(() => {
  "use strict";

  const portuguese = document.documentElement.lang.startsWith("pt");
  const tools = [
    ["bold", "toggleBold", "Negrito", "Bold", "<path d='M6 12h9a4 4 0 0 1 0 8H7a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h7a4 4 0 0 1 0 8' />"],
    ["italic", "toggleItalic", "Itálico", "Italic", "<line x1='19' x2='10' y1='4' y2='4' /><line x1='14' x2='5' y1='20' y2='20' /><line x1='15' x2='9' y1='4' y2='20' />"],
    ["heading", "toggleHeading2", "Título", "Heading", "<path d='M6 12h12' /><path d='M6 20V4' /><path d='M18 20V4' />"],
    ["quote", "toggleBlockquote", "Citação", "Quote", "<path d='M16 3a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2 1 1 0 0 1 1 1v1a2 2 0 0 1-2 2 1 1 0 0 0-1 1v2a1 1 0 0 0 1 1 6 6 0 0 0 6-6V5a2 2 0 0 0-2-2z' /><path d='M5 3a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2 1 1 0 0 1 1 1v1a2 2 0 0 1-2 2 1 1 0 0 0-1 1v2a1 1 0 0 0 1 1 6 6 0 0 0 6-6V5a2 2 0 0 0-2-2z' />"],
    ["unordered-list", "toggleUnorderedList", "Lista", "List", "<path d='M3 5h.01' /><path d='M3 12h.01' /><path d='M3 19h.01' /><path d='M8 5h13' /><path d='M8 12h13' /><path d='M8 19h13' />"],
    ["ordered-list", "toggleOrderedList", "Lista numerada", "Numbered list", "<path d='M11 5h10' /><path d='M11 12h10' /><path d='M11 19h10' /><path d='M4 4h1v5' /><path d='M4 9h2' /><path d='M6.5 20H3.4c0-1 2.6-1.925 2.6-3.5a1.5 1.5 0 0 0-2.6-1.02' />"],
    ["link", "drawLink", "Link", "Link", "<path d='M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71' /><path d='M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71' />"],
    ["table", "drawTable", "Tabela", "Table", "<path d='M12 3v18' /><rect width='18' height='18' x='3' y='3' rx='2' /><path d='M3 9h18' /><path d='M3 15h18' />"],
    ["preview", "togglePreview", "Prévia", "Preview", "<path d='M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696 10.75 10.75 0 0 1-19.876 0' /><circle cx='12' cy='12' r='3' />"],
  ];

  /* EasyMDE comes after this file, so what a button does is looked up when it is pressed. */
  const button = ([name, action, pt, en, lines]) => ({
    name,
    action: (editor) => window.EasyMDE[action](editor),
    title: portuguese ? pt : en,
    className: "vigente-tool",
    noDisable: name === "preview",
    icon: `<svg viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${lines}</svg>`,
  });

  window.wagtailMarkdown = window.wagtailMarkdown || {};
  window.wagtailMarkdown.options = Object.assign(window.wagtailMarkdown.options || {}, {
    spellChecker: false,
    status: false,
    toolbar: tools.map(button),
  });
})();
