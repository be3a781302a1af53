// Lets a file be dropped on .drop; the file field inside stays the real one.
document.addEventListener("dragover", (event) => {
  const place = event.target.closest?.(".drop");
  if (!place) return;
  event.preventDefault();
  place.classList.add("is-over");
});
document.addEventListener("dragleave", (event) => event.target.closest?.(".drop")?.classList.remove("is-over"));
document.addEventListener("drop", (event) => {
  const place = event.target.closest?.(".drop");
  if (!place) return;
  event.preventDefault();
  place.classList.remove("is-over");
  const field = place.querySelector("input[type=file]");
  if (field && event.dataTransfer.files.length) {
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
