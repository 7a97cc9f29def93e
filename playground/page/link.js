// The state in the address: JSON, deflated, as base64url.

const LINK_MARK = "#1.";
const MAX_LINK = 30_000;
const MAX_UNPACKED = 2_000_000;

async function pack(value) {
  const stream = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpack(letters) {
  const text = atob(letters.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder();
  let json = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return JSON.parse(json + decoder.decode());
    json += decoder.decode(value, { stream: true });
    if (json.length > MAX_UNPACKED) throw new Error("too long");
  }
}

/** Reads the address; false if it has no state, or none that can be read. */
async function readLink() {
  if (!location.hash.startsWith(LINK_MARK)) return false;
  try {
    const other = await unpack(location.hash.slice(LINK_MARK.length));
    if (typeof other !== "object" || other === null) throw new Error("no state");
    restore(other);
    return true;
  } catch {
    toast("This link could not be read");
    return false;
  }
}

let lastLink = "";

/** Writes the address. Files that are too long for it are omitted; returns whether the state is complete. */
async function writeLink() {
  let letters = await pack(state);
  const complete = letters.length <= MAX_LINK;
  if (!complete) letters = await pack({ ...state, logText: "", sweepText: "" });
  if (letters.length > MAX_LINK) return false;
  lastLink = LINK_MARK + letters;
  if (location.hash !== lastLink) history.replaceState(null, "", lastLink);
  return complete;
}

const saveLink = debounce(writeLink, 300);

async function copyLink() {
  const complete = await writeLink();
  await copy(location.href, complete ? "Link" : "Link, without the long texts,");
}
