/** A door of its own, so that the curve of SPAKE2 is loaded only when somebody types a code. */
export { activateByTypedCode } from './activate-by-typed-code.ts';
