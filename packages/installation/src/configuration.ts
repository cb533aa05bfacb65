import { join, resolve } from 'node:path';
import type { ExternalAccount, OwnSuffix } from '@sallyport/certificates';
import { RECOVERY_PRESETS, type RecoveryPreset } from '@sallyport/identity';
import type { DnsName } from '@sallyport/pki';
import {
  type AddressRange,
  type ConfigurationOf,
  type EmailAddress,
  formatProblems,
  loadConfiguration,
  type LogLevel,
  parseSmtpUrl,
  Secret,
  setting,
  type SmtpPeer,
  type Sources,
} from '@sallyport/platform';
import { parseAcmeDirectory, parseExternalAccount } from './acme/settings.ts';
import { parseAddressRanges, parseCaaNames, parseDnsServers, parseOwnSuffixes } from './listed-settings.ts';

/** Every setting of an installation, in one place. `docs/operate/configuration.md` is made from this. */
export const settings = {
  data: setting.folder({
    name: 'SALLYPORT_DATA',
    help: 'The folder with everything the server keeps: the embedded database, the sealing keys, the outbox. Deleting it starts afresh.',
    default: './data',
  }),
  databaseUrl: setting.optional(
    setting.secretOf({
      name: 'SALLYPORT_DATABASE_URL',
      help: 'The database. PostgreSQL for several processes; SQLite is embedded and belongs to one process.',
      looksLike: 'postgresql://sallyport:password@db.example.org/sallyport',
      parse: (text) =>
        /^(postgresql|postgres|sqlite):/.test(text) ? { value: text } : { wrong: 'is neither postgresql://… nor sqlite:/…' },
    }),
    'SQLite in the data folder',
  ),
  sealingKeys: setting.optional(
    setting.secret({
      name: 'SALLYPORT_SEALING_KEYS',
      help: 'The keys that seal stored secrets, one a line, the newest last.',
      looksLike: 'sallyport-sealing-key:… (43 characters of base64url)',
    }),
    'a file in the data folder, made at first start',
  ),
  basePort: setting.number({
    name: 'SALLYPORT_BASE_PORT',
    help: 'The first of six consecutive ports on which the listeners stand while their origins are not set.',
    minimum: 1,
    maximum: 65_529,
    default: '4300',
  }),
  listenHost: setting.text({
    name: 'SALLYPORT_LISTEN_HOST',
    help: 'The address the listeners are bound to.',
    looksLike: '127.0.0.1',
    default: '127.0.0.1',
  }),
  certificateServicesOrigin: setting.optional(
    setting.origin({ name: 'SALLYPORT_CERTIFICATE_SERVICES_ORIGIN', help: 'Where people reach Certificate Services.' }),
    'http://localhost with the base port',
  ),
  federationOrigin: setting.optional(
    setting.origin({
      name: 'SALLYPORT_FEDERATION_ORIGIN',
      help: 'Where people reach the Federation; also the OpenID Connect issuer. Passkeys belong to its host: under another one they open nothing.',
    }),
    'http://localhost with the base port + 1',
  ),
  selfAdministrationOrigin: setting.optional(
    setting.origin({ name: 'SALLYPORT_SELF_ADMINISTRATION_ORIGIN', help: 'Where people reach Self-Administration.' }),
    'http://localhost with the base port + 2',
  ),
  softTokenOrigin: setting.optional(
    setting.origin({
      name: 'SALLYPORT_SOFT_TOKEN_ORIGIN',
      help: 'Where the Soft Token app and its API are. Tokens are bound to it: it cannot be changed later without activating them anew.',
    }),
    'http://localhost with the base port + 3',
  ),
  revocationOrigin: setting.optional(
    setting.publicOrigin({
      name: 'SALLYPORT_REVOCATION_ORIGIN',
      help: 'Where everybody asks whether a certificate still holds: the address of CRL, OCSP and the CA’s own certificates, which every certificate carries. Plain http, as RFC 5280 wants it; certificates that exist keep the old address.',
    }),
    'http://localhost with the base port + 5',
  ),
  trustProxy: setting.choice({
    name: 'SALLYPORT_TRUST_PROXY',
    help: 'Whether one reverse proxy stands in front that ends TLS and adds the address of the visitor to X-Forwarded-For. The last address there counts, whatever stands before it. Without a proxy, say no.',
    choices: ['no', 'yes'],
    default: 'no',
  }),
  smtp: setting.optional(
    setting.secretOf({
      name: 'SALLYPORT_SMTP_URL',
      help: 'The mail server.',
      looksLike: 'smtps://user:password@mail.example.org:465',
      parse: (text) => {
        const peer = parseSmtpUrl(text);
        return 'wrong' in peer ? peer : { value: peer };
      },
    }),
    'mails become files in the outbox folder of the data folder, and a page on the base port + 4 shows them',
  ),
  mailFrom: setting.mailAddress({
    name: 'SALLYPORT_MAIL_FROM',
    help: 'The address mails come from.',
    default: 'no-reply@sallyport.example',
  }),
  issuerName: setting.text({
    name: 'SALLYPORT_ISSUER_NAME',
    help: 'The name that mails and tokens carry.',
    looksLike: 'Northwind Harbour Authority',
    default: 'Sallyport',
    maximumLength: 64,
  }),
  supportFile: setting.text({
    name: 'SALLYPORT_SUPPORT_FILE',
    help: 'The support directory: opening hours and the number to dial from each country, as JSON. Start from apps/cli/demonstration/support.json.',
    looksLike: '/etc/sallyport/support.json',
  }),
  supportMail: setting.optional(
    setting.mailAddress({
      name: 'SALLYPORT_SUPPORT_MAIL',
      help: 'Who is told of alarms, such as a token that was copied, and of what only the operator can do in time, such as the next list of an offline root; mails to people name it as the way to reach you.',
    }),
    'alarms stand in the audit log and the log alone',
  ),
  supportTelephone: setting.optional(
    setting.text({
      name: 'SALLYPORT_SUPPORT_TELEPHONE',
      help: 'The number that mails to people name, in international form. The support page has the number to dial from each country.',
      looksLike: '+800 5550 0199',
      maximumLength: 40,
    }),
    'mails name no number',
  ),
  recoveryPolicy: setting.choice({
    name: 'SALLYPORT_RECOVERY_POLICY',
    help: 'What people prove to repair their access. classic: password and questions, or better. modern: no questions. strict: two ways that do not hang on each other, and a day in which every address can call it off.',
    choices: RECOVERY_PRESETS,
    default: 'classic',
  }),
  tokenOpensWithoutPin: setting.choice({
    name: 'SALLYPORT_TOKEN_OPENS_WITHOUT_PIN',
    help: 'Whether the owner of a soft token may let fingerprint, face or screen lock open it without its PIN, where the device has one. For tokens activated from then on.',
    choices: ['no', 'yes'],
    default: 'no',
  }),
  passwordMinimumLength: setting.number({
    name: 'SALLYPORT_PASSWORD_MINIMUM_LENGTH',
    help: 'The fewest characters of a password. Less than 15 is within NIST SP 800-63B-4 only where every application asks for the second factor.',
    minimum: 8,
    maximum: 64,
    default: '15',
  }),
  certificateSuffixes: setting.optional(
    setting.textOf({
      name: 'SALLYPORT_CERTIFICATE_SUFFIXES',
      help: 'Private names and addresses for which you vouch, separated by spaces: certificates for them, and for everything below a name, need no proof of the domain. With = and the identifiers of organisations, for those alone; otherwise for all, so that any of them can have a certificate for any such name.',
      looksLike: 'localhost 192.0.2.7 harbour.example=ORGANISATION,ORGANISATION',
      parse: parseOwnSuffixes,
    }),
    'every name is proven by DNS or by a file',
  ),
  caaNames: setting.optional(
    setting.textOf({
      name: 'SALLYPORT_CAA_NAMES',
      help: 'What CAA records in the DNS may call the CA of this installation, separated by spaces. With it nothing is issued for a name whose records let others alone issue, or whose zone does not answer; names for which you vouch are not looked at.',
      looksLike: 'ca.harbour.example',
      parse: parseCaaNames,
    }),
    'CAA records are not looked at: they speak to CAs that everybody trusts',
  ),
  acmeDirectory: setting.optional(
    setting.textOf({
      name: 'SALLYPORT_ACME_DIRECTORY',
      help: 'A CA elsewhere that issues certificates which everybody trusts: the address of its ACME directory. By setting it you agree to the terms of service of that CA. Nothing else of its host is asked for, and no other host.',
      looksLike: 'https://acme.example.org/directory',
      parse: parseAcmeDirectory,
    }),
    'the CA of this installation alone issues',
  ),
  acmeContact: setting.optional(
    setting.mailAddress({ name: 'SALLYPORT_ACME_CONTACT', help: 'Where that CA reaches you.' }),
    'the CA has no address of yours',
  ),
  acmeExternalAccount: setting.optional(
    setting.secretOf({
      name: 'SALLYPORT_ACME_EXTERNAL_ACCOUNT',
      help: 'What that CA gave you to bind the account to yours (external account binding): key identifier and HMAC key.',
      looksLike: 'KEY-ID:HMAC-KEY',
      parse: parseExternalAccount,
    }),
    'the account is bound to none',
  ),
  acmeRoots: setting.optional(
    setting.text({
      name: 'SALLYPORT_ACME_ROOTS',
      help: 'A file with the certificates (PEM) of those who vouch for the host of that CA, where it is none that everybody trusts.',
      looksLike: '/etc/sallyport/acme-roots.pem',
    }),
    'those whom everybody trusts',
  ),
  acmeDnsProgram: setting.optional(
    setting.text({
      name: 'SALLYPORT_ACME_DNS_PROGRAM',
      help: 'A program that changes your zones, called as PROGRAM publish NAME VALUE and PROGRAM remove NAME VALUE for TXT records. With it names are proven to that CA by DNS, wildcards too; without, by HTTP.',
      looksLike: '/usr/local/bin/change-zone',
    }),
    'names are proven by HTTP: docs/operate/acme-provider.md',
  ),
  outboundRanges: setting.optional(
    setting.textOf({
      name: 'SALLYPORT_OUTBOUND_RANGES',
      help: 'Private addresses that the server may ask for what others have named, such as the file that proves a domain, separated by spaces. Whoever may name a domain can then make it ask there, on the ports 80 and 443.',
      looksLike: '10.20.0.0/16 fd00:1234::/32',
      parse: parseAddressRanges,
    }),
    'only addresses of the public internet',
  ),
  dnsServers: setting.optional(
    setting.textOf({
      name: 'SALLYPORT_DNS_SERVERS',
      help: 'The DNS servers that are asked about domains, separated by spaces. They must be resolvers that follow CNAMEs, and should validate DNSSEC.',
      looksLike: '192.0.2.53 [2001:db8::53]:5353',
      parse: parseDnsServers,
    }),
    'those of the system',
  ),
  logLevel: setting.choice({
    name: 'SALLYPORT_LOG_LEVEL',
    help: 'How much is logged, as JSON lines on standard output.',
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: 'info',
  }),
} as const;

