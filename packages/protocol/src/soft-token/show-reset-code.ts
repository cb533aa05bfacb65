import type { Refused } from '../device-errors.ts';
import type { TokenContext } from './context.ts';
import type { TokenStatus } from './face.ts';
import { loadToken, mustBeLocked, saveState } from './load.ts';
import { statusOf } from './status.ts';

/** "I forgot my PIN" (section 8), the mutex held: written down first, then shown. Nothing is destroyed, and the count of wrong PINs stays. */
export async function showResetCode(context: TokenContext): Promise<TokenStatus | Refused> {
  const token = await loadToken(context);
  if (token.kind !== 'stored' || mustBeLocked(token) || token.state.state === 'reset-shown') return statusOf(context, token);
  return statusOf(context, await saveState(context, token, { state: 'reset-shown' }));
}
