import { gzipAsync } from '@gfx/zopfli';

/** A process of its own, started by `press.ts`: the library hangs handlers of its own on whatever ends the process it is loaded into. */
process.once('message', (files: readonly Uint8Array[]) => {
  void Promise.all(files.map((file) => gzipAsync(file, { numiterations: 15 }))).then((pressed) => {
    process.send?.(pressed, () => {
      process.disconnect();
    });
  });
});
