/**
 * Activation by link or QR code (section 14 A): a door of its own, `@sallyport/protocol/activation`, so that HPKE is loaded only
 * when somebody activates.
 */

export { type ReceiverKeys, generateReceiverKeys, hpkeIsSupported as activationIsSupported } from './hpke.ts';
export type { DeviceDescription, TokenGrant } from './activation-messages.ts';
export type { ActivatedToken, ActivationMismatch, AnsweredActivation, OpenedActivation } from './activation-answer.ts';
export { type ActivationExchange, startActivation } from './activation-client.ts';
export { type ReceivedRequest, openActivation, parseActivationRequest } from './activation-server.ts';
