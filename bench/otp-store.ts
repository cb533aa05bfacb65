import { asFederationSessionRef, type IdentityPorts, submitOtp } from '@sallyport/identity';
import type { Clock } from '@sallyport/platform';
import { alternate, defineBenchmark, ratePerSecond } from './harness.ts';
import { createPeople, done, type Person } from './house/people.ts';
import { activateSoftToken, type SoftToken } from './house/soft-tokens.ts';
import { temporaryInstallation } from './house/temporary-installation.ts';
import { BareGroupCommit } from './limits/bare-group-commit.ts';

/**
 * Durable one-time-password validations a second through the store on SQLite: the whole verb as the Federation calls it. The try is
 * spent, the seed unsealed, every time step of the window tried, the right one burnt, the audit event chained, all in one durable
 * transaction. Every validation is accepted: account after account, and in each pass over them the password of the next time step.
 */
export const benchmark = defineBenchmark({
  name: 'otp-store',
  summary: 'durable one-time-password validations a second on SQLite, against bare group-committed transactions',
  options: { rounds: 7, callers: 64, accounts: 1024, passes: 20 },
  run: async ({ rounds, callers, accounts, passes }) => {
    const clock = steppingClock();
    const { installation, folder, remove } = await temporaryInstallation(clock);
    const bare = new BareGroupCommit({ folder, rows: accounts });
    try {
      const people = await createPeople(installation.identity, accounts);
      const validations = new Validations(installation.identity, { clock, holders: await equip(installation.identity, people) });
      const works = accounts * passes;
      const measured = await alternate({
        rounds,
        subject: {
          name: 'otp-store',
          measure: () => {
            validations.prepare(passes);
            return ratePerSecond({ callers, works, work: (index) => validations.submit(index) });
          },
        },
        limit: { name: 'bare SQLite', measure: () => ratePerSecond({ callers, works, work: (index) => bare.mark(index % accounts) }) },
        report: (line) => process.stderr.write(`${line}\n`),
      });
      return { unit: '1/s', ...measured, more: { callers, accounts } };
    } finally {
      bare.close();
      await remove();
    }
  },
});

interface Holder extends Person {
  readonly token: SoftToken;
}

const STEP_MS = 30_000;
const SESSION = asFederationSessionRef('benchmark');

interface SteppingClock extends Clock {
  readonly step: () => void;
}

/** Stands still within a time step. */
function steppingClock(): SteppingClock {
  let now = Date.UTC(2026, 0, 5, 9);
  return {
    now: () => now,
    step: () => {
      now += STEP_MS;
    },
  };
}

async function equip(ports: IdentityPorts, people: readonly Person[]): Promise<readonly Holder[]> {
  return Promise.all(people.map(async (person) => ({ ...person, token: await activateSoftToken(ports, person) })));
}

/** The passwords are made before the time is taken: making them is the device's work, not the server's. */
class Validations {
  readonly #ports: IdentityPorts;
  readonly #clock: SteppingClock;
  readonly #holders: readonly Holder[];
  #codes: readonly string[] = [];

  constructor(ports: IdentityPorts, { clock, holders }: { readonly clock: SteppingClock; readonly holders: readonly Holder[] }) {
    this.#ports = ports;
    this.#clock = clock;
    this.#holders = holders;
  }

  prepare(passes: number): void {
    const now = this.#clock.now();
    this.#codes = Array.from({ length: passes }, (_, pass) => now + (pass + 1) * STEP_MS).flatMap((moment) =>
      this.#holders.map(({ token }) => token.otpAt(moment)),
    );
  }

  async submit(index: number): Promise<void> {
    const holder = this.#holders[index % this.#holders.length];
    const otp = this.#codes[index];
    if (holder === undefined || otp === undefined) throw new Error('no password was prepared for this validation');
    // A pass begins while the last validations of the one before are still under way: they are within the drift of one step.
    if (index % this.#holders.length === 0) this.#clock.step();
    const { accountId, address } = holder;
    done(await submitOtp(this.#ports, { accountId, otp, session: SESSION, visit: { address } }));
  }
}
