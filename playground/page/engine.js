// The crate, compiled to wasm: a request in, an answer out.

const engine = { module: null, exports: null, restarting: false, onRestart: () => {} };

async function startEngine() {
  const packed = Uint8Array.from(atob(byId("wasm").textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  engine.module = await WebAssembly.compile(await new Response(stream).arrayBuffer());
  engine.exports = (await WebAssembly.instantiate(engine.module)).exports;
}

/**
 * Asks the crate. The answer has `error` if there is one, and `numbers`, a copy of the points it has.
 * Should the wasm ever stop (out of memory), a fresh one takes its place and `onRestart` opens the schedules again.
 */
function ask(request) {
  const { exports } = engine;
  try {
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    const at = exports.input(bytes.length);
    new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
    const length = exports.answer();
    const text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.text(), length));
    const numbers = new Float64Array(exports.memory.buffer, exports.numbers(), exports.numbers_length()).slice();
    return { ...JSON.parse(text), numbers };
  } catch (failure) {
    engine.exports = new WebAssembly.Instance(engine.module).exports;
    if (!engine.restarting) {
      engine.restarting = true;
      engine.onRestart();
      engine.restarting = false;
    }
    return { error: { message: `the computation stopped: ${failure.message}` }, numbers: new Float64Array() };
  }
}
