// The quick exit of the young people's pages: what is on the screen goes at once, a neutral page takes its place in
// the history, and whoever then presses Back sees nothing. Without this file it is a link.
const LEFT = "left";
const PRESSES = 3;
const WITHIN = 5000;

function kept() {
  try {
    return sessionStorage.getItem(LEFT);
  } catch {
    return null;
  }
}

function keep(address) {
  try {
    if (address) sessionStorage.setItem(LEFT, address);
    else sessionStorage.removeItem(LEFT);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function blank() {
  document.documentElement.hidden = true;
  document.documentElement.style.display = "none";
  document.title = document.location.hostname;
}

function leave(address) {
  blank();
  keep(address);
  location.replace(address);
}

// By Back after leaving: nothing is shown, the neutral page comes again.
function wentBack() {
  const [entry] = performance.getEntriesByType("navigation");
  return Boolean(entry) && entry.type === "back_forward";
}

if (kept()) {
  if (wentBack()) leave(kept());
  else keep("");
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted && kept()) leave(kept());
});

document.addEventListener("DOMContentLoaded", () => {
  const link = document.querySelector("[data-leave]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  let presses = 0;
  let since = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      presses = 0;
      return;
    }
    if (event.repeat) return;
    if (event.timeStamp - since > WITHIN) {
      presses = 0;
      since = event.timeStamp;
    }
    presses += 1;
    if (presses === PRESSES) leave(link.href);
  });
});
