import type { Sentences } from './port.js';

/** What can be wrong with attachments (附件). */
export const attachmentSentences = {
  ATTACHMENTS_NOT_SET_UP: {
    zh: '本系统尚未设置附件存储,不能上传或下载附件。请联系系统运维人员。',
    en: 'This installation has no place for attachments. Ask whoever operates it to set ATTACHMENT_STORE.',
  },
  ATTACHMENT_TOO_LARGE: {
    zh: '附件过大,最大 {limit}。请压缩、降低扫描分辨率或拆分后再上传。',
    en: 'The attachment is too large: {limit} at most. Compress it, scan it coarser or split it.',
  },
  ATTACHMENT_TYPE: {
    zh: '不能上传这种文件(识别为 {found})。可上传:{allowed}。请另存为其中一种格式。',
    en: 'Such a file ({found}) cannot be attached. Save it as one of: {allowed}.',
  },
  ATTACHMENT_QUOTA: {
    zh: '附件空间不足:剩余 {left} MB,共 {quota} MB。请压缩文件,或联系系统运维人员扩容。',
    en: 'There is not enough space for attachments: {left} of {quota} MB left. Compress it, or ask the operator for more.',
  },
  ATTACHMENT_NOT_UPLOADED: {
    zh: '附件还没有上传完。请先把文件上传到给出的地址。',
    en: 'The file has not arrived. Upload it to the address you were given first.',
  },
  ATTACHMENT_SIZE: {
    zh: '上传的文件有 {found} 字节,与登记的 {announced} 字节不符。请重新上传。',
    en: 'The file has {found} bytes, not {announced} as announced. Upload it again.',
  },
  ATTACHMENT_EXPIRED: {
    zh: '上传已过期,或尝试次数过多。请重新登记后上传。',
    en: 'The upload has expired, or was tried too often. Ask for a new one.',
  },
  ATTACHMENT_TO: {
    zh: '附件要么属于一份报表(可指定指标),要么属于一条台账记录,只填一项。',
    en: 'A file is attached either to a return, and to a cell of it, or to a record of the book. Name one of the two.',
  },
  ATTACHMENT_RECORD_FULL: {
    zh: '这条台账记录已有 {limit} 个附件(含正在上传的),不能再传。请先删除不需要的附件。',
    en: 'This record has {limit} attachments, those under way among them, which is as many as it may have. Remove one first.',
  },
  ATTACHMENT_KEPT: {
    zh: '该附件已随报表上报过,不能删除。如有错误,请另传正确的附件并用批注说明。',
    en: 'This attachment has been handed in with the return, so it stays. Attach the right one and say so in a comment.',
  },
  URL_INVALID: {
    zh: '链接不正确或已过期。请刷新页面,重新获取链接。',
    en: 'The address is wrong or has expired. Refresh and use the new one.',
  },
} as const satisfies Sentences;
