import type { OpenVault } from '@sallyport/protocol';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { say, type Surroundings } from './surroundings.ts';
import { explainDeviceError } from './terminal/explanations.ts';
import { words } from './token.messages.ts';

/** The one-time password for the page that waits for it after an activation or an unlock. A token that answers challenges has none to show: the page shows its challenge. */
export async function showFinishingPassword(vault: OpenVault, { out, err }: Surroundings): Promise<ExitCode> {
  if (vault.otp.type === 'ocra') {
    say(err, words('finish-by-challenge'));
    return EXIT.ok;
  }
  const password = await vault.oneTimePassword();
  if (password.kind === 'refused') {
    say(err, explainDeviceError(password.error));
    return EXIT.failed;
  }
  say(err, words('finish-by-password'));
  say(out, password.digits);
  return EXIT.ok;
}
