import { expect, test } from '@jest/globals';
import { subnetOf } from './subnet.js';

test('an IPv4 address is itself, however it is written; of an IPv6 address its first half counts', () => {
  expect(['203.0.113.7', '::ffff:203.0.113.7', '::FFFF:cb00:7107'].map(subnetOf)).toEqual(
    Array.from({ length: 3 }, () => '203.0.113.7'),
  );
  const same = ['2001:db8:1:2::1', '2001:DB8:0001:0002:ffff:0:0:9', '2001:db8:1:2::'];
  expect(new Set(same.map(subnetOf))).toEqual(new Set(['2001:db8:1:2']));
  expect(subnetOf('2001:db8:1:3::1')).not.toBe(subnetOf('2001:db8:1:2::1'));
  expect(['', 'unknown'].map(subnetOf)).toEqual(['', 'unknown']);
});