export type ListenerName = 'certificate-services' | 'federation' | 'self-administration' | 'soft-token' | 'outbox' | 'revocation';

export interface ListenerAddress {
  readonly origin: string;
  readonly port: number;
}

export interface InstallationConfiguration {
  readonly dataFolder: string;
  readonly databaseUrl: Secret<string>;
  readonly sealingKeys: Secret<string> | undefined;
  readonly listeners: Readonly<Record<ListenerName, ListenerAddress>>;
  readonly listenHost: string;
  readonly trustProxy: boolean;
  readonly smtp: Secret<SmtpPeer> | undefined;
  readonly mailFrom: EmailAddress;
  readonly issuerName: string;
  readonly supportFile: string;
  readonly supportMail: EmailAddress | undefined;
  readonly supportTelephone: string | undefined;
  readonly recoveryPolicy: RecoveryPreset;
  readonly tokenOpensWithoutPin: boolean;
  /** Characters. */
  readonly passwordMinimumLength: number;
  readonly certificateSuffixes: readonly OwnSuffix[];
  /** None: CAA records are not looked at. */
  readonly caaNames: readonly DnsName[];
  /** Undefined: the CA of this installation alone issues. */
  readonly acme: AcmeConfiguration | undefined;
  readonly outboundRanges: readonly AddressRange[];
  /** Undefined: those of the system. */
  readonly dnsServers: readonly string[] | undefined;
  readonly logLevel: LogLevel;
}

