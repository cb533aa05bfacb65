import type { RunTool } from '../run-tool.ts';

/** Ways to a clipboard, in the order in which they are tried. */
export type ClipboardWay =
  | { readonly kind: 'tool'; readonly program: string; readonly args: readonly string[] }
  /** A control sequence that asks the terminal itself to copy: the only way from a machine one is logged in to. */
  | { readonly kind: 'osc-52' };

export type CopyOutcome =
  | { readonly kind: 'copied'; readonly program: string }
  /** Whether the terminal did it cannot be known. */
  | { readonly kind: 'asked-terminal' }
  | { readonly kind: 'no-way' };

export interface ClipboardSurroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

export function clipboardWays({ environment, platform }: ClipboardSurroundings): readonly ClipboardWay[] {
  const has = (...names: readonly string[]): boolean => names.some((name) => (environment[name] ?? '') !== '');
  const terminal = { kind: 'osc-52' } as const;
  // Over SSH a tool would fill the clipboard of the machine over there.
  if (has('SSH_CONNECTION', 'SSH_TTY')) return [terminal];
  if (platform === 'darwin') return [tool('pbcopy'), terminal];
  if (platform === 'win32') return [tool('clip.exe')];
  return [
    ...(has('WAYLAND_DISPLAY') ? [tool('wl-copy')] : []),
    ...(has('DISPLAY') ? [tool('xclip', '-selection', 'clipboard'), tool('xsel', '--clipboard', '--input')] : []),
    ...(has('WSL_DISTRO_NAME') ? [tool('clip.exe')] : []),
    terminal,
  ];
}

function tool(program: string, ...args: readonly string[]): ClipboardWay {
  return { kind: 'tool', program, args };
}

const PATIENCE_MS = 5000;

/** `write`: to the controlling terminal; undefined where there is none. */
export async function copyToClipboard(
  text: string,
  ways: readonly ClipboardWay[],
  means: { readonly runTool: RunTool; readonly write: ((text: string) => void) | undefined },
): Promise<CopyOutcome> {
  for (const way of ways) {
    if (way.kind === 'osc-52') {
      if (means.write === undefined) continue;
      means.write(osc52(text));
      return { kind: 'asked-terminal' };
    }
    const { program, args } = way;
    const ending = await means.runTool({ program, args, input: Buffer.from(text), patienceMs: PATIENCE_MS, wants: 'ending' });
    if (ending.kind === 'ended' && ending.code === 0) return { kind: 'copied', program };
  }
  return { kind: 'no-way' };
}

/** "Operating System Command 52" of xterm: `c` is the clipboard, the text in Base64. */
export function osc52(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}
