/** A door of its own, so that HPKE is loaded only when keys are renewed. */
export { renewKeys } from './renew-keys.ts';
