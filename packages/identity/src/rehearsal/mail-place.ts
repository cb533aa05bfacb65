import { asFederationSessionRef, type FederationSessionRef } from '../identifiers.ts';

/** Where the code of a rehearsal can be typed: in no session, so that it proves nothing there and voids no code that was mailed for real. */
export function rehearsalMailPlace(session: FederationSessionRef): FederationSessionRef {
  return asFederationSessionRef(`rehearsal of ${session}`);
}
