import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a command of apps/local as an operator does, and answers how it ended and all that it said. */
export async function command(
  name: 'audit-verify' | 'backup' | 'restore',
  args: readonly string[],
  settings: NodeJS.ProcessEnv,
): Promise<{ code: unknown; said: string }> {
  const script = fileURLToPath(new URL(`../../../apps/local/dist/${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, said };
}
