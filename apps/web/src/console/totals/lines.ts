import { useQueries } from '@tanstack/react-query';
import { asked } from '../../client/answers.js';
import { useState } from 'react';
import type { CellTotal } from './FigureCell.js';
import { askedOf, type Scope } from './scope.js';
import { Totals, type TotalsQuery } from './generated/totals.js';

type Rollup = NonNullable<TotalsQuery['rollup']>;
type Body = Omit<Rollup['children']['nodes'][number], never>;

/** A row of the table: a body, its own figures (本级), or the offer to list more of those below it. */
export interface Line {
  key: string;
  kind: 'BODY' | 'OWN' | 'MORE';
  unionId: string;
  name: string;
  body?: Body;
  reports?: { accepted: number; expected: number };
  cells: ReadonlyMap<string, CellTotal>;
  mayOpen: boolean;
  isOpen: boolean;
  children?: Line[];
}

const byCell = (cells: readonly CellTotal[]): ReadonlyMap<string, CellTotal> =>
  new Map(cells.map((total) => [total.cell, total]));

/** The rows of the bodies that are open, each with one request a page; and how to list more of a body. */
export function useLines(
  scope: Scope,
  root: Rollup | null | undefined,
  open: readonly string[],
): { lines: Line[]; more: (unionId: string) => void } {
  const [pages, setPages] = useState<Readonly<Record<string, readonly string[]>>>({});
  const wanted = [scope.unionId, ...open.filter((id) => id !== scope.unionId)].flatMap((unionId) =>
    [null, ...(pages[unionId] ?? [])].map((after) => ({ unionId, after })),
  );
  const answers = useQueries({
    queries: wanted.map(({ unionId, after }) => asked(Totals, askedOf(scope, unionId, after))),
  });
  const found = new Map<string, Rollup[]>();
  for (const [at, { unionId }] of wanted.entries()) {
    const rollup = answers[at]?.data?.rollup;
    if (rollup) found.set(unionId, [...(found.get(unionId) ?? []), rollup]);
  }
  const lineOf = (body: Body): Line => {
    const isOpen = open.includes(body.union.id) || body.union.id === scope.unionId;
    return {
      ...{ key: body.union.id, kind: 'BODY', unionId: body.union.id, name: body.name, body, isOpen },
      reports: { accepted: body.reportsAccepted, expected: body.reportsExpected },
      cells: byCell(body.cells),
      mayOpen: body.union.level !== 'GRASSROOTS',
      ...(isOpen ? { children: below(body) } : {}),
    };
  };
  const below = ({ union, name }: Body): Line[] => {
    const read = found.get(union.id) ?? [];
    const [first] = read;
    const last = read.at(-1);
    if (!first || !last) return [];
    const plain = { unionId: union.id, name, mayOpen: false, isOpen: false } as const;
    const { own } = first;
    return [
      {
        ...{ ...plain, key: `${union.id}/own`, kind: 'OWN', cells: byCell(own.cells) },
        reports: { accepted: own.reportsAccepted, expected: own.reportsExpected },
      },
      ...read.flatMap(({ children }) => children.nodes.map(lineOf)),
      ...(last.children.pageInfo.hasNextPage
        ? [{ ...plain, key: `${union.id}/more`, kind: 'MORE', cells: byCell([]) } as const]
        : []),
    ];
  };
  return {
    lines: root ? [lineOf(root)] : [],
    more: (unionId) => {
      const after = found.get(unionId)?.at(-1)?.children.pageInfo.endCursor;
      if (after) setPages((now) => ({ ...now, [unionId]: [...(now[unionId] ?? []), after] }));
    },
  };
}
