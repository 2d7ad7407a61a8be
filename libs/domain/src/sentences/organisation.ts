import type { Sentences } from './port.js';

/** What can be wrong with unions, where they stand and how they change. */
export const organisationSentences = {
  LATER_CHANGE: {
    zh: '该工会另有较晚的变动({kind},{date},文号 {documentNo})。请先撤回那次变动,或改用更晚的日期。',
    en: 'The union has a later change ({kind} of {date}, document {documentNo}). Undo that one first, or use a later date.',
  },
  ALREADY_THERE: {
    zh: '“{union}”已隶属于“{parent}”。请选择另一个上级。',
    en: '{union} stands below {parent} already. Choose another parent.',
  },
  MOVE_INTO_OWN_SUBTREE: {
    zh: '工会不能划入自己或自己的下级之下。请选择另一个上级。',
    en: 'A union cannot stand below itself or below a union of its own subtree. Choose another parent.',
  },
  MERGE_WITH_ITSELF: {
    zh: '“{union}”不能并入自己。请选择另一个工会。',
    en: '{union} cannot merge into itself. Choose another union.',
  },
  MERGE_LEVELS_DIFFER: {
    zh: '“{union}”与“{receiver}”层级不同,不能合并。请选择同一层级的工会。',
    en: '{union} and {receiver} are of different levels and cannot merge. Choose a union of the same level.',
  },
  RECEIVER_BELOW: {
    zh: '“{receiver}”是“{union}”的下级,不能接收它。请先把它划转出来。',
    en: '{receiver} stands below {union} and cannot receive it. Move it away first.',
  },
  SPLIT_EMPTY: {
    zh: '“{union}”分立时至少要有一个、至多 {most} 个新工会。请补充或减少。',
    en: 'A split of {union} needs at least one and at most {most} new unions. Add or remove some.',
  },
  SPLIT_TWICE: {
    zh: '“{id}”被分给了两个新工会。请只保留一处。',
    en: '{id} is given to two of the parts. Keep one.',
  },
  NOT_ITS_OWN: {
    zh: '“{id}”不是“{union}”的下级工会或其覆盖、归口的用人单位。请只分出它自己的。',
    en: '“{id}” is neither below {union} nor an employer that it covers or accounts for. Give away only what is its own.',
  },
  EMPLOYER_CHANGED_SINCE: {
    zh: '随该变动移交的“{employer}”之后又变更了覆盖或归口,不能撤回该变动。请另做一次相反的变动。',
    en: '{employer} was handed over by this change and has moved or ended since, so it cannot be undone. Make the opposite change instead.',
  },
  CHANGE_UNDONE: {
    zh: '该变动已经撤回,不能再次撤回。',
    en: 'This change has been undone already. There is nothing left to undo.',
  },
  CHANGE_IS_FINAL: {
    zh: '该变动已计入定稿的报告期 {period},不能撤回。请另做一次相反的变动。',
    en: 'The change is counted in period {period}, which is final, so it cannot be undone. Make the opposite change instead.',
  },
  UNION_IN_USE: {
    zh: '“{union}”名下已有数据({use}),不能撤回它的成立。请改为撤销该工会。',
    en: '{union} is in use already ({use}), so its founding cannot be undone. Dissolve it instead.',
  },
  REGION_INVALID: {
    zh: '地区代码“{region}”不正确。请填 2、4、6、9 或 12 位数字,如 320102。',
    en: '“{region}” is not a region code. Write 2, 4, 6, 9 or 12 digits, like 320102.',
  },
  PARENT_CANNOT_HAVE_CHILDREN: {
    zh: '“{union}”是基层工会,不能有下级工会。分会和小组是它的属性。',
    en: '{union} is a grassroots union and cannot have unions below it.',
  },
  UNION_KIND_MISMATCH: {
    zh: '层级 {level} 与类别 {kind} 不相符。',
    en: 'Level {level} and kind {kind} do not go together.',
  },
  UNION_HAS_CHILDREN: {
    zh: '“{union}”仍有 {count} 个下级工会,不能撤销。请先划转或撤销下级工会。',
    en: '{union} still has {count} unions below it. Move or dissolve those first.',
  },
  UNION_DISSOLVED: {
    zh: '“{union}”已于 {date} 撤销。',
    en: '{union} was dissolved on {date}.',
  },
  UNION_NOT_ESTABLISHED: {
    zh: '“{union}”在 {date} 尚未成立。',
    en: '{union} was not established on {date}.',
  },
  UNION_HAS_FILED_AFTER: {
    zh: '“{union}”已上报 {period} 的报表,撤销日期不能早于该期。',
    en: '{union} has filed for {period}; it cannot be dissolved before that period.',
  },
  GUIDANCE_TO_ITSELF: {
    zh: '“{union}”不能业务指导自己。请选择另一个工会。',
    en: '{union} cannot guide itself (业务指导). Choose another union.',
  },
  GUIDANCE_FROM_BELOW: {
    zh: '“{superior}”是“{union}”的下级,不能对其业务指导。请选择另一个工会。',
    en: '{superior} stands below {union} and cannot guide it (业务指导). Choose another union.',
  },
  GUIDANCE_EXISTS: {
    zh: '“{superior}”已对“{union}”业务指导。请先结束原有的指导关系。',
    en: '{superior} guides {union} already (业务指导). End that link first.',
  },
} as const satisfies Sentences;
