import type { CertificateProfile } from '@sallyport/pki';
import type { CertificatesPorts } from '../ports.ts';
import type { CaProvider } from './ca-provider.ts';

/** What everybody shall trust comes from a CA elsewhere; all else from the CA here. */
export function providerOf(
  { provider, elsewhere }: Pick<CertificatesPorts, 'provider' | 'elsewhere'>,
  { profile }: { readonly profile: CertificateProfile },
): Pick<CaProvider, 'check' | 'issue'> {
  return profile.trust === 'public' && elsewhere !== undefined ? elsewhere : provider;
}
