// Sending what waits on the device, in the order in which it was written. A note leaves the device when the server says
// that it has it, never before.
import { all, opener, put, remove, setCurrent, wipeReadable } from "./store.js";

export const SIGNED_OUT = "signed out";
export const NO_CONNECTION = "no connection";

// Ask who is signed in: whose notes may be opened, and with what.
export async function askWho(places) {
  let reply;
  try {
    reply = await fetch(places.key, { headers: { Accept: "application/json" }, redirect: "follow" });
  } catch {
    return NO_CONNECTION;
  }
  if (reply.redirected || !reply.ok) {
    if (reply.redirected) await wipeReadable();
    return SIGNED_OUT;
  }
  const me = await reply.json();
  await setCurrent(me);
  return me;
}

async function sendOne(places, me, note, open) {
  const { path, fields, on, post } = await open(note);
  const body = new URLSearchParams(fields);
  body.set("to", path);
  body.set("on", on);
  body.set("who", me.who);
  body.set("as", post);
  const reply = await fetch(places.send, { method: "POST", body, headers: { "X-CSRFToken": me.csrf } });
  if (reply.redirected) return SIGNED_OUT;
  const is = (reply.headers.get("Content-Type") || "").startsWith("application/json");
  if (!is) return { state: "waits", words: reply.status >= 500 ? "" : "We could not read the answer." };
  return reply.json();
}

// Send what waits, one tab at a time; return how it went: a word of the constants above, or "".
export async function sendAll(places) {
  const act = () => sendUnlocked(places);
  return navigator.locks ? navigator.locks.request("wraparound-send", act) : act();
}

async function sendUnlocked(places) {
  const waiting = (await all("notes")).sort((one, other) => one.seq - other.seq);
  if (!waiting.length) return "";
  const me = await askWho(places);
  if (typeof me === "string") return me;
  const mine = waiting.filter((note) => note.who === me.who);
  if (!mine.length) return "";
  const open = await opener(me.who, me.secrets);
  for (const note of mine) {
    let answer;
    try {
      answer = await sendOne(places, me, note, open);
    } catch {
      return NO_CONNECTION;
    }
    if (answer === SIGNED_OUT) return SIGNED_OUT;
    if (answer.state === "saved") await remove("notes", note.seq);
    else await put("notes", { ...note, state: answer.state, words: answer.words });
  }
  return "";
}

// Open one note of whoever is signed in; null where it is not theirs to open now.
export async function openOne(places, seq) {
  const me = await askWho(places);
  const note = (await all("notes")).find((each) => each.seq === seq);
  if (typeof me === "string" || !note || note.who !== me.who) return null;
  return { me, note: await (await opener(me.who, me.secrets))(note) };
}
