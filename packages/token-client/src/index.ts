/** What a soft token does besides the protocol, the same in the web app and in the terminal: activation, and everything between it and its server. */
export type { ActivationFailure, ActivationOffer, ActivationOutcome } from './activation/activation-outcome.ts';
export { deliver } from './news/deliver.ts';
export { type Outbox, type PendingMessages, forgetRegistration, keepForServer } from './news/outbox.ts';
export { registrationCodeIn } from './news/registration-code-in.ts';
export { type NewsForServer, receiptOf } from './news/news-for-server.ts';
export { type PendingMessage, isPendingMessage } from './news/pending-message.ts';
export { type ContactOutcome, type ContactPorts, contact } from './contact/contact.ts';
export { type ClosedContactPorts, closedContact } from './contact/closed-contact.ts';
export {
  type RemovableToken,
  type RemovalStorage,
  type ReportedRemoval,
  finishRemoval,
  removeToken,
  reportRemoval,
} from './removal/remove-token.ts';
export { type ClockNotice, agreedClock, clockNotice } from './time/judge-clock.ts';
export { type ApiAnswer, type PostJson, readAnswer } from './token-api/answers.ts';
