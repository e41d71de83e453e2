// Text as nodes: quoted words marked, addresses of the web as links. Nothing is ever read as HTML.

const LINK = /https?:\/\/[^\s<>"“”]+/giu;
const TAIL = /[.,;:!?)\]}…]+$/u;

/** A text with every occurrence of the quoted words in <mark>; blanks and line ends count as alike. */
export function marked(text, quotes) {
  const whole = text.normalize("NFC");
  const fragment = document.createDocumentFragment();
  let from = 0;
  for (const [start, end] of ranges(whole, quotes)) {
    fragment.append(whole.slice(from, start));
    const mark = document.createElement("mark");
    mark.textContent = whole.slice(start, end);
    fragment.append(mark);
    from = end;
  }
  fragment.append(whole.slice(from));
  return fragment;
}

/** A text with its web addresses as links. */
export function linked(text) {
  const fragment = document.createDocumentFragment();
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    const address = found[0].replace(TAIL, "");
    if (!URL.canParse?.(address)) continue;
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.textContent = address;
    fragment.append(text.slice(from, found.index), link);
    from = found.index + address.length;
  }
  fragment.append(text.slice(from));
  return fragment;
}

/** Where the quotes stand, in order and without overlap: [start, end] pairs. */
function ranges(text, quotes) {
  const found = [];
  for (const quote of quotes) {
    const words = quote.normalize("NFC").split(/\s+/u).filter(Boolean);
    if (!words.length) continue;
    const pattern = new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("\\s+"), "gu");
    for (const match of text.matchAll(pattern)) found.push([match.index, match.index + match[0].length]);
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged = [];
  for (const [start, end] of found) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
