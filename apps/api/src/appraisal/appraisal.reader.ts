import {
  type AppraisalStage,
  differs,
  isUnsettled,
  mayAppeal,
  type PublicationDays,
  ranked,
  stageOf,
} from '@huiji/domain/appraisal';
import { hundredths } from '@huiji/domain/figure';
import { requireMay, requireMayBelow, unionIdOf, type UnionNamed } from '@huiji/filing/visible';
import {
  type AppraisalScope,
  childStandings,
  type ChildStanding,
  claimsOf,
  hasAppraised,
  resultsOf,
  schemeOf,
  type SetScheme,
  type StoredTarget,
} from '@huiji/store/appraisal';
import { appealsOf, openAppealsOf, publicationOf } from '@huiji/store/appraisal-publication';
import type { Tx } from '@huiji/store/data-source';
import type { TradeUnion } from '@huiji/store/entities';
import { unionsById } from '@huiji/store/organisation';
import type { Ask } from '../graphql/ask.js';
import { keysetOf, type PageAsked, pageOf } from '../graphql/connection.js';
import { targetsOf, targetYear, type TargetYear } from '@huiji/filing/target-book';
import { countsView, resultView, targetViews } from './views.js';

/** How a query names a union and the year of a form. */
export interface AppraisalNamed extends UnionNamed {
  form: string;
  period: string;
}

/** One body's appraisal of a year, as far as all that is said of it asks. */
export interface Appraising {
  of: TargetYear;
  scope: AppraisalScope;
  scheme: SetScheme | null;
  publication: PublicationDays | null;
  stage: AppraisalStage;
}

export async function appraisingOf(tx: Tx, of: TargetYear, bodyId: string): Promise<Appraising> {
  const { tenantId, form, year } = of;
  const scope = { tenantId, bodyId, form: form.code, period: year.code };
  const publication = await publicationOf(tx, scope);
  return { ...{ of, scope, publication }, scheme: await schemeOf(tx, scope), stage: stageOf(publication) };
}

/** The targets with points that unions hold now, with what their reports say now, by union. */
export async function targetsNow(
  tx: Tx,
  of: TargetYear,
  unions: readonly TradeUnion[],
): Promise<Map<string, StoredTarget[]>> {
  const held = await targetsOf(tx, of, unions);
  return new Map(
    [...held].map(([id, targets]) => [
      id,
      targets.flatMap(({ measure: { cell: code, ...measure }, weight, value, actual, mark }) =>
        weight === null || hundredths(weight) === 0n
          ? []
          : [{ measure: { code, ...measure }, weight, value, actual, mark }],
      ),
    ]),
  );
}

/** Unions as they are appraised, in the order given. */
async function appraisedUnions(
  tx: Tx,
  { of, scope, scheme }: Appraising,
  places: ReadonlyArray<{ unionId: string; rank: number | null }>,
) {
  const ids = places.map(({ unionId }) => unionId);
  const unions = await unionsById(tx, scope.tenantId, ids);
  const claims = await claimsOf(tx, scope, ids);
  const results = await resultsOf(tx, scope, ids);
  const appeals = await appealsOf(tx, scope, ids);
  // Read for all of them, and only where it is asked for.
  let now: Promise<Map<string, StoredTarget[]>> | undefined;
  const current = async (unionId: string): Promise<StoredTarget[]> =>
    (await (now ??= targetsNow(tx, of, [...unions.values()]))).get(unionId) ?? [];
  return places.flatMap(({ unionId, rank }) => {
    const union = unions.get(unionId);
    const result = results.get(unionId);
    if (!union) return [];
    return {
      ...{ union, rank, claim: claims.get(unionId) ?? null },
      result: result && scheme ? resultView(scheme, result) : null,
      differs: async () => (result && scheme ? differs(scheme, result, await current(unionId)) : null),
      targetsNow: async () => (scheme ? targetViews(scheme, await current(unionId)) : []),
      appeals: appeals.filter((appeal) => appeal.unionId === unionId),
    };
  });
}

