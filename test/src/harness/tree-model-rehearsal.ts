import { formatFigure } from '@huiji/domain/figure';
import { layoutOf } from '@huiji/domain/form';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { expect } from '@jest/globals';
import type { Chance } from './random.js';
import { settled } from './tree-model-checks.js';
import { compose } from './tree-model-changes.js';
import { type ChangedPayload, type Composed, undoOf } from './tree-model-commands.js';
import { checkMovements, checkRegisters } from './tree-model-registers.js';
import type { World } from './tree-model.js';

const kept = [
  ...['trade_union', 'affiliation', 'union_name', 'organisation_change', 'organisation_change_union'],
  ...[
    'membership_handover',
    'election',
    'employer',
    'accountability',
    'coverage',
    'home_award',
    'submission',
  ],
  ...['contribution', 'rollup', 'rollup_outbox', 'rollup_scope', 'period', 'audit_event'],
];

/** The contents of the tables that a change could write to. */
async function contents(world: World): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of kept) {
    const [row] = await world.rows<{ hash: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS hash FROM ${table} t`,
    );
    found[table] = row?.hash ?? '';
  }
  return found;
}

/** The unions, their parents and whom they cover and account for, as known now. */
async function known(world: World): Promise<string[]> {
  const held = (
    register: string,
  ): string => `SELECT concat_ws(' ', '${register}', employer_id, union_id, valid_from, valid_to)
    FROM ${register} WHERE voided_by IS NULL`;
  const rows = await world.rows<{ fact: string }>(
    `SELECT concat_ws(' ', 'union', u.id, name, established_on, established_counted_on, 'ended', dissolved_on,
       dissolved_counted_on, dissolution_reason, dissolution_document_no, successor_id) AS fact
     FROM trade_union u WHERE withdrawn_at IS NULL
     UNION ALL
     SELECT concat_ws(' ', 'parent', a.union_id, a.parent_id, a.valid_from, a.valid_to) FROM affiliation a
     JOIN trade_union u ON u.id = a.union_id WHERE a.recorded_to IS NULL AND u.withdrawn_at IS NULL
     UNION ALL ${held('accountability')} UNION ALL ${held('coverage')} ORDER BY 1`,
  );
  return rows.map(({ fact }) => fact);
}

/** The cells of every body's total in the periods that can still change, by body, form, period and cell. */
async function changeable(world: World): Promise<Map<string, string>> {
  const rows = await world.rows<{
    code: string;
    form: string;
    period: string;
    part: number;
    totals: string[];
    filled: number[];
  }>(
    `SELECT u.code, r.form, r.period, r.part, r.totals, r.filled FROM rollup r JOIN trade_union u ON u.id = r.union_id
     JOIN period p ON p.code = r.period WHERE p.final_at IS NULL`,
  );
  return new Map(
    rows.flatMap(({ code, form, period, part, totals, filled }) =>
      layoutOf(shippedForm(form))
        .parts.find((one) => one.part === part)!
        .positions.flatMap((cell, i): Array<[string, string]> =>
          filled[i]
            ? [[`${code} ${form} ${period} ${cell.code}`, formatFigure(totals[i] ?? '0', cell.decimals)]]
            : [],
        ),
    ),
  );
}

/**
 * Rehearses a change and then makes it: the rehearsal leaves every table as it was, and names exactly the totals that the
 * change then moves; but for bodies that it founds, which have none before. Null where it is refused, both times.
 */
async function rehearsed(world: World, composed: Composed): Promise<ChangedPayload | null> {
  const before = await contents(world);
  const { input } = composed.variables;
  const told = await world.attempt<ChangedPayload>({
    ...composed,
    name: 'rehearsal',
    variables: { input: { ...input, dryRun: true } },
  });
  expect(await contents(world)).toEqual(before);
  const was = await changeable(world);
  const made = await world.attempt<ChangedPayload>({ ...composed, name: 'after a rehearsal' });
  expect([composed.name, made === null]).toEqual([composed.name, told === null]);
  if (!made || !told) return null;
  await world.appointClerk();
  await settled(world);
  const is = await changeable(world);
  const founded = await world.rows<{ code: string }>(
    'SELECT code FROM trade_union WHERE founded_by = $1 AND withdrawn_at IS NULL',
    [made.change?.id],
  );
  const ignored = new Set(founded.map(({ code }) => code));
  const moved = [...new Set([...was.keys(), ...is.keys()])]
    .filter((key) => was.get(key) !== is.get(key) && !ignored.has(key.split(' ')[0] ?? ''))
    .map((key) => `${key}: ${was.get(key) ?? null} → ${is.get(key) ?? null}`);
  const named = (told.effects ?? []).flatMap(({ union, form, period, cells }) =>
    cells.map(
      ({ cell, before: from, after }) => `${union.code} ${form} ${period} ${cell}: ${from} → ${after}`,
    ),
  );
  const change = { name: composed.name, input };
  expect({ change, effects: named.sort() }).toEqual({ change, effects: moved.sort() });
  return made;
}

/**
 * Rehearses and makes a random change with nobody else at work, and sometimes takes it back at once: then all that is
 * known and every total is as before. Answers how many were made.
 */
export async function rehearse(world: World, chance: Chance): Promise<number> {
  const composed = await compose(world, chance);
  if (!composed) return 0;
  const [facts, totals] = [await known(world), await changeable(world)];
  const made = await rehearsed(world, composed);
  if (!made) return 0;
  await checkMovements(world);
  await checkRegisters(world);
  if (!made.change || composed.name === 'undo' || chance.below(2) === 0) return 1;
  expect(await rehearsed(world, { ...undoOf(made.change.id), mayRefuse: [] })).not.toBeNull();
  const change = { name: composed.name, input: composed.variables.input };
  expect({ change, facts: await known(world) }).toEqual({ change, facts });
  expect({ change, totals: await changeable(world) }).toEqual({ change, totals });
  await checkMovements(world);
  await checkRegisters(world);
  return 2;
}
