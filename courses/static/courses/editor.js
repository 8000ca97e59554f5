/* The Markdown editor of the admin: the house's icons and words, and nothing asked of any other server.
   The icons wait, drawn, in the page's #markdown-tools. */
(() => {
  "use strict";

  const portuguese = document.documentElement.lang.startsWith("pt");
  const tools = [
    ["bold", "toggleBold", "Negrito", "Bold"],
    ["italic", "toggleItalic", "Itálico", "Italic"],
    ["heading", "toggleHeading2", "Título", "Heading"],
    ["quote", "toggleBlockquote", "Citação", "Quote"],
    ["unordered-list", "toggleUnorderedList", "Lista", "List"],
    ["ordered-list", "toggleOrderedList", "Lista numerada", "Numbered list"],
    ["link", "drawLink", "Link", "Link"],
    ["table", "drawTable", "Tabela", "Table"],
    ["preview", "togglePreview", "Prévia", "Preview"],
  ];

  /* EasyMDE comes after this file, so what a button does is looked up when it is pressed. */
  const drawn = document.getElementById("markdown-tools").content;
  const lines = (name) => {
    const icon = drawn.querySelector(`[data-tool="${name}"] > svg`);
    icon.removeAttribute("class"); // the admin fills what it knows as an icon; ours are drawn with lines
    return icon.outerHTML;
  };
  const button = ([name, action, pt, en]) => ({
    name,
    action: (editor) => window.EasyMDE[action](editor),
    title: portuguese ? pt : en,
    className: "vigente-tool",
    noDisable: name === "preview",
    icon: lines(name),
  });

  window.wagtailMarkdown = window.wagtailMarkdown || {};
  window.wagtailMarkdown.options = Object.assign(window.wagtailMarkdown.options || {}, {
    spellChecker: false,
    status: false,
    toolbar: tools.map(button),
  });
})();
