import { nameOf } from '../authority/own-authorities.ts';
import type { CertificateAuthorityTable } from '../schema.ts';

type Row = Pick<CertificateAuthorityTable, 'authority_id' | 'kind' | 'der'>;

export function nextIssuingName(rows: readonly Row[]): { readonly authorityId: string; readonly generation: number } {
  const generation = rows.filter(({ kind }) => kind === 'issuing').length + 1;
  return { authorityId: nameOf('issuing', generation), generation };
}

/** The name a root has here, or will have when it is imported. The first name is that of the root whose key is here, whether there is one or not. */
export function rootNameFor(rows: readonly Row[], der: Uint8Array): string {
  const known = rows.find((row) => row.kind === 'root' && isSame(row.der, der));
  const imported = rows.filter(({ kind, authority_id }) => kind === 'root' && authority_id !== nameOf('root', 1)).length;
  return known?.authority_id ?? nameOf('root', imported + 2);
}

export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((octet, index) => octet === other[index]);
}
