// Beside a time on the venue's clock: the same moment on the reader's own, where that differs.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const place of document.querySelectorAll("[data-own-zone]")) {
  const moment = new Date(place.dataset.ownZone);
  const beside = place.parentElement.querySelector("time");
  const offset = beside && /([+-])(\d\d):(\d\d)$/.exec(beside.dateTime);
  if (!zone || Number.isNaN(moment.valueOf()) || !offset) continue;
  const there = (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
  if (there === -moment.getTimezoneOffset()) continue;
  const sameDay = moment.toDateString() === new Date(moment.valueOf() + (there + moment.getTimezoneOffset()) * 60000).toDateString();
  const how = sameDay ? { hour: "numeric", minute: "2-digit", timeZoneName: "short" } : { weekday: "short", hour: "numeric", minute: "2-digit", timeZoneName: "short" };
  place.textContent = new Intl.DateTimeFormat(document.documentElement.lang || undefined, how).format(moment);
}
