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
    ["image", null, "Imagem", "Image"],
    ["preview", "togglePreview", "Prévia", "Preview"],
  ];

  /* EasyMDE comes after this file, so what a button does is looked up when it is pressed. */
  const waiting = document.getElementById("markdown-tools");
  const drawn = waiting.content;
  const lines = (name) => {
    const icon = drawn.querySelector(`[data-tool="${name}"] > svg`);
    icon.removeAttribute("class"); // the admin fills what it knows as an icon; ours are drawn with lines
    return icon.outerHTML;
  };
  /* Chosen, or uploaded there and then; what it shows is said in its description, and the author says it better here. */
  const chooseImage = (editor) => {
    new window.ImageChooserModal(waiting.dataset.images).open({}, (image) => {
      const shows = (image.default_alt_text || image.title).replace(/[[\]\s]+/g, " ").trim();
      editor.codemirror.replaceSelection(`![${shows}](image:${image.id})`);
      editor.codemirror.focus();
    });
  };
  const button = ([name, action, pt, en]) => ({
    name,
    action: action ? (editor) => window.EasyMDE[action](editor) : chooseImage,
    title: portuguese ? pt : en,
    className: "vigente-tool",
    noDisable: name === "preview",
    icon: lines(name),
  });

  window.wagtailMarkdown = window.wagtailMarkdown || {};
  window.wagtailMarkdown.options = Object.assign(window.wagtailMarkdown.options || {}, {
    spellChecker: false,
    status: false,
    previewRender(text) {
      return this.parent.markdown(text.replace(/\]\((image|doc):(\d+)/g, "](/releases/drafts/$1/$2/"));
    },
    toolbar: tools.map(button),
  });
})();
