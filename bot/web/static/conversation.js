// One conversation: what the person says, what comes back, which choices still count.

import * as bubbles from "./bubbles.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { Stream } from "./wire.js";
import { words } from "./words.js";

const TYPING_FOR = 20_000;
const FILE_PATIENCE = 600_000;
const byId = (id) => document.getElementById(id);

export class Conversation {
  #store;
  #opening;
  #composer;
  #connected;
  #lost;
  #log = new Log(byId("log"), byId("talk"), byId("down"));
  #outbox;
  #entries = new Map();
  #replies = [];
  #open = new Set();
  #latest = "";
  #unread = 0;
  #typing;

  /** `connected(open)` when the stream comes or goes; `lost(entries)` when the server knows another conversation,
   * with what belongs to that one. */
  constructor({ store, opening, composer, connected, lost }) {
    this.#store = store;
    this.#opening = opening;
    this.#composer = composer;
    this.#connected = connected;
    this.#lost = lost;
    this.#outbox = new Outbox({
      changed: (entry) => this.#changed(entry),
      progress: (entry) => this.#log.has(entry.id) && bubbles.showProgress(this.#log.get(entry.id), entry.share),
      lost: (session, entry) => session === opening.session || this.#lost([...this.#outbox.waiting, entry ?? []].flat()),
      told: (text) => composer.hint(text),
    });
    document.addEventListener("visibilitychange", () => document.hidden || this.#read());
  }

  /** Show what was said before, send what was left, and listen. */
  start() {
    const { replies, said, open, cursor, more } = this.#opening;
    for (const reply of replies) this.#show(reply);
    for (const entry of this.#store.said()) {
      if (said[entry.id]) Object.assign(entry, { state: "done", at: said[entry.id] });
      if (more && entry.at && entry.at < replies[0].at) continue;
      const left = entry.state !== "done" && entry.state !== "refused";
      // A file is not kept: it went with the page that was to send it, unless that is another one which is open still.
      const lost = left && entry.file && (entry.tab === this.#store.tab || Date.now() - entry.made > FILE_PATIENCE);
      if (lost) this.#store.keep(Object.assign(entry, { state: "refused", error: words.fileLost }));
      this.#showOwn(entry);
      if (left && !entry.file) this.#outbox.add(entry);
    }
    byId("older").hidden = !more;
    this.#open = new Set(open);
    this.#refreshChoices();
    this.#log.toEnd();
    // What was said before is not read out; what comes from now on is.
    requestAnimationFrame(() => byId("log").removeAttribute("aria-busy"));
    this.#store.prune();
    this.#store.watch((entry) => this.#heardElsewhere(entry));
    const stream = new Stream(cursor, (reply) => this.#heard(reply), (up) => this.#connection(up));
    stream.open();
  }

  /** Each file goes with a message of its own, the text with the first. */
  ask(text, files = []) {
    if (!files.length) this.#say({ text });
    const album = files.length > 1 ? newId() : "";
    for (const [number, file] of files.entries()) {
      const named = { name: file.name, size: file.size };
      this.#say({ text: number ? "" : text.trim(), file: named, album, tab: this.#store.tab }, file);
    }
  }

  #say(said, file) {
    const entry = { id: newId(), made: Date.now(), state: "waiting", ...said };
    this.#store.keep(entry);
    this.#showOwn(entry, file);
    if (!entry.quiet) this.#log.reveal(entry.id, true);
    this.#outbox.add(entry, file);
  }

  #choose(reply, choice, button) {
    if (button.getAttribute("aria-disabled") === "true") {
      if (button.getAttribute("aria-pressed") !== "true") this.#composer.hint(words.old);
      return;
    }
    this.#say({ text: choice.label, choice: choice.id, quiet: choice.quiet, of: reply.key });
  }

  #connection(up) {
    this.#connected(up);
    if (up) this.#outbox.flush();
  }

  #heard(reply) {
    this.#open = new Set(reply.open);
    if (!this.#log.has(reply.key)) {
      this.#stopTyping();
      this.#show(reply);
      this.#log.reveal(reply.key, false);
      this.#unread += document.hidden ? 1 : 0;
      this.#title();
    }
    this.#refreshChoices();
  }

  #show(reply) {
    const node = bubbles.reply(reply, (...chosen) => this.#choose(...chosen));
    this.#replies.push({ reply, node });
    this.#latest = reply.at > this.#latest ? reply.at : this.#latest;
    this.#log.put(reply.key, node, `${reply.at}|1`, new Date(reply.at));
  }

  #showOwn(entry, file) {
    this.#entries.set(entry.id, entry);
    if (entry.quiet) return this.#refreshChoices();
    const node = bubbles.own(entry, this.#actions, file);
    this.#log.put(entry.id, node, order(entry), new Date(entry.at ?? entry.made));
    return this.#refreshChoices();
  }

  /** A message of this page went a step further. */
  #changed(entry) {
    if (entry.state === "sending") entry.base = this.#latest || "0";
    this.#store.keep(entry);
    this.#refreshOwn(entry);
    if (entry.state === "done" && !entry.quiet && entry.at > this.#latest) this.#startTyping();
    if (entry.state === "refused" && entry.quiet) this.#composer.hint(entry.error);
  }

  /** Another page of this conversation said something, or got further with it. */
  #heardElsewhere(entry) {
    if (this.#entries.has(entry.id)) {
      Object.assign(this.#entries.get(entry.id), entry);
      return this.#refreshOwn(this.#entries.get(entry.id));
    }
    this.#showOwn(entry);
    return entry.quiet || this.#log.reveal(entry.id, false);
  }

  #refreshOwn(entry) {
    const node = this.#log.get(entry.id);
    if (node) {
      bubbles.refreshOwn(node, entry, this.#actions);
      this.#log.move(entry.id, order(entry), new Date(entry.at ?? entry.made));
    }
    this.#refreshChoices();
  }

  get #actions() {
    const drop = (entry) => {
      this.#store.drop(entry.id);
      this.#entries.delete(entry.id);
      this.#log.remove(entry.id);
      this.#outbox.drop(entry.id);
      byId("text").focus();
    };
    const edit = (entry) => {
      const file = this.#outbox.file(entry.id);
      drop(entry);
      this.#composer.giveBack(entry.text, file);
    };
    return { drop, edit };
  }

  /** A choice counts where it was shown last, while the conversation waits for it and until it is taken; one that
   * lasts counts on every letter and again and again, but not while it is on its way. */
  #refreshChoices() {
    const taken = new Map();
    for (const entry of this.#entries.values()) {
      if (entry.choice && entry.state !== "refused") taken.set(`${entry.of}\n${entry.choice}`, entry);
    }
    const seen = new Set();
    for (const { reply, node } of [...this.#replies].reverse()) {
      const lasting = new Set(reply.choices.filter((choice) => choice.lasting).map((choice) => choice.id));
      for (const button of node.querySelectorAll("[data-choice]")) {
        const id = button.dataset.choice;
        const entry = taken.get(`${reply.key}\n${id}`);
        const over = lasting.has(id) ? entry && entry.state !== "done" : entry || seen.has(id) || !this.#open.has(id);
        button.setAttribute("aria-pressed", String(Boolean(entry)));
        button.setAttribute("aria-disabled", String(Boolean(over)));
      }
      for (const choice of reply.choices) seen.add(choice.id);
    }
  }

  #startTyping() {
    clearTimeout(this.#typing);
    byId("typing").hidden = false;
    this.#typing = setTimeout(() => this.#stopTyping(), TYPING_FOR);
  }

  #stopTyping() {
    clearTimeout(this.#typing);
    byId("typing").hidden = true;
  }

  #read() {
    this.#unread = 0;
    this.#title();
  }

  #title() {
    document.title = this.#unread ? `(${this.#unread}) ${this.#opening.name}` : this.#opening.name;
  }
}

/** Where a message of the person stands: at its time; on its way after what was last heard; else at the end. */
function order(entry) {
  if (entry.at) return `${entry.at}|0`;
  return entry.base ? `${entry.base}|2` : "~";
}

/** A random id as UUIDs look; crypto.randomUUID is missing on pages without https. */
function newId() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"));
  return [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)]
    .map((part) => part.join(""))
    .join("-");
}
