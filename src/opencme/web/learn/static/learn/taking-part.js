// Amounts in steps, and videos that go on where they were left. Everything works without this too.
for (const box of document.querySelectorAll("[data-stepper]")) {
  const input = box.querySelector("input");
  const step = Number(input.step), least = Number(input.min), most = Number(input.max);
  const settle = () => {
    const now = Number(input.value);
    for (const button of box.querySelectorAll("[data-step]")) button.disabled = Number(button.dataset.step) < 0 ? now <= least : now >= most;
  };
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const wanted = Math.round((Number(input.value) || 0) / step) * step + step * Number(button.dataset.step);
    input.value = Math.min(most, Math.max(least, wanted)).toFixed(2);
    settle();
  });
  input.addEventListener("input", settle);
  settle();
}

for (const video of document.querySelectorAll("video[data-place]")) {
  const start = Number(video.dataset.seconds);
  let kept = start;
  video.addEventListener("loadedmetadata", () => { if (start > 5 && start < video.duration - 5) video.currentTime = start; }, { once: true });
  const keep = () => {
    const now = Math.floor(video.currentTime);
    if (Math.abs(now - kept) < 5 && !video.ended) return;
    kept = video.ended ? 0 : now;
    const body = new FormData();
    body.set("seconds", String(kept));
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    fetch(video.dataset.place, { method: "POST", body, keepalive: true });
  };
  let told = 0;
  video.addEventListener("timeupdate", () => { if (Date.now() - told > 15000) { told = Date.now(); keep(); } });
  video.addEventListener("pause", keep);
  video.addEventListener("ended", keep);
  window.addEventListener("pagehide", keep);
}
