// Narrows a list of boxes to those whose words hold what is typed; ticked ones stay.
for (const field of document.querySelectorAll("[data-pick]")) {
  const list = document.getElementById(field.dataset.pick);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const each of list.children) each.hidden = !each.querySelector("input").checked && !words.every((word) => plain(each.textContent).includes(word));
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}
