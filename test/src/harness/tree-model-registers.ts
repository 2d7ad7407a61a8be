import { layoutOf } from '@huiji/domain/form';
import { shippedForm } from '@huiji/domain/shipped-forms';
import { expect } from '@jest/globals';
import { type Books, chain, type Opened, readBooks, treeOfPeriod, treeOn, type Unit } from './recompute.js';
import { formOf, type World } from './tree-model.js';

// What the registers post, worked out anew from the tables for each union and period: whoever should have been posted
// again after a change, and was not, differs here.

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

const held = (row: { valid_from: string; valid_to: string | null }, day: string): boolean =>
  row.valid_from <= day && (row.valid_to === null || row.valid_to > day);

interface Counting {
  employer_id: string;
  union_id: string;
  valid_from: string;
  valid_to: string | null;
}

interface Registers {
  employers: Map<
    string,
    { id: string; headcount: number; operating_from: string; operating_to: string | null }
  >;
  accountability: Counting[];
  coverage: Counting[];
}

async function readRegisters(world: World): Promise<Registers> {
  const employers = await world.rows<{
    id: string;
    headcount: number;
    operating_from: string;
    operating_to: string | null;
  }>('SELECT id, headcount, operating_from::text, operating_to::text FROM employer');
  const counting = (table: string): Promise<Counting[]> =>
    world.rows(
      `SELECT employer_id, union_id, valid_from::text, valid_to::text FROM ${table} WHERE voided_by IS NULL`,
    );
  return {
    employers: new Map(employers.map((employer) => [employer.id, employer])),
    accountability: await counting('accountability'),
    coverage: await counting('coverage'),
  };
}

/** Whether a union is established on a day, by the days on which its founding and its end count. */
function stands(unit: Unit, day: string): boolean {
  const since = unit.established_counted_on ?? unit.established_on;
  const until = unit.dissolved_counted_on ?? unit.dissolved_on;
  return !unit.withdrawn && since !== null && since <= day && (until === null || until > day);
}

function figuresOf(unit: Unit, period: Opened, books: Books, registers: Registers): Record<string, number> {
  const { starts_on, ends_on } = period;
  const within = (day: string | null): boolean => day !== null && day >= starts_on && day <= ends_on;
  const since = unit.withdrawn ? null : (unit.established_counted_on ?? unit.established_on);
  const until = unit.dissolved_counted_on ?? unit.dissolved_on;
  const grassroots = unit.level === 'GRASSROOTS';
  const standing = stands(unit, ends_on);
  const files = since !== null && since <= ends_on && (until === null || until >= starts_on);
  const preparing =
    !unit.withdrawn &&
    unit.prepared_on !== null &&
    unit.prepared_on <= ends_on &&
    !(since !== null && since <= ends_on) &&
    !(until !== null && until <= ends_on);
  const counted = registers.accountability
    .filter((row) => row.union_id === unit.id && held(row, ends_on))
    .map((row) => registers.employers.get(row.employer_id)!)
    .filter((e) => held({ valid_from: e.operating_from, valid_to: e.operating_to }, ends_on));
  // An employer is covered from the day on which its union lives, whenever that was learnt of.
  const coveredBy = (employerId: string, kind: string): boolean =>
    registers.coverage.some((row) => {
      const by = books.units.get(row.union_id)!;
      const lives = { valid_from: by.established_on ?? '9999-12-31', valid_to: by.dissolved_on };
      return (
        row.employer_id === employerId &&
        held(row, ends_on) &&
        by.kind === kind &&
        !by.withdrawn &&
        held(lives, ends_on)
      );
    });
  const single = counted.filter((e) => coveredBy(e.id, 'SINGLE'));
  const joint = counted.filter((e) => coveredBy(e.id, 'JOINT') && !single.includes(e));
  return {
    reports_expected_grassroots: Number(grassroots && files),
    reports_expected_own: Number(!grassroots && files),
    org_grassroots_union_cnt: Number(grassroots && standing),
    org_single_union_cnt: Number(standing && unit.kind === 'SINGLE'),
    org_joint_union_cnt: Number(standing && unit.kind === 'JOINT'),
    org_new_union_cnt: Number(grassroots && within(since)),
    org_dissolved_union_cnt: Number(grassroots && within(until)),
    org_preparing_union_cnt: Number(grassroots && preparing),
    org_above_base_union_cnt: Number(standing && !grassroots && unit.kind !== 'COMMISSION'),
    org_legal_person_cnt: Number(standing && unit.legal_person),
    cov_operating_enterprise_cnt: counted.length,
    cov_operating_worker_cnt: counted.reduce((sum, e) => sum + e.headcount, 0),
    cov_covered_enterprise_cnt: single.length + joint.length,
    cov_joint_covered_enterprise_cnt: joint.length,
  };
}

