import { type Refused, refused } from '../device-errors.ts';
import type { TokenPorts } from '../ports.ts';

/** Everything that reads in order to write goes through here, so that five tabs together get five attempts (section 18, invariant 4). */
export async function exclusively<Outcome extends object>(ports: TokenPorts, work: () => Promise<Outcome>): Promise<Outcome | Refused> {
  return (await ports.mutex.exclusively(work)) ?? refused({ code: 'LOCK_BUSY' });
}
