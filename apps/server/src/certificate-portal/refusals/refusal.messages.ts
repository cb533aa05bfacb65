import { roleMessages, statusMessages } from '../words.messages.ts';

/** What a person reads when something is refused: what is wrong, and what to do next. */
export const refusalMessages = {
  ...roleMessages,
  ...statusMessages,

  'step-up-needed': 'This needs the second door: your Soft Token’s one-time password.',
  'role-missing':
    'Your account has no role here that allows this. It takes one of these: {roles}. Your organisation’s administrators give roles on the page People.',
  'scope-missing': 'This key is not allowed to do that. It takes a key that is allowed this: {scopes}.',
  'certificate-not-found': 'There is no such certificate in your organisation. Look for it in the list of certificates.',
  'person-not-found':
    'There is no such person in your organisation. Somebody appears here once they have signed in to Certificate Services.',

  'profile-unknown': 'Choose what the certificate is for.',
  'names-malformed': 'These are not names of hosts or addresses: {names}. Write one on each line, such as www.example.org or 192.0.2.7.',
  'note-too-long': 'This is too long: use at most {limit, number} characters.',
  'subject-not-verified': 'Nobody has verified this of your organisation yet, so it cannot stand in a certificate: {fields}.',
  'lint-failed':
    'The certificate would break these rules: {rules}. Change the request; if you cannot see how, show this to whoever runs Sallyport.',

  'replaced-already': 'Another certificate was asked for in the place of this one already. Go on with that one.',
  'key-unchanged': 'This request is made with the key that the certificate has now. Make another key, and the request with it.',
  'csr-not-kept': 'We do not have the request of the present key. Choose a new key.',
  'overlap-refused': 'Choose how long the present one should work: whole hours, at most {limit, number}.',
  'ca-refused.acme/csr-names':
    'The authority takes the certificate request itself, so the names in it must be just those you ask for. Leave “Names” empty to take them from the request, or make another request.',
  'ca-refused.acme/wildcard-needs-dns':
    'The authority proves names with an asterisk by DNS alone, and whoever runs Sallyport has not settled that. Ask for the names themselves.',
  'ca-refused.acme/nothing-named': 'Write at least one name.',
  'ca-refused.acme/other': 'The authority does not issue this.',

  'own-request': 'You asked for this yourself, so somebody else must decide.',
  'decided-already': 'You have decided on this before. One word of each person counts.',
  'reason-missing': 'Write why: those whom it concerns will read it.',
  'status-changed': 'Meanwhile this has changed: it is “{status}” now. Look at it again before you go on.',
  'revocation-asked-already':
    'Its revocation was asked for already, and waits for others to agree. When others may have the key, choose that reason: it is then revoked at once.',
  'revocation-settled': 'Meanwhile this revocation is decided, or another one is asked for. Look at the certificate again.',
  'revocation-reason-unknown': 'Choose one of the reasons.',
  'role-unknown': 'There is no such role. Choose one of the list.',
  'last-administrator': 'Somebody must be able to give roles. Make another person administrator first.',

  'domain-missing': 'Write the domain: a name of two parts or more, such as example.org, or an address.',
  'domain-malformed':
    'This is no domain that can be verified: {names}. Write a name of two parts or more without an asterisk, such as example.org, or an address.',
  'proof-method-refused': 'An address cannot be verified by DNS. Choose the file.',
  'domain-there-already': 'Your organisation has this domain already. Look for it in the list.',
  'domain-not-found': 'There is no such domain in your organisation. Look for it in the list.',
  'domain-declined': 'This domain was declined. Whoever runs Sallyport can tell you why.',
  'domains-too-many': 'Your organisation has {limit, number} domains, and no more are kept.',
  'nothing-to-prove': 'This domain is verified. Begin a new verification before you have it looked at again.',
  'challenge-expired':
    'What was to be published is too old by now. Begin a new verification, publish the new value, and have it looked at.',
  'checks-exhausted': 'This was looked at many times just now. Wait a while; what you have published stays good meanwhile.',
  'addresses-malformed': 'These are not e-mail addresses: {names}. Write one on each line.',
  'addresses-too-many': 'At most {limit, number} addresses are kept with a certificate. A list of your mail system can have more.',
  'webhook-not-found': 'There is no such webhook in your organisation. Look for it in the list.',
  'webhook-url-refused': 'Write an address that begins with https://, at port 443 or 8443, without a user name or a password in it.',
  'webhook-occasions-none': 'Choose at least one thing that it is told.',
  'webhooks-too-many': 'Your organisation has {limit, number} webhooks, and no more are kept. Remove one first.',
  'webhook-tries-exhausted': 'Many test messages were sent just now. Wait a few minutes.',

  'field-not-found': 'There is no such field any more. Open the page again, and go on from there.',
  'field-malformed':
    'Give the field a name of at most 40 characters and a kind. A choice needs at least one thing to choose, each on a line of its own.',
  'field-there-already': 'Your organisation has a field of this name already.',
  'fields-too-many': 'Your organisation has {limit, number} fields, and no more are kept. Retire one first.',
  'field-value-refused': 'This does not fit: {fields}. Look at the hint below the field.',
  'field-value-missing': 'Your organisation wants something written here: {fields}.',
  'view-not-found': 'This view is not there any more.',
  'view-malformed': 'Give the view a name of at most 60 characters, and say who sees it.',
  'views-too-many': 'You have saved {limit, number} views, and no more are kept. Delete one first.',
  'nothing-chosen': 'Nothing was chosen. Tick the certificates first.',
  'too-many-chosen': 'At most {limit, number} certificates are chosen at once. Choose fewer.',
  'report-not-found': 'This report is not there any more. Reports are kept for a month, for whoever made them.',
  'not-ours': 'Somebody else issued this certificate, and only they can revoke it. Ask its issuer.',
  'nothing-to-import': 'There is no certificate in this. Paste one, or choose a file.',
  'import-too-large': 'This is more than is taken at once: at most {limit, number}. Bring it in several parts.',
  'import-private-key':
    'There is a private key in this, and nobody else should ever have it. We have kept nothing of it, but it has left your computer: throw this key away and replace the certificate it belongs to. Then bring the certificates alone.',

  'organisation-not-found': 'Nobody of this organisation has signed in to Certificate Services yet.',
  'subject-malformed': 'This part of the subject cannot stand in a certificate.',

  'api-key-refused': 'This is no key that opens anything. Make one in Certificate Services, under Settings.',
  'api-key-tries-exhausted': 'This key was refused many times just now. Wait a while.',
  'api-key-not-found': 'There is no such key, or it was ended before.',
  'api-key-name-refused': 'Write what the key is for: at most {limit, number} characters.',
  'scopes-refused': 'Choose at least one thing that the key may do.',
  'scopes-beyond': 'Your roles do not allow this, so no key of yours may do it: {scopes}.',
  'api-key-days-refused': 'Choose how long the key is good: {limit, number} days at most.',
  'api-keys-too-many': 'You have {limit, number} keys that are good. End one of them first.',
  'idempotency-key-malformed': 'An Idempotency-Key has 1 to {limit, number} visible characters of ASCII.',
  'idempotency-key-reused': 'This Idempotency-Key was used for another request. Choose a new one.',
  'idempotency-in-progress': 'The same request is under way. Ask again in a moment.',
  'idempotency-answer-lost':
    'This request was begun, and what came of it was lost. Look whether it was done, then send it under a new Idempotency-Key.',

  'csr-missing': 'There is no certificate request yet. Paste one, choose its file, or let this browser make a key and the request with it.',
  'csr.csr-too-large': 'This is larger than any certificate request we can read. Look whether it is the right file.',
  'csr.csr-malformed':
    'This cannot be read as a certificate request. Paste all of it, from “-----BEGIN CERTIFICATE REQUEST-----” to the line with END.',
  'csr.csr-several': 'There are several requests in this. Send one at a time.',
  'csr.csr-signature-algorithm':
    'This request is signed by a method that is not safe, or that we do not know: {algorithm}. Make it again with SHA-256.',
  'csr.csr-signature-wrong': 'This request is not signed by its own key, so it does not prove that you have the key. Make it again.',
  'csr.pem-private-key':
    'This is a private key, and nobody else should ever have it. We have kept nothing of it, but it has left your computer: throw this key away, make another, and send only the request made with it.',
  'csr.pem-other-label': 'This is not a certificate request but: {found}.',
  'csr.key-malformed': 'The key in this request cannot be read. Make the request again.',
  'csr.key-kind-unknown': 'We do not know keys of this kind: {algorithm}. Use RSA, P-256, P-384 or Ed25519.',
  'csr.key-point-invalid': 'The key in this request is not a valid one. Make another.',

  'key.key-kind-not-accepted': 'This use does not take keys of this kind. Use P-256, or RSA of 2048 bits or more.',
  'key.key-too-short': 'The key has {bits, number} bits; at least {minimum, number} are needed. Make another.',
  'key.key-too-long': 'The key has {bits, number} bits; at most {maximum, number} are accepted. Make another.',
  'key.key-exponent': 'The key’s exponent is not safe. Make another key with an ordinary tool.',
  'key.key-modulus': 'The key can be broken. Make another with an ordinary tool.',
  'key.key-roca': 'The key was made by a library whose keys can be broken (ROCA). Make another on a different device.',
  'key.key-close-primes': 'The key can be broken within seconds. Make another with an ordinary tool.',
  'key.key-blocked': 'This key is known to others. It is never certified again: make another.',

  'names.names-none': 'A certificate needs at least one name. Write the names of the hosts, one on each line.',
  'names.names-too-many': 'At most {maximum, number} names fit into one certificate. Ask for two.',
  'names.names-duplicate': 'This stands here twice: {names}. Leave one of them out.',
  'names.names-wildcard-refused': 'This use takes no names with an asterisk: {names}.',
  'names.names-address-refused': 'This use takes no IP addresses: {names}.',
  'names.names-single-label-refused': 'Write the whole name, with its domain: {names}.',
  'names.subject-malformed': 'This part of the subject cannot stand in a certificate: {field}.',
  'names.subject-field-refused': 'This use does not take this part of the subject: {field}.',
  'names.common-name-not-among-names': 'The common name must be one of the names.',

  'lifetime.lifetime-malformed': 'Write the lifetime as a number of days, 1 or more.',
  'lifetime.lifetime-too-long': 'At most {maximum, number} days are allowed for this use.',
  'lifetime.lifetime-outlives-issuer': 'The certificate would outlive the authority that signs it. Ask for fewer days.',
  'lifetime.profile-not-yet-in-force': 'Certificates for this use are not issued yet.',
} as const;
