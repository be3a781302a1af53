// Counts words beside a field while people type: <p data-words="field id" data-most="50">.
const count = (text) => (text.trim() ? text.trim().split(/\s+/u).length : 0);

function show(note) {
  const field = document.getElementById(note.dataset.words);
  if (!field) return;
  const words = count(field.value), most = Number(note.dataset.most);
  note.textContent = note.textContent.replace(/\d+/u, words);
  note.classList.toggle("is-over", words > most);
}

const all = (part) => { for (const note of part.querySelectorAll("[data-words]")) show(note); };
all(document);
document.addEventListener("input", (event) => {
  const note = document.querySelector(`[data-words="${CSS.escape(event.target.id || "-")}"]`);
  if (note) show(note);
});
document.addEventListener("htmx:load", (event) => all(event.target));
