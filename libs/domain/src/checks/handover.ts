import { boundsOf, showing } from './compare.js';
import type { Check, CheckInput } from './port.js';

/**
 * When a union merges or is split its members go over by transfer (会籍接转): the one that ends reports them as gone, the
 * receiver as come, each in its own return. A blank is a hit too, since the document says otherwise.
 */
const handedOver = (
  direction: 'in' | 'out',
  cell: 'mem_transfer_in_cnt' | 'mem_transfer_out_cnt',
  name: { zh: string; en: string },
): Check => ({
  code: `members-handed-over-${direction}`,
  severity: 'PLAUSIBILITY',
  scope: 'FILED',
  cells: [cell],
  source: `${cell}: by the document of the merger or split (domain rule 7)`,
  evaluate: (input: CheckInput) => {
    const told = input.handover[direction];
    const bounds = boundsOf(input, cell);
    if (told === 0 || (bounds && (bounds.high === null || bounds.high >= BigInt(told)))) return [];
    const filed = showing(input)(cell);
    return [
      {
        zh: `本期合并或分立的文件载明${name.zh}会员 ${told} 人,填报为 ${filed},请核对,不同的请说明。`,
        en: `The document of a merger or split tells of ${told} members who ${name.en}, the return of ${filed}. Check it, or explain.`,
      },
    ];
  },
});

/** Checks of what mergers and splits have handed over. */
export const handoverChecks: readonly Check[] = [
  handedOver('in', 'mem_transfer_in_cnt', { zh: '转入', en: 'came' }),
  handedOver('out', 'mem_transfer_out_cnt', { zh: '转出', en: 'went' }),
];
