// On pages of whoever writes notes: says what waits on this device, sends it, and works the page without a connection.
import { askWho, NO_CONNECTION, sendAll, SIGNED_OUT } from "./offline/sending.js";
import { startShell } from "./offline/shell.js";
import { all, forgetList, keepList } from "./offline/store.js";

const places = document.currentScript.dataset;
const TAKES = "wraparound-takes-today";

function words(notes) {
  const waits = notes.length === 1 ? "1 note waits to be sent" : `${notes.length} notes wait to be sent`;
  const stuck = notes.filter((note) => note.state && note.state !== "waits").length;
  return stuck ? `${waits}. Look at ${stuck === 1 ? "1 that needs" : `${stuck} that need`} you` : waits;
}

// Say on every page how many notes wait; the words lead to the page that has them.
async function showWaiting(how) {
  const notes = await all("notes");
  const bar = document.querySelector("[data-waiting]");
  if (!bar) return;
  bar.hidden = !notes.length;
  const link = bar.querySelector("a");
  link.textContent = words(notes);
  link.href = places.shell;
  bar.querySelector("span").textContent = how === SIGNED_OUT ? "Sign in again to send them." : "";
}

const tabs = new BroadcastChannel("wraparound-offline");
const [SOON, LATE] = [3_000, 60_000];
let pause = SOON;

// Send what waits. Where the way is said to be open and was not, it is tried again, ever more seldom.
async function sendAndShow() {
  await showWaiting("");
  const how = await sendAll(places);
  await showWaiting(how);
  tabs.postMessage("sent");
  if (how === NO_CONNECTION && navigator.onLine) {
    setTimeout(sendAndShow, pause);
    pause = Math.min(pause * 2, LATE);
  }
  document.dispatchEvent(new CustomEvent("wraparound:sent", { detail: how }));
}

// Where the worker chose to, today's list goes along on this device; what is kept is refreshed with each look.
async function startTaking() {
  const box = document.querySelector("[data-takes]");
  if (!box) return;
  box.hidden = false;
  const me = await askWho(places);
  if (typeof me === "string") return;
  const [press, said] = [box.querySelector("button"), box.querySelector("[role=status]")];
  const takes = () => localStorage.getItem(TAKES) === me.who;
  const show = async () => {
    if (takes()) {
      const reply = await fetch(places.today, { headers: { Accept: "application/json" } });
      if (reply.ok && !reply.redirected) await keepList(await reply.json());
    }
    press.textContent = takes() ? "Leave nothing on this device" : "Take today along on this device";
    said.textContent = takes() ? "Today’s visits are on this device, by first name and time. They go at midnight." : "";
  };
  press.addEventListener("click", async () => {
    if (takes()) {
      localStorage.removeItem(TAKES);
      await forgetList();
    } else {
      localStorage.setItem(TAKES, me.who);
    }
    await show();
  });
  await show();
}

// Somebody signs out: what waits is sent first, as far as there is a connection. The worker wipes the rest.
function watchSignOut() {
  for (const form of document.querySelectorAll(`form[action="${places.signOut}"]`)) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.sent) return;
      event.preventDefault();
      form.dataset.sent = "1";
      await sendAll(places).catch(() => {});
      form.requestSubmit();
    });
  }
}

function watchDrafts() {
  document.addEventListener("htmx:sendError", (event) => {
    const kept = document.querySelector("#kept");
    if (kept && event.target.closest?.("[data-keeps-offline]")) {
      kept.textContent = "No connection. Press Save: your note is kept on this device and sent when you are back.";
    }
  });
}

async function start() {
  if (!("indexedDB" in window && window.crypto?.subtle && "serviceWorker" in navigator)) return;
  const shell = document.querySelector("main [data-shell]");
  if (shell || document.querySelector("[data-keeps-offline], [data-takes]")) {
    navigator.serviceWorker.register(places.worker, { scope: "/" });
  }
  watchSignOut();
  watchDrafts();
  if (shell) startShell(shell, places, sendAndShow);
  if (document.querySelector("[data-keeps-offline]")) await askWho(places);
  window.addEventListener("online", sendAndShow);
  tabs.addEventListener("message", () => {
    showWaiting("");
    document.dispatchEvent(new CustomEvent("wraparound:sent"));
  });
  await sendAndShow();
  await startTaking();
  document.documentElement.dataset.offlineReady = "1";
}

start();
