import { readFile, readdir } from 'node:fs/promises';

/** How much memory a program that runs somewhere below a process has together with all that it has started, in MB. */
export async function memoryBelow(pid: number, program: string): Promise<number> {
  for (const child of await childrenOf(pid)) {
    const line = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '');
    const found = line.includes(program) ? await memoryOfAll(child) : await memoryBelow(child, program);
    if (found > 0) return found;
  }
  return 0;
}

async function memoryOfAll(pid: number): Promise<number> {
  const below = await Promise.all((await childrenOf(pid)).map(memoryOfAll));
  return below.reduce((sum, one) => sum + one, await memoryOf(pid));
}

async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

async function childrenOf(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}

/** Processor time that this process and all below it have taken, in ms, by what they are: PostgreSQL's, the api's, the worker's, the floor's player's, the rest. */
export async function processorTime(pid = process.pid): Promise<Map<string, number>> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // After the name of the command, which may hold anything: the 14th and 15th fields of proc(5), in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const own = (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
  const times = new Map([[whose(line), own]]);
  for (const child of await childrenOf(pid))
    for (const [name, time] of await processorTime(child)) times.set(name, (times.get(name) ?? 0) + time);
  return times;
}

const programs = {
  ...{
    postgres: 'postgres',
    redis: 'redis',
    api: 'apps/api/dist/main.js',
    worker: 'apps/worker/dist/main.js',
  },
  ...{ floor: 'bench/player.js', postgraphile: 'postgraphile.mjs' },
};

const whose = (line: string): string =>
  Object.entries(programs).find(([, program]) => line.includes(program))?.[0] ?? 'client';
