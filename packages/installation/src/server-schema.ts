/** The tables that only the server's listeners use. Instants are Unix milliseconds. */

export interface WebSessionTable {
  /** SHA-256 of the cookie's value, base64url: a copy of the database opens no session. */
  id_hash: string;
  ref: string;
  listener: string;
  data: string;
  started_at: number;
  seen_at: number;
  expires_at: number;
}

/** Each proof a person gave in one browser at the Federation; the assurance level is computed from them, never stored. */
export interface FederationProofTable {
  session_ref: string;
  account_id: string;
  factor: string;
  network: string;
  proved_at: number;
  /** The sign-in it was given in; null when it was given elsewhere in the same browser. */
  given_in: string | null;
}

/** What a person is shown of one of their sessions. */
export interface FederationSessionTable {
  /** Names it on the page; nothing else is opened or found by it. */
  label: string;
  session_ref: string;
  account_id: string;
  /** The session goes on while this is the account's. */
  account_epoch: number;
  /** In plain words; null when the browser did not say what we know. */
  browser: string | null;
  system: string | null;
  /** Where it began. */
  network: string;
}

/** Ties the OpenID Connect library's session to ours, so that an ID token can name the browser it was issued in. */
export interface FederationProviderSessionTable {
  provider_uid: string;
  session_ref: string;
  linked_at: number;
}

/** Artefacts of the OpenID Connect library: sessions, grants, codes, tokens. */
export interface OidcArtefactTable {
  kind: string;
  id_hash: string;
  payload: Uint8Array;
  grant_id: string | null;
  uid: string | null;
  account_id: string | null;
  consumed_at: number | null;
  expires_at: number | null;
  /** The account's epoch when the sign-in it comes from began; null for what belongs to nobody. */
  account_epoch: number | null;
}

/** One authorization request a relying party of ours has under way, spent by the answer. */
export interface RelyingPartyRequestTable {
  state_hash: string;
  session_ref: string;
  client_id: string;
  nonce: string;
  code_verifier: string;
  return_to: string;
  acr: string;
  /** Set when a fresh password was demanded: one given before does not count. */
  fresh_since: number | null;
  expires_at: number;
}

export interface ServerSchema {
  web_session: WebSessionTable;
  federation_proof: FederationProofTable;
  federation_session: FederationSessionTable;
  federation_provider_session: FederationProviderSessionTable;
  oidc_artefact: OidcArtefactTable;
  relying_party_request: RelyingPartyRequestTable;
}
