/** Vite gives the address under which the build serves the file. */
declare module '*.wasm?url' {
  const address: string;
  // eslint-disable-next-line no-restricted-exports -- Vite's own form
  export default address;
}

/** Style that comes with the part that imports it. */
declare module '*.css';
