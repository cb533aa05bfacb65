import { type Cryptography, type DecodedCertificate, type Instant, buildChain, issued, readIssuer } from '@sallyport/pki';
import { isSame } from './names.ts';

/** What a CA that was signed in a ceremony must be before anything is signed with its key. */
export interface SignedElsewhere {
  readonly issuing: DecodedCertificate;
  readonly root: DecodedCertificate;
  /** Of the key that was asked for. */
  readonly requestedKey: Uint8Array;
  /** The names of the CAs that are here already, without the root above it. */
  readonly namesTaken: readonly Uint8Array[];
  /** Where its list, and the certificate of the root, will be found. */
  readonly pointers: { readonly crl: readonly string[]; readonly issuer: readonly string[] };
  readonly now: Instant;
  readonly cryptography: Cryptography;
}

export type ChainMistake =
  | 'key-not-requested'
  | 'root-not-a-root'
  | 'chain-does-not-hold'
  | 'path-length'
  | 'usage'
  | 'outlives-root'
  | 'name-taken'
  | 'pointers-elsewhere';

const CA_USAGES = ['keyCertSign', 'cRLSign'] as const;

/** In this order; undefined when nothing is wrong. */
export function mistakeInSigned(signed: SignedElsewhere): ChainMistake | undefined {
  return CHECKS.map((check) => check(signed)).find((mistake) => mistake !== undefined);
}

type Check = (signed: SignedElsewhere) => ChainMistake | undefined;

const keyIsTheRequested: Check = ({ issuing, requestedKey }) =>
  isSame(issuing.publicKey.spki, requestedKey) ? undefined : 'key-not-requested';

/** RFC 5280 section 6.1: a root is trusted because it was chosen, but it must be one: self-signed, a CA, for certificates and lists, with room below it. */
const rootIsARoot: Check = ({ root, cryptography }) => {
  const { basicConstraints } = root;
  const isRoot =
    issued(root, root, cryptography) && basicConstraints?.isCa === true && mayBeOpened(root) && basicConstraints.pathLength !== 0;
  return isRoot ? undefined : 'root-not-a-root';
};

const chainHolds: Check = ({ issuing, root, now, cryptography }) =>
  buildChain({ leaf: issuing, intermediates: [], roots: [root], now, cryptography }).ok ? undefined : 'chain-does-not-hold';

/** No CA below this one: it is on a machine that the world can reach. */
const issuesOnlyLeaves: Check = ({ issuing: { basicConstraints } }) =>
  basicConstraints?.isCa === true && basicConstraints.pathLength === 0 ? undefined : 'path-length';

const isForSigning: Check = ({ issuing }) => (mayBeOpened(issuing) && issuing.purposes === undefined ? undefined : 'usage');

const endsWithItsRoot: Check = ({ issuing, root }) => (issuing.validity.notAfter > root.validity.notAfter ? 'outlives-root' : undefined);

const hasANameOfItsOwn: Check = ({ issuing, root, namesTaken }) =>
  [root.subjectDer, ...namesTaken].some((name) => isSame(name, issuing.subjectDer)) ? 'name-taken' : undefined;

/** They stand in it for as long as it lives, and nobody can look up a list that is somewhere else. */
const pointsHere: Check = ({ issuing, pointers }) => {
  const isHere = isSameList(issuing.crlUrls, pointers.crl) && isSameList(issuing.access?.issuerUrls, pointers.issuer);
  return isHere ? undefined : 'pointers-elsewhere';
};

const CHECKS: readonly Check[] = [
  keyIsTheRequested,
  rootIsARoot,
  chainHolds,
  issuesOnlyLeaves,
  isForSigning,
  endsWithItsRoot,
  hasANameOfItsOwn,
  pointsHere,
];

/** Whoever opens the CAs of an installation refuses to start over one that cannot sign, so it is looked at before it is kept. */
function mayBeOpened({ der, keyUsages }: DecodedCertificate): boolean {
  return readIssuer(der).ok && keyUsages?.length === CA_USAGES.length && CA_USAGES.every((usage) => keyUsages.includes(usage));
}

function isSameList(one: readonly string[] | undefined, other: readonly string[]): boolean {
  return one?.length === other.length && other.every((url, index) => one[index] === url);
}
