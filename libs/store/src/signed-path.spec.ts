import { expect, test } from '@jest/globals';
import { type Grant, PathSigner, type SignedRequest } from './signed-path.js';

const [tenantId, attachmentId] = [
  '01900000-0000-7000-8000-000000000001',
  '01900000-0000-7000-8000-000000000002',
];
const now = new Date('2026-11-26T00:00:00Z');
const grant: Grant = {
  ...{ method: 'PUT', tenantId, attachmentId, size: 123 },
  until: new Date('2026-11-26T00:05:00Z'),
};
const signer = new PathSigner('a secret of more than 32 characters');

/** A path as a request brings it. */
function requestOf(path: string, method = 'PUT'): SignedRequest {
  const url = new URL(path, 'http://api');
  const [, , tenant = '', attachment = ''] = url.pathname.split('/');
  return {
    method,
    params: { tenantId: tenant, attachmentId: attachment },
    query: Object.fromEntries(url.searchParams),
  };
}
const signed = requestOf(signer.sign(grant));

test('what was signed is granted until it expires', () => {
  expect(signer.read(signed, now)).toEqual(grant);
  expect(signer.read(signed, new Date(grant.until.getTime() - 1))).toEqual(grant);
  expect(signer.read(signed, grant.until)).toBeNull();
});

test('nothing else is: every part of a path is signed', () => {
  const other = '01900000-0000-7000-8000-000000000003';
  const { query, params } = signed;
  const altered: Array<Partial<SignedRequest>> = [
    { method: 'GET' },
    { method: 'POST' },
    { params: { ...params, tenantId: other } },
    { params: { ...params, attachmentId: other } },
    { query: { ...query, size: '124' } },
    { query: { ...query, size: '0123' } },
    { query: { ...query, size: '123.0' } },
    { query: { ...query, size: ['123', '123'] } },
    { query: { ...query, expires: String(Number(query['expires']) + 1) } },
    { query: { ...query, signature: `${String(query['signature'])}A` } },
    { query: { ...query, signature: String(query['signature']).slice(1) } },
    { query: { ...query, signature: '' } },
    { query: {} },
  ];
  for (const change of altered)
    expect([change, signer.read({ ...signed, ...change }, now)]).toEqual([change, null]);
  expect(new PathSigner('another secret of over 32 characters').read(signed, now)).toBeNull();
});
