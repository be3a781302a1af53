// <input data-filter="id"> hides the rows or items of #id that do not hold every typed word, and says how many are left; groups (details) open, and close up when empty.
function words(text) { return text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, ""); }

document.addEventListener("input", (event) => {
  const field = event.target.closest?.("[data-filter]");
  if (!field) return;
  const place = document.getElementById(field.dataset.filter);
  if (!place) return;
  const wanted = words(field.value).split(/\s+/).filter(Boolean);
  let left = 0;
  for (const item of place.querySelectorAll("tbody > tr, :scope > li, [data-item]")) {
    const found = wanted.every((word) => words(item.textContent).includes(word));
    item.hidden = !found;
    left += found ? 1 : 0;
  }
  for (const group of place.querySelectorAll("details:has([data-item])")) {
    group.hidden = !group.querySelector("[data-item]:not([hidden])");
    if (wanted.length) group.open = true;
  }
  const said = document.querySelector(`[data-filter-count="${field.dataset.filter}"]`);
  if (said) said.textContent = left;
});
