/**
 * Re-key (section 15): a door of its own, `@sallyport/protocol/rekey`, so that HPKE is loaded only when keys are renewed. What an
 * open vault needs of it is in the room's main face.
 */

export { type OpenedRekey, type RekeyExchange, startRekey } from './rekey-client.ts';
export type { AnsweredRekey, OpenedRekeyRequest, ReceivedRekey } from './rekey-server.ts';
export { openRekeyRequest, parseRekeyRequest, rekeyRequestHolds } from './rekey-server.ts';
export { type ReceiverKeys, generateReceiverKeys, hpkeIsSupported as rekeyIsSupported } from './hpke.ts';
