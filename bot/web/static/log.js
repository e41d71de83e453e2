// The conversation on the screen: messages in their order, days between them, the right place in view.

import { element, ZONE } from "./bubbles.js";
import { words } from "./words.js";

const NEAR = 120;
const DAY = 86_400_000;

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
    down.addEventListener("click", () => this.toEnd());
    this.#showWay(false);
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
    const { row } = this.#items.get(id);
    row.classList.add("fresh");
    if (!mine && !this.#stuck) return this.#showWay(true);
    if (row.offsetHeight <= this.#scroller.clientHeight - 24) return this.toEnd();
    const top = row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
    this.#scroller.scrollTop += top - 8;
    return this.#noteScroll();
  }

  toEnd() {
    // Before anything was said, the beginning of the introduction is what matters.
    if (this.#items.size) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#stuck = true;
    this.#showWay(false);
  }

  #noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    this.#showWay(false);
  }

  /** The way to the end, where that is out of sight. */
  #showWay(news) {
    this.#down.hidden = this.#stuck;
    if (!news && !this.#stuck) return;
    this.#down.classList.toggle("news", news);
    this.#down.lastElementChild.textContent = news ? words.news : words.toEnd;
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
  const name = dateName(moment);
  if (name === dateName(new Date())) return words.today;
  if (name === dateName(new Date(Date.now() - DAY))) return words.yesterday;
  return name;
}

function dateName(moment) {
  return moment.toLocaleDateString("vi", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: ZONE });
}
