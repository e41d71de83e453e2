// The conversation on the screen: messages in their order, days between them, the right place in view.

import { element } from "./bubbles.js";
import { words } from "./words.js";

const NEAR = 120;

export class Log {
  #list;
  #scroller;
  #down;
  #items = new Map();
  #stuck = true;

  constructor(list, scroller, down) {
    this.#list = list;
    this.#scroller = scroller;
    this.#down = down;
    scroller.addEventListener("scroll", () => this.#noteScroll(), { passive: true });
    new ResizeObserver(() => this.#stuck && this.toEnd()).observe(scroller);
    down.addEventListener("click", () => this.toEnd(true));
  }

  has(id) {
    return this.#items.has(id);
  }

  get(id) {
    return this.#items.get(id)?.node;
  }

  /** Put a message in its place. `order` is text that sorts as time does; `moment` a Date. */
  put(id, node, order, moment) {
    const day = element("p", { class: "day" });
    const item = { node, order, moment, day, row: element("div", { class: "row" }, day, node) };
    this.#items.set(id, item);
    this.#place(item);
  }

  /** Give a message another place in the order. */
  move(id, order, moment) {
    const item = this.#items.get(id);
    if (!item || item.order === order) return;
    item.order = order;
    item.moment = moment;
    const [before, after] = [item.row.previousElementSibling, item.row.nextElementSibling];
    const stays = (!before || before.item.order <= order) && (!after || order < after.item.order);
    if (!stays) {
      item.row.remove();
      if (after) this.#day(after);
      this.#place(item);
    }
  }

  remove(id) {
    const item = this.#items.get(id);
    const after = item?.row.nextElementSibling;
    item?.row.remove();
    this.#items.delete(id);
    if (after) this.#day(after);
  }

  /** Show a message that has just come: its end, or its beginning where it is taller than the screen. */
  reveal(id, mine) {
    if (!mine && !this.#stuck) {
      this.#down.hidden = false;
      return;
    }
    const { row } = this.#items.get(id);
    const tall = row.offsetHeight > this.#scroller.clientHeight - 24;
    if (!tall) return this.toEnd(true);
    this.#stuck = false;
    this.#scroll(this.#scroller.scrollTop + row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top - 8, true);
  }

  toEnd(gently = false) {
    this.#stuck = true;
    this.#down.hidden = true;
    this.#scroll(this.#scroller.scrollHeight, gently);
  }

  #scroll(top, gently) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#scroller.scrollTo({ top, behavior: gently && !still ? "smooth" : "instant" });
  }

  #noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#stuck) this.#down.hidden = true;
  }

  #place(item) {
    let before = this.#list.lastElementChild;
    while (before && before.item.order > item.order) before = before.previousElementSibling;
    item.row.item = item;
    if (before) before.after(item.row);
    else this.#list.prepend(item.row);
    this.#day(item.row);
    if (item.row.nextElementSibling) this.#day(item.row.nextElementSibling);
  }

  /** A day's name stands over its first message. */
  #day(row) {
    const name = dayName(row.item.moment);
    const before = row.previousElementSibling;
    row.item.day.hidden = before !== null && dayName(before.item.moment) === name;
    row.item.day.textContent = name;
  }
}

function dayName(moment) {
  const now = new Date();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (moment.toDateString() === now.toDateString()) return words.today;
  if (moment.toDateString() === yesterday.toDateString()) return words.yesterday;
  return moment.toLocaleDateString("vi", { day: "2-digit", month: "2-digit", year: "numeric" });
}
