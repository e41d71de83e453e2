// Talking to the server: the opening of a conversation, the stream of replies, one message at a time.

export const MOST_BYTES = 1024 * 1024;
export const MOST_FILE_BYTES = 20 * 1024 * 1024;
const STALLED_FOR = 60_000;
const HIDDEN_FOR = 60_000;

export async function openSession() {
  const response = await fetch("/api/session", { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`session: ${response.status}`);
  return response.json();
}

export async function endSession() {
  const response = await post("/api/end", {});
  if (!response.ok) throw new Error(`end: ${response.status}`);
}

/** {status, body}; status 0 when the server was not reached. */
export async function say(message) {
  try {
    const response = await post("/api/messages", message);
    const body = await response.json().catch(() => ({}));
    return { status: response.status, body };
  } catch {
    return { status: 0, body: {} };
  }
}

/** The same of a message with a file; `progress(share)` while it goes out. A file may take long, but not stand still. */
export function sendFile({ id, text, album }, file, progress) {
  const form = new FormData();
  form.append("id", id);
  if (text) form.append("text", text);
  if (album) form.append("album", album);
  form.append("file", file, file.name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STALLED_FOR);
    };
    const end = (status, body) => {
      clearTimeout(timer);
      resolve({ status, body: body ?? {} });
    };
    request.open("POST", "/api/files");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      alive();
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    request.addEventListener("load", () => end(request.status, request.response));
    for (const name of ["error", "abort"]) request.addEventListener(name, () => end(0));
    alive();
    request.send(form);
  });
}

function post(path, body) {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
}

/** Seconds before another try: growing, and never the same for all pages at once. */
export function pause(tries) {
  return Math.min(15, 2 ** Math.min(tries, 4) / 2) * (0.75 + Math.random() / 2);
}

/** The stream of replies: comes back by itself where it left off, and lets go of a page that is long hidden. */
export class Stream {
  #cursor;
  #events;
  #tries = 0;
  #timer;
  #hidden;
  #heard;
  #changed;

  /** `heard(reply)` for each reply, `changed(open)` when the connection comes or goes. */
  constructor(cursor, heard, changed) {
    this.#cursor = cursor;
    this.#heard = heard;
    this.#changed = changed;
    document.addEventListener("visibilitychange", () => this.#seen());
    addEventListener("online", () => this.open());
    addEventListener("pageshow", (event) => event.persisted && this.open());
    addEventListener("pagehide", () => this.close());
  }

  open() {
    this.close();
    const events = new EventSource(`/api/events?after=${encodeURIComponent(this.#cursor)}`);
    this.#events = events;
    events.addEventListener("open", () => {
      this.#tries = 0;
      this.#changed(true);
    });
    events.addEventListener("reply", (event) => {
      this.#cursor = event.lastEventId;
      this.#heard(JSON.parse(event.data));
    });
    events.addEventListener("error", () => {
      this.#changed(false);
      // A refused stream is not tried again by the browser; its own retries also give up on some networks.
      if (events.readyState === EventSource.CLOSED) this.#again();
    });
  }

  close() {
    clearTimeout(this.#timer);
    this.#events?.close();
  }

  #again() {
    this.close();
    this.#timer = setTimeout(() => this.open(), pause(this.#tries++) * 1000);
  }

  #seen() {
    clearTimeout(this.#hidden);
    if (document.hidden) {
      // Browsers allow few connections to one server; a page nobody looks at must not use them up.
      this.#hidden = setTimeout(() => this.close(), HIDDEN_FOR);
    } else if (this.#events?.readyState !== EventSource.OPEN) {
      this.open();
    }
  }
}
