// The page that works without a connection: what waits on the device, today's list, and a note to write.
import { openOne } from "./sending.js";
import { all, keepDraft, readDraft, readList, remove, seal } from "./store.js";

const LISTS = ["seen_by", "more", "shared"];

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

const clock = (at) =>
  new Date(at).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true }).replace(" ", "");

const day = (at) => new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function press(text, act) {
  const button = make("button", "govuk-button govuk-button--secondary", text);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

export function startShell(root, places, send) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const [form, chosen, said] = [root.querySelector("form"), part("chosen"), part("said")];
  let visit = null;

  async function showNotes() {
    const notes = await all("notes");
    part("waiting").hidden = !notes.length;
    part("notes").replaceChildren(...notes.map(noteLine));
  }

  function noteLine(note) {
    const line = make("li", "", "");
    const state = note.words || "Waits to be sent.";
    line.append(make("p", "govuk-body", `Written at ${clock(note.keptAt)} on ${day(note.keptAt)}. ${state}`));
    if (note.state && note.state !== "waits") {
      const acts = make("div", "govuk-button-group", "");
      acts.append(press("Open it", () => openNote(note.seq)), press("Read it here", () => readNote(note.seq, line)));
      acts.append(press("Delete it from this device", () => deleteNote(note.seq)));
      line.append(acts);
    }
    return line;
  }

  const cannotOpen = () => (said.textContent = "Sign in again as whoever wrote it to open it.");

  // Show it as if Save had been pressed: the page says what is wrong, or shows both texts.
  async function openNote(seq) {
    const opened = await openOne(places, seq);
    if (!opened) return cannotOpen();
    const sender = make("form", "", "");
    sender.method = "post";
    sender.action = opened.note.path;
    for (const [name, value] of [...opened.note.fields, ["csrfmiddlewaretoken", opened.me.csrf], ["on", opened.note.on]]) {
      const field = document.createElement("input");
      [field.type, field.name, field.value] = ["hidden", name, value];
      sender.append(field);
    }
    document.body.append(sender);
    return sender.submit();
  }

  async function readNote(seq, line) {
    const opened = await openOne(places, seq);
    if (!opened) return cannotOpen();
    return line.append(make("p", "govuk-inset-text", opened.note.fields.find(([name]) => name === "words")?.[1] || "No words"));
  }

  async function deleteNote(seq) {
    if (!window.confirm("Delete this note? It was not sent and cannot be brought back.")) return;
    await remove("notes", seq);
    await showNotes();
  }

  async function showList() {
    const list = await readList();
    part("none").hidden = Boolean(list);
    part("today").hidden = !list;
    if (list) part("visits").replaceChildren(...list.visits.map(visitLine));
    if (list && !list.visits.length) part("visits").replaceChildren(make("li", "", "Nothing more is planned today."));
  }

  function visitLine(each) {
    const line = make("li", "", "");
    line.append(press(`${each.at} ${each.name}, ${each.how}`, () => choose(each)));
    return line;
  }

  async function choose(each) {
    visit = each;
    form.reset();
    form.elements.key.value = crypto.randomUUID();
    form.elements.version.value = each.version;
    form.elements.kind.value = each.kind;
    form.elements.day.value = "today";
    form.elements.at.value = clock(Date.now());
    fill((await readDraft(each.path)) || {});
    chosen.textContent = `${each.name}, ${each.at}`;
    form.hidden = false;
    part("heading").focus();
  }

  function fill(typed) {
    for (const [name, value] of Object.entries(typed)) {
      for (const field of form.querySelectorAll(`[name="${name}"]`)) {
        if (field.type === "radio" || field.type === "checkbox") field.checked = [value].flat().includes(field.value);
        else field.value = value;
      }
    }
  }

  function typed() {
    const data = new FormData(form);
    return Object.fromEntries([...new Set(data.keys())].map((name) => [name, LISTS.includes(name) ? data.getAll(name) : data.get(name)]));
  }

  form.addEventListener("input", () => visit && keepDraft(visit.path, typed()));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.elements.state.value === "held" && !form.elements.words.value.trim()) {
      said.textContent = "Write what happened.";
      form.elements.words.focus();
      return;
    }
    const fields = [...new FormData(form).entries()];
    await seal({ path: visit.path, fields, on: today(), about: visit.path });
    form.hidden = true;
    visit = null;
    said.textContent = "Kept on this device. It is sent when you are back.";
    await showNotes();
    await showList();
    await send();
  });
  document.addEventListener("wraparound:sent", showNotes);
  root.querySelector("[data-send]").addEventListener("click", send);
  if (location.search === "?kept") said.textContent = "No connection. Your note is kept on this device. It is sent when you are back.";
  showNotes();
  showList();
}
