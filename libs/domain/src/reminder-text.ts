import type { OwingState } from './reminder.js';
import type { OwingUnion, Recipient } from './reminder-plan.js';

/** What a reminder is about, besides the unions. `words`: what its sender adds. */
export interface About {
  period: string;
  form: { zh: string; en: string };
  words: string | null;
}

/** The texts of one message: in the app in either language, by e-mail and SMS in Chinese. */
export interface MessageText {
  subjectZh: string;
  subjectEn: string;
  bodyZh: string;
  bodyEn: string;
  sms: string;
}

/** How many unions a text names; the others are a number. */
const named = { body: 20, sms: 3, group: 200 };

const stateZh: Record<OwingState, string> = { NOT_BEGUN: '未开始', DRAFT: '草稿', RETURNED: '被退回' };
const stateEn: Record<OwingState, string> = { NOT_BEGUN: 'not begun', DRAFT: 'draft', RETURNED: 'returned' };

const lines = (texts: ReadonlyArray<string | null>): string =>
  texts.filter((text) => text !== null).join('\n');

const firstDue = (unions: readonly OwingUnion[]): string =>
  unions.reduce((first, { dueOn }) => (dueOn < first ? dueOn : first), unions[0]?.dueOn ?? '');

/** The texts of a message about unions that owe; there is at least one. */
export function messageText({ period, form, words }: About, unions: readonly OwingUnion[]): MessageText {
  const count = unions.length;
  const shown = unions.slice(0, named.body);
  const more = count - shown.length;
  const [zh, en] = [`${period}《${form.zh}》`, `${form.en} for ${period}`];
  const smsNames = unions.slice(0, named.sms).map(({ name }) => name);
  return {
    subjectZh: `【催报】${zh}:${count} 个工会未上报`,
    subjectEn: `[Reminder] ${en}: ${count} not filed`,
    bodyZh: lines([
      `以下 ${count} 个工会尚未上报 ${zh}:`,
      ...shown.map(({ name, state, dueOn }, n) => `${n + 1}. ${name}(${stateZh[state]},截止 ${dueOn})`),
      more > 0 ? `……另有 ${more} 个。` : null,
      words === null ? null : `留言:${words}`,
      '请登录“汇集”填报。',
    ]),
    bodyEn: lines([
      `These ${count} unions have not filed the ${en}:`,
      ...shown.map(({ name, state, dueOn }, n) => `${n + 1}. ${name} (${stateEn[state]}, due ${dueOn})`),
      more > 0 ? `… and ${more} more.` : null,
      words === null ? null : `Message: ${words}`,
      'Sign in to Huiji to file.',
    ]),
    sms:
      `【催报】${smsNames.join('、')}${count > smsNames.length ? `等 ${count} 个工会` : ''}未上报 ${zh},` +
      `截止 ${firstDue(unions)}。${words === null ? '' : `${words} `}请登录“汇集”填报。`,
  };
}

/** The text to paste into a WeChat group: each union that owes, with whom to ask and their phones. */
export function groupText(
  { period, form, words }: About,
  unions: readonly OwingUnion[],
  recipients: ReadonlyMap<string, readonly Recipient[]>,
): string {
  const who = (union: OwingUnion): string => {
    const people = (recipients.get(union.id) ?? []).map(({ name, phone }) => `${name} ${phone ?? ''}`.trim());
    return people.length > 0 ? people.join('、') : '无联系人';
  };
  const more = unions.length - named.group;
  return lines([
    `【催报】${period}《${form.zh}》,以下 ${unions.length} 个工会未上报:`,
    ...unions
      .slice(0, named.group)
      .map(
        (union, n) => `${n + 1}. ${union.name}(${stateZh[union.state]},截止 ${union.dueOn}):${who(union)}`,
      ),
    more > 0 ? `……另有 ${more} 个。` : null,
    words,
    '请尽快登录“汇集”填报。',
  ]);
}
