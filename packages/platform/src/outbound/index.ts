export { type AddressRange, parseAddressRange } from './address-gate.ts';
export { type AnswerWithHeaders, createNamedHostClient, createOutboundClient, type NamedHostClient } from './outbound-client.ts';
export type { OutboundAnswer, OutboundClient } from './outbound-client.ts';
export type { OutboundRefusal, OutboundRefusalCode } from './refusals.ts';
export { createResolver, type Looked, type Resolver } from './resolver.ts';
