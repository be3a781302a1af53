// A time zone nobody has said yet: the browser's own, as a suggestion that the form shows or carries.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll("[data-zone-field]")) {
  if (!zone || field.value) continue;
  field.value = zone;
  if (field.value !== zone) field.value = ""; // a list without it
  const note = document.getElementById(field.dataset.zoneField);
  if (note && field.value) note.hidden = false;
}
