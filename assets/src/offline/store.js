// What is kept on a device: keys, today's list, half-written notes and sealed notes. Nothing stands here in clear but
// whose it is and when it was kept. docs/user/contacts.md says what that protects from and what not.
const NAME = "wraparound-offline";
const STORES = ["keys", "lists", "drafts", "notes"];
const AES = { name: "AES-GCM", length: 256 };
const CURVE = { name: "ECDH", namedCurve: "P-256" };
export const CURRENT = "current";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const name of STORES) {
        asked.result.createObjectStore(name, name === "notes" ? { keyPath: "seq", autoIncrement: true } : undefined);
      }
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

// Do one thing with a store; it is settled when the transaction is, so that what is said to be kept is kept.
async function within(store, mode, act) {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(store, mode, { durability: "strict" });
      const asked = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

export const get = (store, key) => within(store, "readonly", (s) => s.get(key));
export const all = (store) => within(store, "readonly", (s) => s.getAll());
export const put = (store, value, key) => within(store, "readwrite", (s) => s.put(value, key));
export const remove = (store, key) => within(store, "readwrite", (s) => s.delete(key));
const clear = (store) => within(store, "readwrite", (s) => s.clear());

const bytes = (value) => new TextEncoder().encode(JSON.stringify(value));
const value = (data) => JSON.parse(new TextDecoder().decode(data));

async function encrypt(key, data) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, data) };
}

const decrypt = (key, { iv, data }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data);

const secretKey = (secret) =>
  crypto.subtle.importKey("raw", Uint8Array.from(atob(secret), (c) => c.charCodeAt(0)), "AES-GCM", false, [
    "encrypt",
    "decrypt"
  ]);

// Say who is signed in. Whoever it was before loses the list and the drafts; sealed notes stay locked for them.
export async function setCurrent({ who, post, secrets }) {
  const [secret] = secrets;
  const before = await get("keys", CURRENT);
  if (before && before.who !== who) await wipeReadable();
  if (!(await get("keys", who))) {
    const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveKey"]);
    const privateKey = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
    await put("keys", { sealed: await encrypt(await secretKey(secret), privateKey), publicKey: pair.publicKey }, who);
  }
  const device =
    before?.who === who ? before.device : await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  await put("keys", { who, post, device }, CURRENT);
}

export const current = () => get("keys", CURRENT);

// Forget what the device itself can read: the list, half-written notes, their key. Sealed notes stay.
export async function wipeReadable() {
  await clear("lists");
  await clear("drafts");
  await remove("keys", CURRENT);
}

// Forget everything of this device but what is sealed and not sent yet, and the keys that it needs.
export async function wipe() {
  await wipeReadable();
  const owners = new Set((await all("notes")).map((note) => note.who));
  for (const who of await within("keys", "readonly", (s) => s.getAllKeys())) {
    if (!owners.has(who)) await remove("keys", who);
  }
}

export async function keepList(list) {
  const me = await current();
  if (me) await put("lists", { ...(await encrypt(me.device, bytes(list))), until: Date.parse(list.until) }, me.who);
}

export async function readList() {
  const me = await current();
  const kept = me && (await get("lists", me.who));
  if (!kept) return null;
  if (kept.until <= Date.now()) {
    await wipeReadable();
    return null;
  }
  return value(await decrypt(me.device, kept));
}

export const forgetList = () => clear("lists");

export async function keepDraft(about, fields) {
  const me = await current();
  if (me) await put("drafts", await encrypt(me.device, bytes(fields)), about);
}

export async function readDraft(about) {
  const me = await current();
  const kept = me && (await get("drafts", about));
  return kept ? value(await decrypt(me.device, kept)) : null;
}

// Seal a note: from now on only the person who wrote it can read it, and only when signed in.
export async function seal(note) {
  const me = await current();
  const keys = me && (await get("keys", me.who));
  if (!keys) throw new Error("nobody is known on this device");
  const once = await crypto.subtle.generateKey(CURVE, true, ["deriveKey"]);
  const shared = await crypto.subtle.deriveKey(
    { name: "ECDH", public: keys.publicKey }, once.privateKey, AES, false, ["encrypt"]
  );
  const sealed = await encrypt(shared, bytes({ ...note, post: me.post }));
  const opener = await crypto.subtle.exportKey("raw", once.publicKey);
  await put("notes", { who: me.who, keptAt: Date.now(), opener, ...sealed });
  await remove("drafts", note.about);
  const list = await readList();
  if (list) await keepList({ ...list, visits: list.visits.filter((visit) => visit.path !== note.path) });
}

// Return what opens the notes of whoever is signed in; `secrets` come from the server, the newest first, and are kept
// nowhere.
export async function opener(who, secrets) {
  const { sealed } = await get("keys", who);
  const tries = secrets.map(async (secret) => decrypt(await secretKey(secret), sealed));
  const held = (await Promise.allSettled(tries)).find(({ status }) => status === "fulfilled").value;
  const privateKey = await crypto.subtle.importKey("pkcs8", held, CURVE, false, ["deriveKey"]);
  return async (note) => {
    const from = await crypto.subtle.importKey("raw", note.opener, CURVE, false, []);
    const shared = await crypto.subtle.deriveKey({ name: "ECDH", public: from }, privateKey, AES, false, ["decrypt"]);
    return value(await decrypt(shared, note));
  };
}