/** Every union posts to every period that is not FINAL what the registers know of it. */
export async function checkRegisters(world: World): Promise<number> {
  const books = await readBooks(world.owner);
  const registers = await readRegisters(world);
  const posted = new Map(
    books.contributions
      .filter(({ part, form, period }) => part === 0 && form === formOf(period))
      .map((row) => [`${row.union_id} ${row.period}`, row.figures]),
  );
  let compared = 0;
  for (const period of books.periods.values()) {
    if (period.final_at !== null) continue;
    const layout = layoutOf(shippedForm(formOf(period.code)));
    for (const unit of books.units.values()) {
      const where = `${unit.code} ${unit.id} ${period.code}`;
      const expected = figuresOf(unit, period, books, registers);
      const stands = posted.get(`${unit.id} ${period.code}`);
      const actual = Object.keys(expected).map((code) => [
        code,
        Number(stands?.[layout.cell(code)!.index] ?? 0),
      ]);
      expect({ where, ...(Object.fromEntries(actual) as object) }).toEqual({ where, ...expected });
      compared += 1;
    }
  }
  return compared;
}

/** 划入 and 划出 of every body in every quarter: who stood elsewhere at the last one's end, and who stands elsewhere now. */
export async function checkMovements(world: World): Promise<number> {
  const books = await readBooks(world.owner);
  const totals = await world.rows<{ union_id: string; period: string; totals: string[] }>(
    `SELECT union_id, period, totals FROM rollup WHERE form = 'work-q' AND part = 0`,
  );
  const layout = layoutOf(shippedForm('work-q'));
  const cell = (row: { totals: string[] }, code: string): number =>
    Number(row.totals[layout.cell(code)!.index] ?? 0);
  let seen = 0;
  for (const period of books.periods.values()) {
    if (formOf(period.code) !== 'work-q') continue;
    const eve = dayBefore(period.starts_on);
    const last = [...books.periods.values()].find((p) => p.ends_on === eve && formOf(p.code) === 'work-q');
    const before = last ? treeOfPeriod(books, last) : treeOn(books, eve);
    const after = treeOfPeriod(books, period);
    const came = new Map<string, number>();
    const gone = new Map<string, number>();
    const add = (to: Map<string, number>, ids: string[]): unknown =>
      ids.map((id) => to.set(id, (to.get(id) ?? 0) + 1));
    for (const unit of books.units.values()) {
      if (unit.level !== 'GRASSROOTS' || !stands(unit, eve)) continue;
      const [from, to] = [chain(before, unit.id), chain(after, unit.id)];
      add(
        came,
        to.filter((id) => !from.includes(id)),
      );
      add(
        gone,
        from.filter((id) => !to.includes(id)),
      );
    }
    for (const row of totals.filter((total) => total.period === period.code)) {
      const where = `${row.union_id} ${period.code}`;
      expect([where, cell(row, 'org_moved_in_cnt'), cell(row, 'org_moved_out_cnt')]).toEqual([
        ...[where, came.get(row.union_id) ?? 0, gone.get(row.union_id) ?? 0],
      ]);
      seen += came.get(row.union_id) ?? 0;
    }
  }
  return seen;
}
