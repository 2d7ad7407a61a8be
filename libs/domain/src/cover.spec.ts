import { expect, test } from '@jest/globals';
import { type CoverInput, coverLacks, fillCover } from './cover.js';
import { shippedForm } from './shipped-forms.js';

const codes = (input: CoverInput) => fillCover({}, input).problems.map((one) => [one.code, one.field]);

test('what is left out stays, null and blank clear, text is trimmed and full width made half', () => {
  const before = { unitHead: '王', filledInBy: '李', phone: '0571-87654321' };
  const sent = { unitHead: null, filledInBy: ' ', statisticsHead: ' 赵 ', reportedOn: '２０２６-１０-０８' };
  const { cover, problems } = fillCover(before, sent);
  expect(problems).toEqual([]);
  expect(cover).toEqual({ statisticsHead: '赵', phone: '0571-87654321', reportedOn: '2026-10-08' });
});

test.each([
  '13800138000',
  '0571-87654321',
  '（0571）87654321',
  '+86 571 8765 4321',
  '87654321转8012',
  '12345',
])('%s is a phone number', (phone) => expect(codes({ phone })).toEqual([]));

test.each(['1234', 'abc', '1380013800a', '-- -- --', '1'.repeat(40), '13800138000\n1'])(
  '%j is none, and is not repeated',
  (phone) => {
    expect(codes({ phone })).toEqual([['PHONE_INVALID', 'cover.phone']]);
    expect(JSON.stringify(fillCover({}, { phone }).problems)).not.toContain(phone);
  },
);

test('every item that is wrong is answered, and nothing of it is kept', () => {
  const sent = { unitHead: '王'.repeat(51), phone: 'x', reportedOn: '2026-02-30' };
  expect(codes(sent)).toEqual([
    ['FIELD_TOO_LONG', 'cover.unitHead'],
    ['PHONE_INVALID', 'cover.phone'],
    ['DATE_INVALID', 'cover.reportedOn'],
  ]);
  expect(fillCover({ phone: '12345678' }, sent).cover).toEqual({ phone: '12345678' });
});

test('a form says which items may not be blank', () => {
  const form = shippedForm('work-q');
  const strict = { ...form, cover: { ...form.cover, required: ['unitHead', 'phone'] as const } };
  expect(coverLacks(form, {})).toBeNull();
  expect(coverLacks(strict, { unitHead: '王', phone: '12345678' })).toBeNull();
  expect(coverLacks(strict, { unitHead: '王' })).toMatchObject({
    ...{ code: 'COVER_INCOMPLETE', field: 'cover', details: { items: '联系电话 phone' } },
  });
});
