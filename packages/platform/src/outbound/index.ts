export { type AddressRange, parseAddressRange } from './address-gate.ts';
export {
  type AnswerWithHeaders,
  createNamedHostClient,
  createOutboundClient,
  type NamedHostClient,
  type OutboundAnswer,
  type OutboundClient,
  type OutboundPost,
} from './outbound-client.ts';
export { parseReceiverUrl, type ReceiverUrl } from './target.ts';
export type { OutboundRefusal, OutboundRefusalCode } from './refusals.ts';
export { type CaaLooked, createResolver, type Looked, type Resolver } from './resolver.ts';
