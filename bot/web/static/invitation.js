// An invitation that came as a link, PUBLIC_URL/#moi=CODE: taken out of the address bar, and offered as one tap.

import { element } from "./bubbles.js";
import { words } from "./words.js";

const FRAGMENT = /^#moi=([A-Za-z0-9-]{4,64})$/;

/** Offer what the address brings, now and whenever a link is opened in this tab; `ask(text)` sends it. */
export function offerInvitation(after, ask) {
  const look = () => {
    if (!location.hash.startsWith("#moi=")) return;
    const code = FRAGMENT.exec(location.hash)?.[1];
    // The code is a secret: it must not stay in the history or be copied along with the address.
    history.replaceState(null, "", location.pathname + location.search);
    if (code) show(code);
  };

  const show = (code) => {
    document.getElementById("invitation")?.remove();
    const done = () => {
      bar.remove();
      document.getElementById("text").focus();
    };
    const join = element("button", { type: "button", class: "main" }, words.join);
    join.addEventListener("click", () => {
      done();
      ask(`/thamgia ${code}`);
    });
    const later = element("button", { type: "button", class: "plain", on: { click: done } }, words.later);
    const bar = element("section", { id: "invitation", "aria-label": words.invitation });
    bar.append(element("p", { role: "status" }, words.invited), element("div", { class: "actions" }, later, join));
    after.after(bar);
  };

  addEventListener("hashchange", look);
  look();
}
