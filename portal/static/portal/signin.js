/* Passkeys: what can be pressed is shown where the browser knows them, and trouble is told in words. */
(() => {
  "use strict";

  const known = "PublicKeyCredential" in window;
  document.querySelectorAll("[data-with-passkeys]").forEach((part) => { part.hidden = !known; });
  document.querySelectorAll("[data-without-passkeys]").forEach((part) => { part.hidden = known; });

  const trouble = document.getElementById("passkey-trouble");
  const WHY = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", SecurityError: "insecure" };

  document.addEventListener("allauth.error", (event) => {
    if (!trouble) return;
    event.preventDefault();
    const name = event.detail.exception?.name ?? "";
    trouble.querySelector("span").textContent = trouble.dataset[WHY[name] ?? "other"];
    trouble.hidden = false;
  });
})();
