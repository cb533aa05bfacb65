/** A door of its own: most tokens are activated with a network. */
export { activateOffline } from './activate-offline.ts';
