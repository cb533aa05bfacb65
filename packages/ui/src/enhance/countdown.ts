import { formatDuration } from '../messages/duration.ts';
import { all } from './on.ts';

const LAST_MINUTE = 60;

/** `data-countdown="seconds"`: counts down from the moment the page was loaded, so the clocks of browser and server need not agree. */
export function runCountdowns(window: Window): void {
  const page = window.document;
  const { lang } = page.documentElement;
  const start = window.performance.now();
  for (const countdown of all(page, '[data-countdown]')) {
    const total = Number(countdown.dataset['countdown']);
    const [bar, text, status] = [
      countdown.querySelector('progress'),
      countdown.querySelector('[role=timer]'),
      countdown.querySelector('[role=status]'),
    ];
    const { expired = '', left = '{time}' } = countdown.dataset;
    const say = (seconds: number) => (seconds > 0 ? left.replace('{time}', formatDuration(seconds, lang)) : expired);
    const announce = (message: string) => {
      if (status && status.textContent !== message) status.textContent = message;
    };
    const timer = window.setInterval(() => {
      const seconds = Math.ceil(total - (window.performance.now() - start) / 1000);
      if (text) text.textContent = say(seconds);
      if (bar) bar.value = Math.max(0, seconds);
      if (seconds <= LAST_MINUTE && total > LAST_MINUTE) announce(say(LAST_MINUTE));
      if (seconds > 0) return;
      announce(expired);
      countdown.classList.add('is-over');
      window.clearInterval(timer);
    }, 1000);
  }
}
