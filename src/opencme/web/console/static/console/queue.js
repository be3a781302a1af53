// The queue by keyboard: J and K move, Enter accepts the suggestion, S somebody else, X sets aside.
const cards = () => [...document.querySelectorAll("[data-row]")];
let place = 0;

function go(to) {
  const all = cards();
  if (!all.length) return;
  place = Math.max(0, Math.min(to, all.length - 1));
  all[place].focus({ preventScroll: true });
  all[place].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog[open]")) return;
  const all = cards();
  if (!all.length) return;
  const here = all.findIndex((card) => card.contains(document.activeElement));
  const at = here < 0 ? place : here;
  const key = event.key.toLowerCase();
  if (key === "j") go(here < 0 ? 0 : at + 1);
  else if (key === "k") go(at - 1);
  else if (here < 0) return;
  else if (key === "x") all[at].querySelector("[data-no]")?.click();
  else if (key === "s") all[at].querySelector("[data-else]")?.click();
  else if (key === "enter" && document.activeElement === all[at]) all[at].querySelector("[data-yes], [data-else]")?.click();
  else return;
  event.preventDefault();
  place = at;
});

// After a decision the next row is under the fingers, once its buttons answer (a key before that would leave the page).
document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target?.id === "queue" || event.target?.id === "queue") go(place); });
