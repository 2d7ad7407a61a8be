import { language } from './i18n.js';

const locale = (): string => (language() === 'en' ? 'en-GB' : 'zh-CN');

/** A moment of the api in the zone of the device, to the minute. */
export const moment = (instant: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));

/** A day of the api, such as `2026-09-30`, as people write it. It is the same day in every zone. */
export const day = (date: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));
