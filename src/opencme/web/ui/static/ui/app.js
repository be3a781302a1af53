// What every page may use: theme, menus, dialogs, copying, and a word when the server cannot be reached. All optional.
const root = document.documentElement;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-theme-form]")) {
    const theme = event.submitter?.value;
    if (!theme) return;
    event.preventDefault();
    document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
    if (theme === "auto") root.removeAttribute("data-theme"); else root.dataset.theme = theme;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === event.submitter));
    return;
  }
  // A form sent twice is harmless on the server; here the second press does not even leave.
  if (form.method === "post" && !form.hasAttribute("hx-post") && !form.target) {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  }
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const busy of document.querySelectorAll("button[aria-busy]")) busy.removeAttribute("aria-busy");
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog) { event.preventDefault(); dialog.showModal(); }
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog.dialog")) event.target.close();
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const field = copy.closest(".copy").querySelector("input");
    field.select();
    navigator.clipboard?.writeText(field.value).then(() => {
      const said = copy.querySelector("[data-said]");
      const before = said.textContent;
      said.textContent = copy.dataset.copied;
      setTimeout(() => { said.textContent = before; }, 2000);
    });
  }
  event.target.closest("[data-dismiss]")?.closest(".banner")?.remove();
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
});

// Selects and boxes that act at once, where a button stands beside them for those without scripts.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-go]")) event.target.form.requestSubmit();
});

function tell(id) {
  const place = document.getElementById("messages");
  const text = document.getElementById(id);
  if (!place || !text) return;
  for (const old of place.querySelectorAll("[data-trouble]")) old.remove();
  place.append(text.content.cloneNode(true));
  place.scrollIntoView({ block: "nearest" });
}
document.addEventListener("htmx:sendError", () => tell("trouble-offline"));
document.addEventListener("htmx:timeout", () => tell("trouble-offline"));
document.addEventListener("htmx:responseError", () => tell("trouble-server"));

function settle(part) {
  for (const element of part.querySelectorAll("[data-js]")) element.hidden = false;
  part.querySelector(".error-summary:not([data-quiet] *)")?.focus();
}
settle(document);
for (const here of document.querySelectorAll("nav:is(.frame-nav, .parts, .tabs) [aria-current]")) {
  const bar = here.closest("nav");
  if (bar.scrollWidth > bar.clientWidth) bar.scrollLeft += here.getBoundingClientRect().left - bar.getBoundingClientRect().left - bar.clientWidth / 3;
}
document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) settle(event.target); });
