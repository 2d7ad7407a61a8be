import { language } from './i18n.js';

const locale = (): string => (language() === 'en' ? 'en-GB' : 'zh-CN');

/** A moment of the api in the zone of the device, to the minute. */
export const moment = (instant: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));

/** A day of the api, such as `2026-09-30`, as people write it. It is the same day in every zone. */
export const day = (date: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));

/** Today where the federations are, such as `2026-09-30`, wherever the device is. */
export const today = (): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