/** A CA elsewhere. */
export interface AcmeConfiguration {
  readonly directory: string;
  readonly contact: EmailAddress | undefined;
  readonly externalAccount: Secret<ExternalAccount> | undefined;
  readonly rootsFile: string | undefined;
  readonly dnsProgram: string | undefined;
}

export type ConfigurationReading =
  | { readonly kind: 'read'; readonly configuration: InstallationConfiguration }
  /** Every problem, as a text for the terminal. */
  | { readonly kind: 'refused'; readonly problems: string };

/** EX_CONFIG of sysexits.h. */
export const EXIT_CONFIGURATION = 78;

export function readConfiguration(sources: Sources): ConfigurationReading {
  const loaded = loadConfiguration(settings, sources);
  if (loaded.outcome === 'refused') return { kind: 'refused', problems: formatProblems(loaded.problems) };
  return { kind: 'read', configuration: withDefaults(loaded.configuration) };
}

function withDefaults(given: ConfigurationOf<typeof settings>): InstallationConfiguration {
  const dataFolder = resolve(given.data);
  const listener = (offset: number, origin: string | undefined): ListenerAddress => {
    const port = given.basePort + offset;
    return { origin: origin ?? `http://localhost:${String(port)}`, port };
  };
  return {
    dataFolder,
    databaseUrl: given.databaseUrl ?? new Secret(`sqlite:${join(dataFolder, 'sallyport.db')}`),
    sealingKeys: given.sealingKeys,
    listeners: {
      'certificate-services': listener(0, given.certificateServicesOrigin),
      federation: listener(1, given.federationOrigin),
      'self-administration': listener(2, given.selfAdministrationOrigin),
      'soft-token': listener(3, given.softTokenOrigin),
      outbox: listener(4, undefined),
      revocation: listener(5, given.revocationOrigin),
    },
    listenHost: given.listenHost,
    trustProxy: given.trustProxy === 'yes',
    smtp: given.smtp,
    mailFrom: given.mailFrom,
    issuerName: given.issuerName,
    supportFile: given.supportFile,
    supportMail: given.supportMail,
    supportTelephone: given.supportTelephone,
    recoveryPolicy: given.recoveryPolicy,
    tokenOpensWithoutPin: given.tokenOpensWithoutPin === 'yes',
    passwordMinimumLength: given.passwordMinimumLength,
    certificateSuffixes: given.certificateSuffixes ?? [],
    caaNames: given.caaNames ?? [],
    acme:
      given.acmeDirectory === undefined
        ? undefined
        : {
            directory: given.acmeDirectory,
            contact: given.acmeContact,
            externalAccount: given.acmeExternalAccount,
            rootsFile: given.acmeRoots,
            dnsProgram: given.acmeDnsProgram,
          },
    outboundRanges: given.outboundRanges ?? [],
    dnsServers: given.dnsServers,
    logLevel: given.logLevel,
  };
}
