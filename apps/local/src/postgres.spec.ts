import { expect, test } from '@jest/globals';
import { postmasterStatus } from './postgres.js';

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

test('postmaster.pid tells when PostgreSQL is ready, and is read while it is still being written', () => {
  expect(postmasterStatus('')).toBeUndefined();
  expect(postmasterStatus('4711\n/data\n')).toBeUndefined();
  expect(postmasterStatus(complete.replace('ready   ', 'starting'))).toBe('starting');
  expect(postmasterStatus(complete)).toBe('ready');
});
