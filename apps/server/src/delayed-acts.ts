import { activateAfterDelay, type DelayedActs } from '@sallyport/identity';

/** What is done when something that waited is ripe, one verb a kind: for the person who comes back and for the housekeeping alike. */
export const delayedActs: DelayedActs = { 'new-soft-token': activateAfterDelay };
