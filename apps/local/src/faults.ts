/**
 * `npm run test:faults [-- --kills 100 --seed N]`: four clients file and accept while the processes of the product are killed, its network is
 * cut, its disks are filled, its clocks are wrong and its jobs come twice; then it is held against what was acknowledged. With
 * `--variants` the same is done to builds that are wrong on purpose: each must be caught.
 */
import { copyFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand, type Started } from './command.js';
import { FaultRun } from './faults/run.js';
import { caught, variants } from './faults/variants.js';
import { ensureFolder, STATE } from './places.js';
import { PlainError } from './plain-error.js';
import { temporaryFolder } from './temporary.js';

await runCommand(faults, 130);

async function faults(started: Started): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '100' },
      seed: { type: 'string', default: process.env['SEED'] || String(Math.floor(Math.random() * 2 ** 31)) },
      variants: { type: 'boolean', default: false },
    },
  });
  const [kills, seed] = [whole('kills', values.kills), whole('seed', values.seed)];
  if (values.variants) return tryVariants(started, seed);

  const [folder] = await started.together(temporaryFolder);
  console.log(`seed ${seed}: repeat with npm run test:faults -- --kills ${kills} --seed ${seed}`);
  const run = await FaultRun.open(started, folder.path, seed);
  const findings = await run.round(kills).catch((error: Error) => [error.stack ?? error.message]);
  console.log(run.summary);
  const leftOut = run.faults.filter((fault) => fault.includes('left out')).length;
  if (leftOut > 0) console.log(`${leftOut} full disks were left out: this user may not mount one.`);
  if (findings.length === 0) return 0;
  console.log(`The faults in their order:\n${numbered(run.faults)}\nWhat is wrong:\n${numbered(findings)}`);
  console.log(`What the processes wrote: ${await keepLogs(folder.path)}`);
  return 1;
}

async function tryVariants(started: Started, seed: number): Promise<number> {
  let missed = 0;
  for (const variant of variants) {
    const { run, findings } = await caught(started, variant, seed);
    const found = findings[0];
    console.log(
      `${found ? 'caught' : 'MISSED'}  ${variant.what}, seed ${seed}: ${run.summary}${found ? `\n        ${found}` : ''}`,
    );
    if (!found) missed += 1;
  }
  return missed === 0 ? 0 : 1;
}

/** Keeps what the processes of a run wrote, in place of that of the run before. Answers where. */
async function keepLogs(folder: string): Promise<string> {
  const kept = join(STATE, 'faults');
  await rm(kept, { recursive: true, force: true });
  await ensureFolder(kept);
  for (const log of ['api.log', 'worker.log', 'postgres/postgres.log', 'redis/redis.log'])
    await copyFile(join(folder, log), join(kept, basename(log)));
  return kept;
}

function whole(name: string, text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new PlainError(`--${name} is a whole number, and not ${text}.`);
}

function numbered(lines: readonly string[]): string {
  return lines.map((line, n) => `  ${String(n + 1).padStart(3)}  ${line}`).join('\n');
}
