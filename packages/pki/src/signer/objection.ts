/** What a signer has against the octets it was given. It signs nothing it has an objection to, whoever asks. */
export type Objection =
  | 'form'
  | 'version'
  | 'serial'
  | 'algorithm'
  | 'issuer'
  | 'issuer-expired'
  | 'authority-key'
  | 'subject-key'
  | 'subject'
  | 'validity'
  | 'lifetime'
  | 'key'
  | 'ca'
  | 'path-length'
  | 'usage'
  | 'purpose'
  | 'policy'
  | 'name'
  | 'extension'
  | 'critical'
  | 'reason'
  | 'list-dates'
  | 'list-number';

export type SignerRefusal =
  | { readonly code: 'signer-objects'; readonly objection: Objection }
  | { readonly code: 'signer-profile-unknown' }
  /** The key does not belong to the certificate it should sign for. */
  | { readonly code: 'signer-key-mismatch' }
  /** The signature that came back does not hold: a broken module or memory. It leaves nobody's hands. */
  | { readonly code: 'signer-fault' };
