// Keeps what is typed in <form data-autosave="key"> on this device until it is sent, and offers it again.
const days = 14 * 86400000;
const skipped = new Set(["csrfmiddlewaretoken"]);
const key = (form) => `draft:${location.pathname}:${form.dataset.autosave}`;
const fields = (form) => [...form.elements].filter((each) => each.name && !skipped.has(each.name) && !["file", "password", "hidden", "submit", "button"].includes(each.type));

function snapshot(form) {
  const kept = {};
  for (const each of fields(form)) {
    if (each.type === "checkbox" || each.type === "radio") { if (each.checked) (kept[each.name] ??= []).push(each.value); else kept[each.name] ??= []; }
    else if (each.multiple) kept[each.name] = [...each.selectedOptions].map((option) => option.value);
    else kept[each.name] = [each.value];
  }
  return kept;
}

function restore(form, kept) {
  for (const each of fields(form)) {
    const values = kept[each.name];
    if (!values) continue;
    if (each.type === "checkbox" || each.type === "radio") each.checked = values.includes(each.value);
    else if (each.multiple) for (const option of each.options) option.selected = values.includes(option.value);
    else each.value = values[0];
    each.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function offer(form) {
  if (form.dataset.autosaveReady) return;
  form.dataset.autosaveReady = "1";
  const shown = JSON.stringify(snapshot(form));
  let draft = null;
  try { draft = JSON.parse(localStorage.getItem(key(form))); } catch { /* storage is closed: go without */ }
  const note = form.querySelector("[data-draft]");
  if (draft && Date.now() - draft.at < days && JSON.stringify(draft.kept) !== shown && note && !form.querySelector(".has-error")) {
    note.hidden = false;
    note.querySelector("[data-draft-use]").onclick = () => { restore(form, draft.kept); note.hidden = true; };
    note.querySelector("[data-draft-drop]").onclick = () => { localStorage.removeItem(key(form)); note.hidden = true; };
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      try { localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), kept: snapshot(form) })); } catch { return; }
      const said = form.querySelector("[data-draft-said]");
      if (said) said.hidden = false;
    }, 600);
  });
}

// A page without errors after sending means the draft has arrived.
document.addEventListener("submit", (event) => { if (event.target.dataset.autosave) sessionStorage.setItem("draft-sent", key(event.target)); });
const sent = sessionStorage.getItem("draft-sent");
if (sent && !document.querySelector(".error-summary")) { localStorage.removeItem(sent); sessionStorage.removeItem("draft-sent"); }

const look = (part) => { for (const form of part.querySelectorAll("form[data-autosave]")) offer(form); };
look(document);
document.addEventListener("htmx:load", (event) => { look(event.target); if (event.target.matches?.("form[data-autosave]")) offer(event.target); });