/** How many appeals still ask something of the body, of the unions that stand below it. */
export async function appealsOpen(
  tx: Tx,
  scope: AppraisalScope,
  children: readonly ChildStanding[],
): Promise<number> {
  const revisions = new Map(children.map(({ unionId, standing }) => [unionId, standing?.revision ?? 0]));
  const appeals = await openAppealsOf(tx, scope);
  return appeals.filter(({ unionId, ...appeal }) => {
    const revision = revisions.get(unionId);
    return revision !== undefined && isUnsettled(appeal, revision);
  }).length;
}

/** 目标管理考核 of the unions directly below a body. */
export async function appraisal(ask: Ask, named: AppraisalNamed) {
  const tx = await ask.read();
  const of = await targetYear(tx, ask.actor, named);
  const id = await unionIdOf(tx, ask.actor, named);
  const { union: body } = await requireMayBelow(tx, ask.actor, 'READ_FIGURES', id, of.tree);
  const appraising = await appraisingOf(tx, of, body.id);
  const { scope, scheme, publication, stage } = appraising;
  const children = ranked(await childStandings(tx, scope, of.tree));
  const standings = children.flatMap(({ standing }) => standing ?? []);
  return {
    ...{ body, stage, form: of.form.code, period: of.year.code },
    ...{ scheme, schemeOpen: !(await hasAppraised(tx, scope)) },
    ...daysOf(publication),
    unions: children.length,
    appraised: standings.length,
    complete: standings.filter(({ complete }) => complete).length,
    appealsOpen: await appealsOpen(tx, scope, children),
    distribution: scheme ? countsView(scheme, standings) : [],
    child: async (unionCode: string) => {
      const named = children.filter(({ code }) => code === unionCode);
      return (await appraisedUnions(tx, appraising, named))[0] ?? null;
    },
    children: async (page: PageAsked) => {
      const { first, after } = keysetOf(page);
      const start = after === null ? 0 : 1 + children.findIndex(({ unionId }) => unionId === after);
      const shown = pageOf(children.slice(start, start + first), first - 1, ({ unionId }) => unionId);
      return { ...shown, nodes: await appraisedUnions(tx, appraising, shown.nodes) };
    },
  };
}

/** What the body above made of a union, as that union sees it. */
export async function ownAppraisal(ask: Ask, named: AppraisalNamed) {
  const tx = await ask.read();
  const of = await targetYear(tx, ask.actor, named);
  const id = await unionIdOf(tx, ask.actor, named);
  const { union, ancestors } = await requireMay(tx, ask.actor, 'READ_FIGURES', id, of.tree);
  const said = { form: of.form.code, period: of.year.code };
  const [bodyId] = ancestors;
  if (bodyId === undefined) {
    const nothing = { claim: null, result: null, rank: null, differs: unsaid, appeals: [] };
    const own = { union, ...nothing, targetsNow: noTargets };
    return { ...said, bodyName: null, stage: 'OPEN', scheme: null, mayAppeal: false, ranked: null, own };
  }
  const appraising = await appraisingOf(tx, of, bodyId);
  const { scope, scheme, publication, stage } = appraising;
  const children = stage === 'OPEN' ? [] : ranked(await childStandings(tx, scope, of.tree));
  const rank = children.find(({ unionId }) => unionId === union.id)?.rank ?? null;
  const [own] = await appraisedUnions(tx, appraising, [{ unionId: union.id, rank }]);
  const result = stage === 'OPEN' ? null : (own?.result ?? null);
  const revision = own?.result?.revision ?? 0;
  const appealed = own?.appeals.some((appeal) => isUnsettled(appeal, revision)) ?? false;
  return {
    ...{ ...said, stage, scheme },
    bodyName: (await unionsById(tx, of.tenantId, [bodyId])).get(bodyId)?.name ?? null,
    ...daysOf(publication),
    mayAppeal: mayAppeal(publication, ask.actor.today, appealed),
    ranked: stage === 'OPEN' ? null : children.filter((child) => child.rank !== null).length,
    own: { ...own, result, differs: unsaid, ...(stage !== 'OPEN' && { targetsNow: noTargets }) },
  };
}

/** Whether figures have changed is not for the appraised union: it sees what it was given. */
const unsaid = () => Promise.resolve(null);
const noTargets = () => Promise.resolve([]);

const daysOf = (publication: PublicationDays | null) => ({
  publishedOn: publication?.publishedOn ?? null,
  appealUntil: publication?.appealUntil ?? null,
  finalOn: publication?.finalOn ?? null,
});
