import { readContext, returnChecks, type RuleContext } from '@huiji/domain/rule-context';
import { ask } from '../../client/ask.js';
import type { Annexes } from './annex.js';
import type { Desk } from './desk.js';
import { type FoundFragment, RuleContext as RuleContextOf } from './generated/sheet.js';
import type { DraftOf } from './kept.js';

/** What the form's rules look at around one return; null where it cannot be had. */
export async function contextOf({ unionCode, form, period }: DraftOf): Promise<RuleContext | null> {
  const { entrySheet } = await ask(RuleContextOf, { unionCode, form, period });
  return entrySheet && readContext(entrySheet.ruleContext);
}

/** Checks what stands on the page, as the server will once it has it. Null while a row of an annex cannot be read. */
export function hitsOf(context: RuleContext, desk: Desk, annexes: Annexes): FoundFragment[] | null {
  const found = returnChecks(context, desk.typedEntries, annexes.sent());
  return (
    found &&
    found.map(({ code, severity, details, cell, table, row, field, messageZh, messageEn }) => ({
      ...{ code, severity, messageZh, messageEn, check: String(details['check'] ?? '') || null },
      ...{ cell: cell ?? null, table: table ?? null, row: row ?? null, field: field ?? null },
    }))
  );
}
