import { employerStateAt } from '@huiji/domain/employer';
import { lifeAt } from '@huiji/domain/organisation';
import { readableBy } from '@huiji/filing/employers';
import { listedChanges } from '@huiji/filing/listed-changes';
import { visibleAmong } from '@huiji/filing/visible';
import { coveragesOf, employersIn } from '@huiji/store/coverage';
import { lastTerms } from '@huiji/store/election';
import { changesIn } from '@huiji/store/organisation-change';
import { treeOn, unionsInTree } from '@huiji/store/organisation';
import { accountableOn, employersById } from '@huiji/store/register';
import { unionsBelow } from '@huiji/store/total-reading';
import { changesSheet, employersSheet, unionsSheet } from '@huiji/workbook/tables/registers';
import type { Sheet } from '@huiji/workbook/workbook';
import { inPages, page, pagesOf, requireRoom } from '../all.js';
import type { ListSource } from '../list-source.js';

/** 组织名册, as of the day. */
export async function unions(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, input, body } = source;
  const tree = treeOn(input.day);
  const below = await unionsBelow(tx, tenantId, body.id, tree);
  requireRoom(below.length);
  const rows = await source.rows(inPages(below), async (some) => {
    const ids = some.map(({ id }) => id);
    const placed = await unionsInTree(tx, tenantId, ids, tree);
    const parentOf = (id: string): string | null =>
      id === body.id ? null : (placed.get(id)?.ancestors[0] ?? null);
    const names = await source.names(ids.flatMap((id) => [id, parentOf(id) ?? id]));
    const terms = await lastTerms(tx, tenantId, ids, input.day);
    return some.flatMap(({ id }) => {
      const union = placed.get(id)?.union;
      const term = terms.get(id);
      return union
        ? {
            ...union,
            ...{ name: names.get(id)?.name ?? union.name, parent: names.get(parentOf(id) ?? '') ?? null },
            ...{ state: lifeAt(union, input.day), termNo: term?.termNo ?? null },
            termEndsOn: term?.termEndsOn ?? null,
          }
        : [];
    });
  });
  return unionsSheet({ title, notes: source.notes(`共 ${rows.length} 家,含本级和筹建的工会`) }, rows);
}

/** 用人单位, as of the day. */
export async function employers(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, actor, input, body } = source;
  const { day, text, covered } = input;
  const subtree = { tenantId, unionId: body.id, day, readable: readableBy(actor) };
  const pages = pagesOf(
    (after: string | null) =>
      employersIn(tx, subtree, { covered, text }, { first: page, after }).then(async (ids) => {
        const found = await employersById(tx, tenantId, ids);
        return ids.flatMap((id) => found.get(id) ?? []);
      }),
    ({ code }) => code,
  );
  const rows = await source.rows(pages, async (some) => {
    const ids = some.map(({ id }) => id);
    const accountable = await accountableOn(tx, tenantId, ids, day);
    const coverages = await coveragesOf(tx, tenantId, ids, day);
    const concerned = [...accountable.values(), ...coverages.map(({ unionId }) => unionId)];
    const seen = await visibleAmong(tx, actor, [...new Set(concerned)]);
    return some.map((employer) => ({
      ...employer,
      state: employerStateAt(employer, day),
      accountable: seen.get(accountable.get(employer.id) ?? '') ?? null,
      coveredBy: coverages
        .filter(({ employerId }) => employerId === employer.id)
        .map(({ unionId }) => seen.get(unionId)?.name ?? '—'),
    }));
  });
  const narrowed = [
    ...(covered === null ? [] : [covered ? '只列已覆盖' : '只列未覆盖']),
    ...(text === null ? [] : [`名称或编码含“${text}”`]),
  ];
  const notes = source.notes([`共 ${rows.length} 家`, ...narrowed].join(';'));
  return employersSheet({ title, notes }, rows);
}

/** 组织变动. */
export async function changes(source: ListSource, title: string): Promise<Sheet> {
  const { tx, tenantId, actor, input, body } = source;
  const pages = pagesOf(
    (after: string | null) => changesIn(tx, tenantId, body.id, input.day, { first: page, after }),
    ({ id }) => id,
  );
  const rows = await source.rows(pages, async (some) =>
    (await listedChanges(tx, actor, some)).map(({ unions: concerned, undoneAt, ...change }) => ({
      ...change,
      unions: concerned.map(({ role, union: { name } }) => ({ role, name })),
      undoneAt: undoneAt && source.shown(undoneAt),
    })),
  );
  return changesSheet({ title, notes: source.notes(`共 ${rows.length} 项,新的在前`) }, rows);
}
