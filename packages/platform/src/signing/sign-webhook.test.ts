import { expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import { formatWebhookSecret, signWebhook } from './sign-webhook.ts';

/** The example that the reference implementations of Standard Webhooks are tested with. */
test('the example of Standard Webhooks has the signature that it says', () => {
  const text = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const secret = new Secret<Uint8Array>(Buffer.from(text.replace('whsec_', ''), 'base64'));
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: 1_614_265_330_999, body: '{"test": 2432232314}' };
  expect(signWebhook(secret, message)).toEqual({
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
  expect(formatWebhookSecret(secret)).toBe(text);
});
