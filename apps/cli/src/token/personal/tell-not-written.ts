import type { DeviceError } from '@sallyport/protocol';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { say, type Voice } from '../surroundings.ts';
import { explainDeviceError } from '../terminal/explanations.ts';
import { personalWords } from './personal.messages.ts';

/** Why a list stayed as it was. */
export function tellNotWritten(error: DeviceError, err: Voice): ExitCode {
  say(err, error.code === 'PARAM_RANGE' ? personalWords('full') : explainDeviceError(error));
  return EXIT.failed;
}
