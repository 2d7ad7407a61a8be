import { expect, test } from '@jest/globals';
import { parsePostmasterPid } from './postgres.js';

const complete = [
  '4711',
  '/data',
  '1764000000',
  '54321',
  '',
  '127.0.0.1',
  '  2293779  12',
  'ready   ',
  '',
].join('\n');

test('postmaster.pid tells process, port and status', () => {
  expect(parsePostmasterPid(complete)).toEqual({ pid: 4711, port: 54321, status: 'ready' });
});

test('postmaster.pid is read while PostgreSQL is still writing it', () => {
  expect(parsePostmasterPid('')).toEqual({});
  expect(parsePostmasterPid('4711\n/data\n')).toEqual({ pid: 4711 });
  expect(parsePostmasterPid(complete.replace('ready   ', 'starting')).status).toBe('starting');
});
