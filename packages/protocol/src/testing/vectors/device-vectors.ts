import { bodyVectors } from './body-vectors.ts';
import { commitVectors } from './commit-vectors.ts';
import { headerVectors } from './header-vectors.ts';
import { personalVaultVectors } from './personal-vault-vectors.ts';
import { protectedCommitVectors } from './protected-commit-vectors.ts';
import { slotVectors } from './slot-vectors.ts';
import { stateVectors } from './state-vectors.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/** The device's half of `vectors/` (section 21): file name without `.json`, and how its content is made. The same every time. */
export const DEVICE_VECTORS: Readonly<Record<string, () => unknown>> = {
  'worked-example': () => ({ about: 'Section 19 of the protocol page, copied by hand. Octets in hexadecimal.', ...WORKED_EXAMPLE }),
  header: headerVectors,
  slot: slotVectors,
  body: bodyVectors,
  state: stateVectors,
  commit: commitVectors,
  'commit-p1': protectedCommitVectors,
  'personal-vault': personalVaultVectors,
};

/** The text of one vector file. */
export async function deviceVectorFile(name: string): Promise<string> {
  return `${JSON.stringify(await DEVICE_VECTORS[name]?.(), null, 2)}\n`;
}
