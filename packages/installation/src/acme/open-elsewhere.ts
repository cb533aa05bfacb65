import { readFileSync } from 'node:fs';
import { type AcmeProvider, type AcmeProviderParts, openAcmeProvider } from '@sallyport/certificates';
import { nodeCryptography } from '@sallyport/pki/node-cryptography';
import { createNamedHostClient, createResolver } from '@sallyport/platform';
import type { InstallationConfiguration } from '../configuration.ts';
import { accountKeys } from './account-keys.ts';
import { dnsProgram } from './dns-program.ts';

/**
 * The CA elsewhere that the operator has settled, if any.
 *
 * @throws an error of node:fs when there is no file with the roots that were named.
 */
export function openElsewhere(
  configuration: InstallationConfiguration,
  parts: Pick<AcmeProviderParts, 'database' | 'secrets' | 'clock'>,
): AcmeProvider | undefined {
  const { acme, dnsServers } = configuration;
  if (acme === undefined) return undefined;
  const resolver = createResolver(dnsServers === undefined ? {} : { servers: dnsServers });
  const trusted = acme.rootsFile === undefined ? undefined : [readFileSync(acme.rootsFile, 'utf8')];
  return openAcmeProvider({
    ...parts,
    cryptography: nodeCryptography,
    wire: createNamedHostClient({ resolver, origin: new URL(acme.directory).origin, trusted }),
    keys: accountKeys,
    settings: {
      directory: acme.directory,
      contact: acme.contact === undefined ? undefined : `mailto:${acme.contact}`,
      externalAccount: acme.externalAccount?.reveal(),
      dns: acme.dnsProgram === undefined ? undefined : dnsProgram(acme.dnsProgram),
    },
  });
}
