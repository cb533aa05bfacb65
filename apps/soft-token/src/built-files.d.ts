/** Vite gives the address under which the build serves the file. */
declare module '*.wasm?url' {
  const address: string;
  export = address;
}

/** Style that comes with the part that imports it. */
declare module '*.css';
