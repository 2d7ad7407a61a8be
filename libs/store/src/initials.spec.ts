import { expect, test } from '@jest/globals';
import { initialsOf } from './initials.js';

test.each([
  ['建设局工会', 'jsjgh'],
  ['重庆长安银行工会', 'cqcayhgh'],
  ['ABC（中国）第12有限公司工会', 'abczgd12yxgsgh'],
  ['ＡＢ１２', 'ab12'],
  ['旅游总公司 绿化处', 'lyzgslhc'],
  ['', ''],
  ['· — 、', ''],
])('%s is found by %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
