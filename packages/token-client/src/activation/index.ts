/** A door of its own, so that HPKE is loaded only when somebody activates by link. */
export { type ActivationPorts, activateByLink } from './activate-by-link.ts';
