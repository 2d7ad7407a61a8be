/** The floor of reads: a process that sends the statements of a request as they were recorded, and does nothing else. */
import pg from 'pg';
import { repeatedly } from './figures.js';
import type { Recorded } from './recorder.js';

/** What it is to play: the statements of one request, by how many clients, for how long. */
export interface Play {
  statements: readonly Recorded[];
  clients: number;
  seconds: number;
}

const settings = { options: '-c jit=off', pipeline: true };
/** As many connections as an api has. */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 8, ...settings });

async function play(statements: readonly Recorded[]): Promise<void> {
  const client = await pool.connect();
  const sent: Array<Promise<unknown>> = [];
  for (const { joined, ...statement } of statements) {
    if (!joined) await Promise.all(sent.splice(0));
    sent.push(client.query(statement));
  }
  await Promise.all(sent);
  client.release();
}

process.on('message', ({ statements, ...how }: Play) => {
  void repeatedly(how, () => play(statements)).then((times) => process.send?.(times));
});

process.on('disconnect', () => process.exit());
