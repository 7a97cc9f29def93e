// Files that are opened or dropped.

const MAX_FILE = 64 * 1024 * 1024;

async function readFile(file, use) {
  if (file.size > MAX_FILE) {
    toast(`${file.name} is larger than 64 MB`);
    return;
  }
  use(await file.text(), file.name);
}

function fileInput(id, use) {
  byId(id).addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) await readFile(file, use);
    event.target.value = "";
  });
}

/** A file dropped anywhere goes where the open tab wants one. */
function acceptDrops(uses) {
  addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dragging");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dragging");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dragging");
    const [file] = event.dataTransfer.files;
    if (file) readFile(file, uses[state.tab]);
  });
}
