import { type Identifier, parseIdentifier } from '@sallyport/pki';
import type { CertificateTable } from '../schema.ts';

/** The names of a certificate as they were asked for. */
export function keptIdentifiers({ names }: Pick<CertificateTable, 'names'>): readonly Identifier[] {
  return (JSON.parse(names) as string[]).flatMap((name) => {
    const identifier = parseIdentifier(name);
    return identifier.ok ? [identifier.value] : [];
  });
}
