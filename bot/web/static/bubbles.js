// One message as elements. Every text goes in as text.

import { linked, marked } from "./marks.js";
import { words } from "./words.js";

export const ZONE = "Asia/Ho_Chi_Minh";
const LONG = 1200;
const THUMBNAIL = 480;
const READABLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** An element with properties (class, role, aria-..., on: {event: listener}) and children. */
export function element(tag, { on = {}, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const [name, listener] of Object.entries(on)) made.addEventListener(name, listener);
  made.append(...children);
  return made;
}

export function clockTime(moment) {
  return moment.toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
}

function stamp(moment) {
  return element("time", { datetime: moment.toISOString() }, clockTime(moment));
}

/** What the person said. `actions`: {edit(entry), drop(entry)}; `file` where this page still has the one it names. */
export function own(entry, actions, file) {
  const article = element("article", { class: "own" });
  const bubble = element("div", { class: "bubble" }, heard(words.you));
  if (entry.file) bubble.append(ownFile(entry.file, file));
  if (entry.text || !entry.file) bubble.append(...ownText(entry.text));
  article.append(bubble, foot(entry, actions));
  return article;
}

/** How far the file of an entry has gone. */
export function showProgress(article, share) {
  const bar = article.querySelector("progress");
  if (bar) bar.value = share;
}

/** A file that the person sent: its name, under a small picture of it where the browser can make one. */
function ownFile({ name, size }, file) {
  const shown = element("p", { class: "attached" }, element("b", {}, words.fileSent), ` ${name} `);
  shown.append(element("span", { class: "size" }, `(${words.size(size)})`));
  if (file?.type.startsWith("image/")) drawn(file).then((picture) => shown.prepend(picture), () => undefined);
  return shown;
}

/** Drawn, not linked: the page's policy need not allow addresses of files. */
async function drawn(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, THUMBNAIL / Math.max(bitmap.width, bitmap.height));
  const canvas = element("canvas", { class: "thumbnail", role: "img", "aria-label": file.name });
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

/** Show an entry's state anew. */
export function refreshOwn(article, entry, actions) {
  article.querySelector(".state").replaceWith(foot(entry, actions));
}

function ownText(text) {
  if (!READABLE.test(text)) return [element("p", { class: "text faint" }, words.blank)];
  const shown = element("p", { class: "text" });
  if (text.length <= LONG) {
    shown.textContent = text;
    return [shown];
  }
  const cut = `${text.slice(0, LONG / 2)}…`;
  shown.textContent = cut;
  const toggle = element("button", { type: "button", class: "plain", "aria-expanded": "false" }, words.whole(text.length));
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-expanded") === "false";
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? words.less : words.whole(text.length);
    shown.textContent = open ? text : cut;
  });
  return [shown, toggle];
}

function foot(entry, { edit, drop }) {
  const state = element("p", { class: `state ${entry.state}` });
  if (entry.state === "refused") {
    state.append(
      element("span", { role: "alert" }, entry.error || words.refused),
      element("button", { type: "button", class: "plain", on: { click: () => edit(entry) } }, words.edit),
      element("button", { type: "button", class: "plain", on: { click: () => drop(entry) } }, words.drop),
    );
    return state;
  }
  if (entry.file && entry.state === "sending") {
    const bar = element("progress", { max: "1", value: String(entry.share ?? 0), "aria-label": words.sending });
    state.append(element("span", {}, words.sending), bar);
    return state;
  }
  const step = entry.state === "done" ? words.arrived : words.waiting;
  state.append(element("span", {}, step), " ", stamp(new Date(entry.at ?? entry.made)));
  return state;
}

/** What the assistant said. `choose(reply, choice, button)` when a button is pressed. */
export function reply(said, choose) {
  const bubble = element("div", { class: "bubble" }, heard(words.assistant), text(said.text));
  bubble.append(...said.files.map(file), ...said.sources.map(source), stamp(new Date(said.at)));
  const column = element("div", { class: "stack" }, bubble);
  const loud = said.choices.filter((choice) => !choice.quiet);
  const quiet = said.choices.filter((choice) => choice.quiet);
  const button = (choice) => {
    const made = element("button", { type: "button", "data-choice": choice.id }, choice.label);
    made.addEventListener("click", () => choose(said, choice, made));
    return made;
  };
  if (loud.length) {
    column.append(element("div", { class: "choices", role: "group", "aria-label": words.choices }, ...loud.map(button)));
  }
  if (quiet.length) {
    column.append(element("div", { class: "quiet", role: "group", "aria-label": words.rating }, ...quiet.map(button)));
  }
  const avatar = element("img", { class: "avatar small", src: "/static/icon.svg", alt: "", width: "32", height: "32" });
  return element("article", { class: "reply" }, avatar, column);
}

function text(said) {
  const shown = element("p", { class: "text" });
  shown.append(linked(said));
  return shown;
}

/** A file to take along; one that is no more is only named. */
function file({ name, url, size, picture }) {
  if (size === null) return element("p", { class: "file faint" }, element("span", {}, `${name}: ${words.fileGone}`));
  if (picture) {
    const shown = element("img", { class: "thumbnail", src: url, alt: "", loading: "lazy" });
    shown.addEventListener("error", () => shown.remove());
    const open = element("a", { href: url, target: "_blank", rel: "noopener" }, shown, ` ${name} `);
    open.append(element("span", { class: "size" }, `(${words.size(size)})`));
    return element("p", { class: "file" }, open);
  }
  const link = element("a", { href: url, download: name }, element("b", {}, words.file), " ", name, " ");
  link.append(element("span", { class: "size" }, `(${words.size(size)})`));
  return element("p", { class: "file" }, link);
}

/** A source: closed it names itself, open it shows the whole section with the quoted words marked. */
function source(view) {
  const whole = element("div", { class: "section", role: "region", tabindex: "0" });
  whole.setAttribute("aria-label", words.sourceText(view.citation));
  whole.append(marked(view.text, view.marks));
  const head = element("summary", {}, element("span", {}, element("b", {}, words.source), " ", view.heading || view.citation));
  const details = element("details", { class: "source" }, head, element("p", { class: "cite" }, view.citation), whole);
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    const mark = whole.querySelector("mark");
    if (mark) whole.scrollTop = mark.offsetTop - whole.clientHeight / 4;
    const fits = details.offsetHeight <= details.closest("main").clientHeight;
    (fits ? details : whole).scrollIntoView({ block: "nearest" });
  });
  return details;
}

/** Who speaks, for those who hear the page. */
function heard(who) {
  return element("span", { class: "hidden" }, `${who}: `);
}
