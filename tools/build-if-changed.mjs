/** `node tools/build-if-changed.mjs`: what `npm start` does before it starts, alone. */
import { ensureBuilt } from './bootstrap/build-stamp.mjs';
import { findRuntime } from './bootstrap/runtime.mjs';

await ensureBuilt(findRuntime());
