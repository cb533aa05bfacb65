/**
 * Activation by serial and activation code (section 14 B): a door of its own, `@sallyport/protocol/activation-typed`, so that the curve is loaded
 * only when somebody types a code.
 */

export { activationCodeHashing, activationCodeScalar, drawActivationCode } from './activation-typed-channel.ts';
export { type ConfirmedExchange, type TypedActivationExchange, startTypedActivation } from './activation-typed-client.ts';
export type { AnsweredTypedStart, ReceivedTypedRequest, ReceivedTypedStart } from './activation-typed-server.ts';
export {
  answerTypedStart,
  openTypedActivation,
  parseTypedActivationRequest,
  parseTypedActivationStart,
} from './activation-typed-server.ts';
export { type Scalar, asScalar, drawScalar } from './spake2.ts';
