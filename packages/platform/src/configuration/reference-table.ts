import type { Settings } from './load-configuration.ts';

/** The settings as a Markdown table for `docs/operate`. */
export function referenceTable(settings: Settings): string {
  const rows = Object.values(settings).map(({ name, kind, help, looksLike, whenUnset, ...setting }) => {
    const unset = setting.default === undefined ? (whenUnset ?? 'must be set') : `\`${setting.default}\``;
    const names = kind === 'secret' ? `\`${name}\` or \`${name}_FILE\`` : `\`${name}\``;
    return `| ${names} | ${help} | \`${looksLike}\` | ${unset} |`;
  });
  return ['| Setting | What it is | A right value | When unset |', '|---|---|---|---|', ...rows, ''].join('\n');
}
