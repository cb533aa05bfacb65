import type { Mail, Mailer } from '@sallyport/platform';

/** Keeps what was queued, for tests about words and recipients. It knows nothing of transactions: tests about those use the real one. */
export interface RecordingMailer extends Mailer {
  readonly sent: readonly Mail[];
  reset(): void;
}

export function recordingMailer(): RecordingMailer {
  let sent: readonly Mail[] = [];
  return {
    get sent() {
      return sent;
    },
    reset() {
      sent = [];
    },
    queue(_transaction, mail) {
      sent = [...sent, mail];
      return Promise.resolve();
    },
  };
}
