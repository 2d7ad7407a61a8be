import type { Sentences } from './port.js';

/** What can be wrong with a founding or an election. Those of severity LAW only flag. */
export const foundingSentences = {
  UNION_NOT_PREPARING: {
    zh: '“{union}”不在筹建中,不能登记建会选举。已成立的工会请登记换届选举。',
    en: '{union} is not in preparation (筹建). Record the election of an established union as a new term (换届).',
  },
  ELECTION_WITHOUT_COMMITTEE: {
    zh: '选举结果中没有工会委员会。请填写委员会的人数。',
    en: 'The election has no committee (工会委员会). Enter how many were elected to it.',
  },
  ELECTION_BODY_TWICE: {
    zh: '选举结果中 {body} 出现了两次。请只保留一次。',
    en: '{body} occurs twice in the election. Keep one.',
  },
  ELECTION_BODIES_EXCLUSIVE: {
    zh: '{one} 与 {other} 只能有一个。请只保留实际选举产生的那一个。',
    en: 'A union has {one} or {other}, not both. Keep the one that was elected.',
  },
  ELECTION_TERM_NO: {
    zh: '第 {given} 届不正确,应为第 {expected} 届。请改正届次。',
    en: 'Term {given} is not the next one, which is {expected}. Correct the number.',
  },
  ELECTION_WAITING: {
    zh: '第 {term} 届选举已登记,正在等待批复。如需更正,请注明被更正的那一份(replaces)。',
    en: 'The election of term {term} is recorded and waits for approval. To correct it, name it in “replaces”.',
  },
  ELECTION_REPLACED: {
    zh: '这份选举结果已被更正。请刷新,按更正后的结果办理。',
    en: 'This election has been corrected meanwhile. Refresh, and go by the corrected one.',
  },
  ELECTION_APPROVED: {
    zh: '第 {term} 届选举已于 {date} 批复,不能再更改或重复批复。',
    en: 'The election of term {term} was approved on {date}; it is neither changed nor approved again.',
  },
  ELECTION_NOT_APPROVED: {
    zh: '第 {term} 届选举尚未批复。请在批复之后再登记。',
    en: 'The election of term {term} is not approved yet. Do this after its approval.',
  },
  ELECTION_BODY_UNKNOWN: {
    zh: '该届选举没有选出 {body}。请核对。',
    en: 'This election elected no {body}. Check which body is meant.',
  },
  ELECTION_BODY_ENDED: {
    zh: '{body} 已于 {date} 终止。',
    en: '{body} ended on {date} already.',
  },
  ELECTION_WITHOUT_QUORUM: {
    zh: '应到 {due} 人,实到 {present} 人,不足三分之二(《工会基层组织选举工作条例》)。已照实登记,请核对人数。',
    en: 'Of {due} due {present} were present, fewer than two thirds (《工会基层组织选举工作条例》). It is recorded as it was; check the numbers.',
  },
  ELECTION_TERM_LENGTH: {
    zh: '任期为 {years} 年,而法定任期为三年或者五年(工会法第十六条)。已照实登记,请核对。',
    en: 'The term is of {years} years; the law knows three or five (工会法 art. 16). It is recorded as it was; check it.',
  },
  ELECTION_WITHOUT_AUDIT: {
    zh: '没有选出经费审查委员会或经费审查委员(工会法第四十五条)。已照实登记,请补选。',
    en: 'Neither an audit committee nor an auditor was elected (工会法 art. 45). It is recorded as it was; elect one.',
  },
  ELECTION_LATE: {
    zh: '上届任期已于 {date} 届满,本届选举逾期(工会法第十六条)。已照实登记。',
    en: 'The last term ended on {date}: this election was held late (工会法 art. 16). It is recorded as it was.',
  },
} as const satisfies Sentences;
