/**
 * The allow-list of what may run in production: each package, why, and in which rooms. A package that is not here cannot be imported
 * by product code, and one that is here but no longer used fails the check. A new entry needs: no install script, no compiler, kept by
 * somebody, and a reason that would convince a stranger.
 *
 * @type {Readonly<Record<string, { readonly rooms: readonly string[], readonly why: string }>>}
 */
export const RUNTIME_DEPENDENCIES = {
  '@fastify/ajv-compiler': {
    rooms: ['server'],
    why: 'What Fastify itself compiles schemas with, named so that all listeners share one; part of the Fastify project, no install script.',
  },
  '@fastify/cookie': { rooms: ['server'], why: 'Parses and writes cookies as RFC 6265 says; part of the Fastify project.' },
  '@fastify/formbody': { rooms: ['server'], why: 'Pages are forms that work without script; part of the Fastify project.' },
  '@fastify/static': {
    rooms: ['server'],
    why: 'Serves the soft token and the assets of the pages, with ETags and ranges; part of the Fastify project.',
  },
  '@fastify/swagger': {
    rooms: ['server'],
    why: 'The description of the API, made of the schemas of its routes; part of the Fastify project, no install script.',
  },
  '@fontsource-variable/atkinson-hyperlegible-mono': {
    rooms: ['ui'],
    why: 'Codes are read aloud and typed: a face whose 0/O and 1/l cannot be confused, served by ourselves.',
  },
  '@fontsource-variable/atkinson-hyperlegible-next': {
    rooms: ['ui'],
    why: 'A face made for low vision, served by ourselves: no request leaves for a font host.',
  },
  '@hpke/core': { rooms: ['protocol'], why: 'RFC 9180 for activation; the profile we use is tested against its vectors.' },
  '@noble/ciphers': {
    rooms: ['token-client'],
    why: 'AES and ChaCha20 for opening the exports of other authenticators; audited, by the author of the other two.',
  },
  '@noble/curves': { rooms: ['protocol'], why: 'X25519 and Ed25519, audited, no dependencies, runs in browser and Node.' },
  '@noble/hashes': {
    rooms: ['protocol', 'token-client', 'server'],
    why: 'HMAC, HKDF and SHA-2, audited, no dependencies, runs in browser and Node; PBKDF2 and scrypt for imports; SHA-256 at once for PKCS #12.',
  },
  '@node-rs/argon2': {
    rooms: ['platform'],
    why: 'Argon2id off the event loop, prebuilt for every common platform; measured 2.2 to 2.9 times the others.',
  },
  '@peculiar/asn1-schema': {
    rooms: ['pki'],
    why: 'Writes ASN.1 from classes; kept by those who wrote most of the X.509 there is in JavaScript.',
  },
  '@peculiar/asn1-x509': {
    rooms: ['pki'],
    why: 'The extensions and names of RFC 5280, written by one implementation and read back by another, ours.',
  },
  '@peculiar/utils': { rooms: ['pki'], why: 'Base64 on every platform; of the family above, which stands on it.' },
  '@simplewebauthn/server': {
    rooms: ['platform'],
    why: 'Web Authentication, sections 7.1 and 7.2, as most services on Node do it; loaded when the first passkey comes.',
  },
  '@zxcvbn-ts/language-common': {
    rooms: ['platform'],
    why: 'The 49,000 most common passwords in 380 kB, MIT, kept by the makers of zxcvbn-ts; only data.',
  },
  argon2id: {
    rooms: ['soft-token'],
    why: 'Argon2id in the browser: 5 kB gzipped with its WebAssembly, faster by SIMD than the others; by the OpenPGP.js project.',
  },
  fastify: { rooms: ['server'], why: 'Encapsulation, injection tests and schemas at the door, at the speed of node:http.' },
  'intl-messageformat': { rooms: ['ui'], why: 'Plurals and numbers in messages, by the rules of ICU.' },
  jose: {
    rooms: ['server', 'installation'],
    why: 'Makes the signing key of the provider as a JWK, and signs what is said to an ACME CA; by the author of oidc-provider, which stands on it.',
  },
  kysely: { rooms: ['platform', 'identity', 'server'], why: 'Statements written once, checked against the schema, run on both engines.' },
  nodemailer: { rooms: ['platform'], why: 'SMTP without dependencies, for twelve years.' },
  'oidc-provider': { rooms: ['server'], why: 'The certified OpenID Connect provider: never write this ourselves.' },
  'openid-client': { rooms: ['server'], why: 'The certified relying party, for the portals.' },
  pg: { rooms: ['platform'], why: 'The PostgreSQL driver everybody uses, in plain JavaScript.' },
  pino: { rooms: ['platform'], why: 'JSON lines with redaction; the logger Fastify expects.' },
  'postal-mime': { rooms: ['platform'], why: 'Reads the mails of the outbox folder back for the demonstration; no dependencies.' },
  preact: { rooms: ['ui', 'server', 'soft-token'], why: 'Type-checked, escaped views in 4 kB; on the server without hydration.' },
  'preact-render-to-string': { rooms: ['ui'], why: 'Pages as text: 6 µs for a small one.' },
  punycode: { rooms: ['pki'], why: 'RFC 3492, to see whether a label with `xn--` is one; by its author, no dependencies.' },
  qr: { rooms: ['soft-token'], why: 'Reads QR codes from images where the browser has no detector; no dependencies, loaded on demand.' },
  typebox: { rooms: ['platform', 'server'], why: 'One schema validates, types and filters the answer.' },
  uqr: { rooms: ['ui', 'cli'], why: 'QR codes as data, drawn by us as SVG on the server and as blocks in a terminal; no dependencies.' },
};
