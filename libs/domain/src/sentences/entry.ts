import type { Sentences } from './port.js';

/** What can be wrong with offers, covers and cells saved one by one. */
export const entrySentences = {
  OFFER_CHANGED: {
    zh: '“{cell}”可沿用的数值现在是 {now}({origin}),与您提交的不同。请核对后重新采用,或直接填写。',
    en: 'What is offered for {cell} is now {now} ({origin}), not what you sent. Look at it and take it again, or type the value.',
  },
  OFFER_NONE: {
    zh: '“{cell}”现在没有可沿用的数值。请直接填写。',
    en: 'Nothing is offered for {cell} now. Type its value.',
  },
  OFFERS_NONE: {
    zh: '没有可采用的数值:空白的指标都没有上期或各季度的数据。请直接填写。',
    en: 'There is nothing to take over: for no blank cell is a former value known. Type the values.',
  },
  OFFER_OPEN_CHOICE: {
    zh: '请指明要采用哪些指标(cells),或采用全部(all),二者选一。',
    en: 'Name the cells to take over (cells), or take all of them (all): one of the two.',
  },
  CELL_FILLED: {
    zh: '“{cell}”已填写为 {now},不会被沿用的数值覆盖。如需改用,请先清空该指标。',
    en: '{cell} is filled in already ({now}) and is not overwritten by what is offered. Clear it first.',
  },
  CELL_CHANGED: {
    zh: '“{cell}”已被他人改为 {now}。本次没有保存任何内容,请核对后再保存。',
    en: '{cell} has been changed to {now} by somebody else. Nothing of this request was saved; look at it and save again.',
  },
  COVER_INCOMPLETE: {
    zh: '封面还有必填项未填:{items}。请填写后再上报。',
    en: 'The cover is not complete: {items}. Fill it in and submit again.',
  },
  PHONE_INVALID: {
    zh: '联系电话不正确。请填写带区号的固定电话或手机号,如 0571-87654321。',
    en: 'The phone number is not valid. Write a mobile or fixed number with its area code, like 0571-87654321.',
  },
  CELL_ASKED_TWICE: {
    zh: '指标“{cell}”在报表 {form} 和 {other} 中对同一单位重复填报。请只保留一处。',
    en: 'Forms {form} and {other} both ask the same unions for {cell}. Keep it in one of them.',
  },
} as const satisfies Sentences;
