import { asFederationSessionRef, type IdentityPorts, submitOtp } from '@sallyport/identity';
import type { Installation } from '@sallyport/installation';
import type { Clock } from '@sallyport/platform';
import { join } from 'node:path';
import { alternate, defineBenchmark, median, ratePerSecond, round } from './harness.ts';
import { createPeople, done, type Person } from './house/people.ts';
import { activateSoftToken, type SoftToken } from './house/soft-tokens.ts';
import { temporaryInstallation } from './house/temporary-installation.ts';
import { type BareBudget, BareValidations } from './limits/bare-validations.ts';
import { OneRowUpdates } from './limits/one-row-updates.ts';

/**
 * Durable one-time-password validations a second through the store on SQLite: the whole verb as the Federation calls it. The try is
 * spent, the seed unsealed, every time step of the window tried, the right one burnt, the audit event chained, all in one durable
 * transaction. Every validation is accepted: account after account, and in each pass over them the password of the next time step.
 */
export const benchmark = defineBenchmark({
  name: 'otp-store',
  summary: 'durable one-time-password validations a second on SQLite, against bare group-committed transactions',
  options: { rounds: 15, callers: 64, accounts: 1024, passes: 20 },
  run: async ({ rounds, callers, accounts, passes }) => {
    const clock = new StandingClock();
    const { installation, folder, databaseFile, remove } = await temporaryInstallation(clock);
    const holders = await equip(installation.identity, await createPeople(installation.identity, accounts));
    const bare = await BareValidations.onCopy({ source: databaseFile, file: join(folder, 'limit.db'), ...budgetFrom(installation, clock) });
    const updates = new OneRowUpdates({ file: join(folder, 'one-row-updates.db'), rows: accounts });
    try {
      const validations = new Validations(installation.identity, { clock, holders });
      const rate = (works: number, work: (index: number) => Promise<void>) => ratePerSecond({ callers, works, work });
      const oneRowUpdate: number[] = [];
      const measured = await alternate({
        rounds,
        subject: {
          name: 'otp-store',
          measure: () => rate(validations.prepare(passes), (index) => validations.submit(index)),
        },
        limit: {
          name: 'bare SQLite',
          measure: async () => {
            oneRowUpdate.push(await rate(accounts * passes, (index) => updates.mark(index % accounts)));
            return rate(accounts * passes, (index) => bare.validate(index));
          },
        },
        report: (line) => process.stderr.write(`${line}\n`),
      });
      return { unit: '1/s', ...measured, more: { oneRowUpdate: round(median(oneRowUpdate)), callers, accounts } };
    } finally {
      bare.close();
      updates.close();
      await remove();
    }
  },
});

function budgetFrom({ identity }: Installation, clock: Clock): BareBudget {
  const { allowed, windowMs } = identity.policy.otpBudget;
  return { at: clock.now(), endsAt: clock.now() + windowMs, allowed };
}

interface Holder extends Person {
  readonly token: SoftToken;
}

const STEP_MS = 30_000;
const SESSION = asFederationSessionRef('benchmark');

/** Stands still but for `standAt`. */
class StandingClock implements Clock {
  #moment = Date.UTC(2026, 0, 5, 9);

  now(): number {
    return this.#moment;
  }

  standAt(moment: number): void {
    this.#moment = moment;
  }
}

async function equip(ports: IdentityPorts, people: readonly Person[]): Promise<readonly Holder[]> {
  return Promise.all(people.map(async (person) => ({ ...person, token: await activateSoftToken(ports, person) })));
}

interface Validation {
  readonly holder: Holder;
  readonly moment: number;
  readonly otp: string;
}

/** The passwords are made before the time is taken: making them is the device's work, not the server's. */
class Validations {
  readonly #ports: IdentityPorts;
  readonly #clock: StandingClock;
  readonly #holders: readonly Holder[];
  #prepared: readonly Validation[] = [];

  constructor(ports: IdentityPorts, { clock, holders }: { readonly clock: StandingClock; readonly holders: readonly Holder[] }) {
    this.#ports = ports;
    this.#clock = clock;
    this.#holders = holders;
  }

  /** Answers how many there are to submit. */
  prepare(passes: number): number {
    const now = this.#clock.now();
    const moments = Array.from({ length: passes }, (_, pass) => now + (pass + 1) * STEP_MS);
    this.#prepared = moments.flatMap((moment) => passAt(moment, this.#holders));
    return this.#prepared.length;
  }

  async submit(index: number): Promise<void> {
    const validation = this.#prepared[index];
    if (!validation) throw new Error('no password was prepared for this validation');
    const { holder, moment, otp } = validation;
    // A pass begins while the last validations of the one before are still under way: they are within the drift of one step.
    this.#clock.standAt(moment);
    done(await submitOtp(this.#ports, { accountId: holder.accountId, otp, session: SESSION, visit: { address: holder.address } }));
  }
}

/**
 * The password of this moment's step for every holder but those, one in a million, whose password of one of the two steps before was the
 * same: when that was accepted it burnt this step with it.
 */
function passAt(moment: number, holders: readonly Holder[]): readonly Validation[] {
  return holders
    .map((holder) => ({ holder, moment, otp: holder.token.otpAt(moment) }))
    .filter(({ holder: { token }, otp }) => otp !== token.otpAt(moment - STEP_MS) && otp !== token.otpAt(moment - 2 * STEP_MS));
}
