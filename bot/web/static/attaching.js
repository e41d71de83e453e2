// Files that wait to be sent with what is being written: chosen, taken with the camera, dragged here or pasted.

import { element } from "./bubbles.js";
import { MOST_FILE_BYTES } from "./wire.js";
import { words } from "./words.js";

export class Attaching {
  #input;
  #list;
  #told;
  #files = [];

  /** `told(text)` for a hint to the person. */
  constructor({ button, input, list, told }) {
    this.#input = input;
    this.#list = list;
    this.#told = told;
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.add(input.files);
      input.value = "";
    });
    this.#takeDropped();
    document.addEventListener("paste", (event) => {
      if (!event.clipboardData?.files.length) return;
      event.preventDefault();
      this.add(event.clipboardData.files);
    });
  }

  add(files) {
    const fitting = [...files].filter((file) => file.size <= MOST_FILE_BYTES);
    this.#told(fitting.length < files.length ? words.fileTooLarge : "");
    this.#files.push(...fitting);
    this.#show();
  }

  get empty() {
    return !this.#files.length;
  }

  /** What waits, which then waits no more. */
  take() {
    const taken = this.#files;
    this.#files = [];
    this.#show();
    return taken;
  }

  #show() {
    this.#list.hidden = this.empty;
    this.#list.replaceChildren(...this.#files.map((file) => this.#chip(file)));
  }

  #chip(file) {
    const label = element("span", {}, `${file.name} (${words.size(file.size)})`);
    const remove = element("button", { type: "button", class: "plain" }, words.fileDrop);
    remove.append(element("span", { class: "hidden" }, ` ${file.name}`));
    remove.addEventListener("click", () => {
      this.#files = this.#files.filter((other) => other !== file);
      this.#show();
      document.getElementById("attach").focus();
    });
    return element("li", {}, label, remove);
  }

  #takeDropped() {
    const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
    document.addEventListener("dragover", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      document.body.classList.add("dropping");
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) document.body.classList.remove("dropping");
    });
    document.addEventListener("drop", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      document.body.classList.remove("dropping");
      this.add(event.dataTransfer.files);
    });
  }
}
