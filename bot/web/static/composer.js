// Where the person writes. What is written survives the page.

import { words } from "./words.js";

const MOST_LINES = 6;

export class Composer {
  #text;
  #hint;
  #store;
  #attaching;

  constructor(form, text, hint, attaching) {
    this.#attaching = attaching;
    this.#text = text;
    this.#hint = hint;
    this.form = form;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    text.addEventListener("input", () => this.#written());
    text.addEventListener("keydown", (event) => {
      // A Vietnamese keyboard may use Enter to finish a syllable.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    });
  }

  /** Begin to take what is written: `ask(text, files)`. */
  start(store, ask) {
    this.#store = store;
    this.ask = ask;
    if (this.#text.value) store.draft = this.#text.value;
    else this.#text.value = store.draft;
    this.#grow();
  }

  hint(text) {
    this.#hint.textContent = text;
  }

  /** Give a text back to be mended, before what is being written. */
  giveBack(text, file) {
    if (file) this.#attaching.add([file]);
    this.#text.value = [text, this.#text.value].filter(Boolean).join("\n");
    this.#written();
    this.#text.focus();
  }

  clear() {
    this.#attaching.take();
    this.#text.value = "";
    this.#written();
  }

  #submit() {
    const text = this.#text.value;
    if (!text.trim() && this.#attaching.empty) return this.hint(words.empty);
    if (!this.ask) return this.hint(words.connecting);
    // First kept as said, then taken from the composer: a page that dies between the two asks twice, never not.
    this.ask(text, this.#attaching.take());
    this.clear();
    this.#text.focus();
  }

  #written() {
    if (this.#text.value.trim()) this.hint("");
    if (this.#store) this.#store.draft = this.#text.value;
    this.#grow();
  }

  #grow() {
    this.#text.style.height = "auto";
    const line = parseFloat(getComputedStyle(this.#text).lineHeight);
    const frame = this.#text.offsetHeight - this.#text.clientHeight;
    this.#text.style.height = `${Math.min(this.#text.scrollHeight + frame, line * (MOST_LINES + 1))}px`;
  }
}
