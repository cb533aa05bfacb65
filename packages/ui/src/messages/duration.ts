/** "9 min 30 sec": the two largest units that matter, in the words of the language. Negative time is zero. */
export function formatDuration(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const parts =
    hours > 0
      ? [unit(hours, 'hour', locale), unit(minutes, 'minute', locale)]
      : minutes > 0
        ? [unit(minutes, 'minute', locale), unit(rest, 'second', locale)]
        : [unit(rest, 'second', locale)];
  return parts.join(' ');
}

function unit(amount: number, name: 'hour' | 'minute' | 'second', locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(amount);
}
