// What was said and has not arrived: sent one by one in order, again and again under the same id, until
// the server has written it down or says that it never will.

import { MOST_BYTES, pause, say, sendFile } from "./wire.js";
import { words } from "./words.js";

export class Outbox {
  #waiting = [];
  #busy = false;
  #tries = 0;
  #timer;
  #changed;
  #lost;
  #told;
  #progress;
  #files = new Map();

  /** `changed(entry)` when an entry's state changes, `lost(session, entry)` when the server knows another conversation,
   * `progress(entry)` while its file goes out, `told(text)` for a hint to the person. */
  constructor({ changed, progress, lost, told }) {
    this.#changed = changed;
    this.#progress = progress;
    this.#lost = lost;
    this.#told = told;
    addEventListener("online", () => this.flush());
  }

  /** `file` goes with an entry that names one; it is kept in memory only. */
  add(entry, file) {
    if (file) this.#files.set(entry.id, file);
    if (!this.#waiting.some((other) => other.id === entry.id)) this.#waiting.push(entry);
    return this.flush();
  }

  /** The file of an entry that has not arrived. */
  file(id) {
    return this.#files.get(id);
  }

  drop(id) {
    this.#files.delete(id);
  }

  get waiting() {
    return [...this.#waiting];
  }

  /** Send now what waits. */
  async flush() {
    clearTimeout(this.#timer);
    if (this.#busy) return;
    this.#busy = true;
    let seconds = 0;
    while (this.#waiting.length && !seconds) seconds = await this.#send(this.#waiting[0]);
    this.#busy = false;
    if (seconds) this.#timer = setTimeout(() => this.flush(), seconds * 1000);
  }

  /** Seconds to wait before it is tried again; 0 when it is settled. */
  async #send(entry) {
    const message = entry.choice ? { id: entry.id, choice: entry.choice } : { id: entry.id, text: entry.text };
    if (new Blob([JSON.stringify(message)]).size > MOST_BYTES) return this.#settle(entry, "refused", words.tooLarge);
    entry.state = "sending";
    this.#changed(entry);
    const { status, body } = await this.#post(entry, message);
    if (status === 202) {
      this.#tries = 0;
      this.#told("");
      entry.at = body.at;
      this.#settle(entry, "done");
      this.#lost(body.session, entry);
      return 0;
    }
    entry.state = "waiting";
    this.#changed(entry);
    if (status === 401) this.#lost(null);
    if (status === 429) {
      this.#told(body.error);
      return body.seconds ?? pause(this.#tries++);
    }
    if (status >= 500 && this.#tries > 0) this.#told(body.error ?? words.failed);
    if (status === 0 || status === 401 || status === 408 || status >= 500) return pause(this.#tries++);
    return this.#settle(entry, "refused", body.error ?? words.failed);
  }

  #post(entry, message) {
    const file = this.#files.get(entry.id);
    if (!file) return say(message);
    return sendFile(entry, file, (share) => {
      entry.share = share;
      this.#progress(entry);
    });
  }

  #settle(entry, state, error) {
    delete entry.share;
    if (state === "done") this.drop(entry.id);
    this.#waiting = this.#waiting.filter((other) => other.id !== entry.id);
    entry.state = state;
    entry.error = error;
    this.#changed(entry);
    return 0;
  }
}
