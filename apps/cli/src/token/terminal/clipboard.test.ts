import { describe, expect, test } from 'vitest';
import { fakeTools } from '../../testing/fake-tools.ts';
import { toolRunner } from '../run-tool.ts';
import { clipboardWays, copyToClipboard } from './clipboard.ts';

const waysOf = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'linux'): readonly string[] =>
  clipboardWays({ environment, platform }).map((way) => (way.kind === 'tool' ? way.program : way.kind));

test.each<{ where: string; environment: NodeJS.ProcessEnv; platform?: NodeJS.Platform; ways: readonly string[] }>([
  { where: 'over SSH, also with a forwarded display', environment: { SSH_CONNECTION: 'x', DISPLAY: 'localhost:10' }, ways: ['osc-52'] },
  { where: 'over SSH to a Mac', environment: { SSH_TTY: '/dev/ttys1' }, platform: 'darwin', ways: ['osc-52'] },
  {
    where: 'on Wayland with X beside it',
    environment: { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' },
    ways: ['wl-copy', 'xclip', 'xsel', 'osc-52'],
  },
  { where: 'on X', environment: { DISPLAY: ':0' }, ways: ['xclip', 'xsel', 'osc-52'] },
  { where: 'on a Mac', environment: {}, platform: 'darwin', ways: ['pbcopy', 'osc-52'] },
  { where: 'on Windows', environment: {}, platform: 'win32', ways: ['clip.exe'] },
  { where: 'in Linux on Windows', environment: { WSL_DISTRO_NAME: 'Debian' }, ways: ['clip.exe', 'osc-52'] },
  { where: 'on a console', environment: { DISPLAY: '' }, ways: ['osc-52'] },
])('$where', ({ environment, platform, ways }) => {
  expect(waysOf(environment, platform)).toEqual(ways);
});

describe('copying', () => {
  const ways = clipboardWays({ environment: { DISPLAY: ':0' }, platform: 'linux' });

  test('goes on to the next tool when one is missing or fails, and then to the terminal', async () => {
    const tools = await fakeTools({ xclip: 'exit 1', xsel: 'cat > "$FAKES/copied"' });
    const runTool = toolRunner(tools.environment);
    expect(await copyToClipboard('123456', ways, { runTool, write: undefined })).toEqual({ kind: 'copied', program: 'xsel' });
    const written: string[] = [];
    const nothing = toolRunner({ PATH: tools.folder });
    const write = (text: string): void => void written.push(text);
    expect(await copyToClipboard('123456', ways, { runTool: nothing, write })).toEqual({ kind: 'asked-terminal' });
    expect(written).toEqual(['\u001b]52;c;MTIzNDU2\u0007']);
    expect(await copyToClipboard('123456', ways, { runTool: nothing, write: undefined })).toEqual({ kind: 'no-way' });
  });

  test('does not wait for what a tool leaves behind to serve the clipboard', async () => {
    const tools = await fakeTools({ xclip: 'cat > /dev/null; sleep 30 & exit 0' });
    const outcome = await copyToClipboard('123456', ways, { runTool: toolRunner(tools.environment), write: undefined });
    expect(outcome).toEqual({ kind: 'copied', program: 'xclip' });
  });
});
