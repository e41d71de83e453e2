// The page: wires the composer, the conversation on the screen, what this browser keeps, and the server.

import { Attaching } from "./attaching.js";
import { Conversation } from "./conversation.js";
import { Composer } from "./composer.js";
import { offerInvitation } from "./invitation.js";
import { endSession, openSession, pause } from "./wire.js";
import { Store } from "./store.js";
import { words } from "./words.js";

const byId = (id) => document.getElementById(id);

const attaching = new Attaching({
  button: byId("attach"),
  input: byId("file"),
  list: byId("attached"),
  told: (text) => (byId("hint").textContent = text),
});
const composer = new Composer(byId("composer"), byId("text"), byId("hint"), attaching);

function showConnection(open) {
  byId("line").textContent = open ? words.online : words.away;
  document.body.classList.toggle("away", !open);
  const banner = byId("banner");
  banner.hidden = open;
  banner.textContent = open ? "" : words.banner;
}

async function begin() {
  for (let tries = 0; ; tries++) {
    try {
      return await openSession();
    } catch {
      showConnection(false);
      await new Promise((resolve) => setTimeout(resolve, pause(tries) * 1000));
    }
  }
}

function introduce(opening, ask) {
  document.title = opening.name;
  byId("name").textContent = opening.name;
  byId("about").textContent = opening.about;
  byId("first").hidden = !opening.questions.length;
  byId("questions").replaceChildren(
    ...opening.questions.map((question) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = question;
      button.addEventListener("click", () => ask(question));
      item.append(button);
      return item;
    }),
  );
}

/** With an account, a new conversation leaves it: say so, and offer to stay first. */
function warnOfLeaving(account) {
  const [note, no, yes] = [byId("new-account"), byId("new-no"), byId("new-yes")];
  note.hidden = !account;
  note.textContent = words.account[account] ?? "";
  no.textContent = account ? words.keepAccount : words.no;
  yes.textContent = account ? words.leaveAccount : words.openNew;
  no.classList.toggle("main", Boolean(account));
  yes.classList.toggle("main", !account);
}

function offerNew(store, opening) {
  const dialog = byId("ask-new");
  byId("new").addEventListener("click", async () => {
    // The account may have come or gone since the page was opened.
    const { account } = await openSession().catch(() => opening);
    warnOfLeaving(account);
    if (!dialog.open) dialog.showModal();
  });
  byId("new-no").addEventListener("click", () => dialog.close());
  byId("new-yes").addEventListener("click", async () => {
    try {
      await endSession();
    } catch {
      dialog.close();
      return composer.hint(words.failed);
    }
    composer.clear();
    store.clear();
    location.reload();
  });
}

/** The browser has another conversation now (its cookie went away): take along what belongs to that one. */
async function follow(store, entries) {
  const opening = await begin();
  const other = new Store(opening.session);
  for (const entry of entries) other.keep({ ...entry, state: entry.at ? "done" : "waiting" });
  other.draft = store.draft;
  location.reload();
}

function refuse() {
  byId("banner").hidden = false;
  byId("banner").textContent = words.noCookies;
}

async function start() {
  const opening = await begin();
  const store = new Store(opening.session);
  const conversation = new Conversation({
    store,
    opening,
    composer,
    connected: showConnection,
    lost: (entries) => follow(store, entries),
  });
  introduce(opening, (question) => conversation.ask(question));
  offerNew(store, opening);
  composer.start(store, (text, files) => conversation.ask(text, files));
  conversation.start();
  offerInvitation(byId("banner"), (text) => conversation.ask(text));
}

if (navigator.cookieEnabled) start();
else refuse();
