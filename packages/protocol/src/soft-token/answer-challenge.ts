import { type Refused, refused } from '../device-errors.ts';
import { tokenSuite } from '../ocra-suite.ts';
import { confirmationChallenge, ocraAsync, ocraTimeStep, parseChallenge } from '../ocra.ts';
import type { AsyncOtpMac } from '../otp.ts';
import type { OtpParameters } from '../vault-body.ts';

/** The device's half of OCRA (RFC 6287). Loaded on demand: most tokens show one-time passwords and are never asked. */

export interface PreparedAnswer {
  readonly kind: 'prepared';
  /** A counter value is to be spent for it. */
  readonly hasCounter: boolean;
  /** `now`: the server's clock in Unix milliseconds. Undefined when the suite names something that was not given. */
  readonly respond: (input: RespondInput) => Promise<string | undefined>;
}

interface RespondInput {
  readonly counter: number | undefined;
  readonly now: number;
  readonly mac: AsyncOtpMac;
}

/** `PARAM_RANGE` for tokens that answer nothing; `CHALLENGE_FORM` when what was typed is no challenge of this suite. Nothing is spent by either. */
export function prepareAnswer(otp: OtpParameters, typed: string): PreparedAnswer | Refused {
  const suite = tokenSuite(otp);
  if (suite === undefined) return refused({ code: 'PARAM_RANGE' });
  const challenge = parseChallenge(typed, suite.challenge);
  if (challenge === undefined) return refused({ code: 'CHALLENGE_FORM', ...suite.challenge });
  return {
    kind: 'prepared',
    hasCounter: suite.hasCounter,
    respond: async ({ counter, now, mac }) => {
      const timeStep = suite.stepSeconds === undefined ? undefined : ocraTimeStep(suite.stepSeconds, now);
      const response = await ocraAsync({ suite, challenges: [challenge], counter, timeStep, mac });
      return response.ok ? response.value : undefined;
    },
  };
}

/** The challenge that confirms an activation; undefined for a suite that this token cannot answer by itself. */
export function confirmingChallenge(otp: OtpParameters, headerHash: Uint8Array): string | undefined {
  const suite = tokenSuite(otp);
  return suite && confirmationChallenge(suite, headerHash);
}
