import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Asked, type OwingUnion, planReminder, type Told } from './reminder-plan.js';
import { type About, groupText, messageText } from './reminder-text.js';

const union = (n: number, more: Partial<OwingUnion> = {}): OwingUnion => ({
  id: `u${n}`,
  code: `U${String(n).padStart(3, '0')}`,
  name: `第${n}工会`,
  state: 'NOT_BEGUN',
  dueOn: '2026-10-10',
  contact: null,
  phone: null,
  ...more,
});
const filer = (n: number, personId: string, more: Partial<Told> = {}): Told => ({
  ...{ unionId: `u${n}`, audience: 'FILER', personId, name: personId },
  ...{ email: `${personId}@example.com`, phone: '13800000000' },
  ...more,
});
const asked: Asked = {
  audiences: ['FILER'],
  channels: ['IN_APP', 'EMAIL', 'SMS'],
  setUp: new Set(['IN_APP', 'EMAIL', 'SMS']),
};
const about: About = {
  period: '2026Q3',
  form: { zh: '工会工作季报表', en: 'Quarterly work report' },
  words: null,
};

describe('who is told', () => {
  test('a person who files for fifty unions gets one message about all of them', () => {
    const unions = Array.from({ length: 50 }, (_, n) => union(n));
    const { messages } = planReminder(
      unions,
      unions.map((_, n) => filer(n, 'li')),
      asked,
    );
    expect(messages.map(({ recipient, unions: about }) => [recipient.personId, about.length])).toEqual([
      ['li', 50],
    ]);
  });

  test('the contact stands in where nobody files, and one phone is one message', () => {
    const contact = { contact: '王五', phone: '139 1234 5678' };
    const unions = [union(1, contact), union(2, { ...contact, phone: '+86 13912345678' }), union(3, contact)];
    const { messages, unreachable } = planReminder(unions, [filer(3, 'li')], asked);
    expect(
      messages.map(({ recipient, unions: about }) => [recipient.name, about.map(({ id }) => id)]),
    ).toEqual([
      ['王五', ['u1', 'u2']],
      ['li', ['u3']],
    ]);
    expect(messages[0]?.recipient.ways).toEqual([
      { channel: 'IN_APP', skipped: 'NO_ACCOUNT' },
      { channel: 'EMAIL', skipped: 'NO_EMAIL' },
      { channel: 'SMS', skipped: null },
    ]);
    expect(unreachable).toEqual([]);
  });

  test('asked for by name, the contact is told beside the filers', () => {
    const unions = [union(1, { contact: '王五', phone: '13912345678' })];
    const both = planReminder(unions, [filer(1, 'li')], { ...asked, audiences: ['FILER', 'CONTACT'] });
    expect(both.messages.map(({ recipient }) => recipient.name)).toEqual(['li', '王五']);
  });

  test('who files and reviews gets one message, and whoever is not asked for none', () => {
    const unions = [union(1), union(2)];
    const told = [
      filer(1, 'li'),
      filer(2, 'li', { audience: 'PARENT_REVIEWER' }),
      filer(2, 'chief', { audience: 'UPPER_REVIEWER' }),
    ];
    const { messages } = planReminder(unions, told, { ...asked, audiences: ['FILER', 'PARENT_REVIEWER'] });
    expect(messages.map(({ recipient, unions: about }) => [recipient.personId, about.length])).toEqual([
      ['li', 2],
    ]);
  });

  test('whom nothing reaches is said, and why', () => {
    const plan = planReminder(
      [union(1), union(2, { contact: '赵六', phone: '0512-6800000' }), union(3)],
      [filer(3, 'li', { email: null, phone: null })],
      { audiences: ['FILER'], channels: ['EMAIL', 'SMS'], setUp: new Set(['SMS']) },
    );
    expect(plan.unreachable.map(({ id }) => id)).toEqual(['u1', 'u2', 'u3']);
    expect(plan.recipients.get('u1')).toEqual([]);
    expect(plan.recipients.get('u3')?.[0]?.ways).toEqual([
      { channel: 'EMAIL', skipped: 'NOT_SET_UP' },
      { channel: 'SMS', skipped: 'NO_PHONE' },
    ]);
  });

  test('every union is in the message of each who is told of it, and in no other', () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.nat(14), fc.nat(5)), { selector: String, maxLength: 60 });
    fc.assert(
      fc.property(pairs, (list) => {
        const told = list.map(([n, person]) => filer(n, `p${person}`));
        const { messages, unreachable } = planReminder(
          Array.from({ length: 15 }, (_, n) => union(n)),
          told,
          asked,
        );
        const said = messages.flatMap(({ recipient, unions }) =>
          unions.map(({ id }) => `${id} ${recipient.personId}`),
        );
        expect(said.toSorted()).toEqual(told.map((one) => `${one.unionId} ${one.personId}`).toSorted());
        expect(new Set(messages.map(({ recipient }) => recipient.personId)).size).toBe(messages.length);
        expect(unreachable.length).toBe(15 - new Set(told.map(({ unionId }) => unionId)).size);
      }),
    );
  });
});

describe('what is said', () => {
  const unions = [union(1), union(2, { state: 'RETURNED', dueOn: '2026-10-08' })];

  test('in both languages, with states and deadlines', () => {
    expect(messageText({ ...about, words: '请今天报' }, unions)).toEqual({
      subjectZh: '【催报】2026Q3《工会工作季报表》:2 个工会未上报',
      subjectEn: '[Reminder] Quarterly work report for 2026Q3: 2 not filed',
      bodyZh: [
        '以下 2 个工会尚未上报 2026Q3《工会工作季报表》:',
        '1. 第1工会(未开始,截止 2026-10-10)',
        '2. 第2工会(被退回,截止 2026-10-08)',
        '留言:请今天报',
        '请登录“汇集”填报。',
      ].join('\n'),
      bodyEn: [
        'These 2 unions have not filed the Quarterly work report for 2026Q3:',
        '1. 第1工会 (not begun, due 2026-10-10)',
        '2. 第2工会 (returned, due 2026-10-08)',
        'Message: 请今天报',
        'Sign in to Huiji to file.',
      ].join('\n'),
      sms: '【催报】第1工会、第2工会未上报 2026Q3《工会工作季报表》,截止 2026-10-08。请今天报 请登录“汇集”填报。',
    });
  });

  test('a long list is cut, and says how many more', () => {
    const text = messageText(
      about,
      Array.from({ length: 50 }, (_, n) => union(n + 1)),
    );
    expect(text.bodyZh).toContain('20. 第20工会');
    expect(text.bodyZh).not.toContain('第21工会');
    expect(text.bodyZh).toContain('……另有 30 个。');
    expect(text.bodyEn).toContain('… and 30 more.');
    expect(text.sms).toContain('第1工会、第2工会、第3工会等 50 个工会未上报');
  });

  test('for a WeChat group with names and phones as they are written', () => {
    const { recipients } = planReminder(unions, [filer(1, '李四'), filer(1, '张三', { phone: null })], asked);
    expect(groupText(about, unions, recipients)).toBe(
      [
        '【催报】2026Q3《工会工作季报表》,以下 2 个工会未上报:',
        '1. 第1工会(未开始,截止 2026-10-10):李四 13800000000、张三',
        '2. 第2工会(被退回,截止 2026-10-08):无联系人',
        '请尽快登录“汇集”填报。',
      ].join('\n'),
    );
  });
});
