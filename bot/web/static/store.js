// What this browser keeps of one conversation: what the person said, and what is being written.
// The server does not keep questions once they are answered. One key a message, so that two tabs never
// overwrite each other; where the browser refuses storage, memory does until the page is closed.

const PREFIX = "tro-ly";
const MOST = 120;
const KEPT_LETTERS = 4000;

export class Store {
  #session;
  #memory = new Map();

  constructor(session) {
    this.#session = session;
  }

  get draft() {
    return this.#read("draft") ?? "";
  }

  set draft(text) {
    this.#write("draft", text);
  }

  /** A name of this tab, which it keeps when it is loaded anew. */
  get tab() {
    const made = this.#memory.get("tab") ?? attempt(() => sessionStorage.getItem("tab")) ?? String(Math.random());
    this.#memory.set("tab", made);
    attempt(() => sessionStorage.setItem("tab", made));
    return made;
  }

  /** Everything said, oldest first. */
  said() {
    const prefix = this.#key("said:");
    const found = this.#keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => this.#read(key.slice(this.#key("").length)))
      .filter((entry) => entry && typeof entry.id === "string");
    return found.sort((a, b) => a.made - b.made);
  }

  keep(entry) {
    // Once it has arrived, a very long text is kept in part only.
    const { share, ...kept } = entry;
    const whole = entry.state !== "done" || (entry.text ?? "").length <= KEPT_LETTERS;
    this.#write(`said:${entry.id}`, whole ? kept : { ...kept, text: `${entry.text.slice(0, KEPT_LETTERS)}…` });
  }

  drop(id) {
    const key = this.#key(`said:${id}`);
    this.#memory.delete(key);
    attempt(() => localStorage.removeItem(key));
  }

  /** Forget the oldest of what has arrived. */
  prune() {
    const done = this.said().filter((entry) => entry.state === "done");
    for (const entry of done.slice(0, Math.max(0, done.length - MOST))) this.drop(entry.id);
  }

  /** Forget this conversation, and every other one of this page. */
  clear() {
    for (const key of this.#keys()) attempt(() => localStorage.removeItem(key));
    this.#memory.clear();
  }

  /** Call `heard(entry)` for what another tab says. */
  watch(heard) {
    const prefix = this.#key("said:");
    addEventListener("storage", (event) => {
      if (event.storageArea !== localStorage) return;
      if (event.key?.startsWith(prefix) && event.newValue) heard(JSON.parse(event.newValue));
    });
  }

  #key(name) {
    return `${PREFIX}:${this.#session}:${name}`;
  }

  #keys() {
    const stored = attempt(() => Object.keys(localStorage)) ?? [];
    return [...new Set([...stored, ...this.#memory.keys()])].filter((key) => key.startsWith(`${PREFIX}:`));
  }

  #read(name) {
    const key = this.#key(name);
    const text = this.#memory.get(key) ?? attempt(() => localStorage.getItem(key));
    return text ? attempt(() => JSON.parse(text)) : undefined;
  }

  #write(name, value) {
    const key = this.#key(name);
    const text = JSON.stringify(value);
    if (attempt(() => (localStorage.setItem(key, text), true))) this.#memory.delete(key);
    else this.#memory.set(key, text);
  }
}

function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
