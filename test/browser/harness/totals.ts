/** 汇总表 of linjiang: its page, and what the api says that stands there. */
import { ask } from './browser.js';

export const member = 'mem_member_cnt';
export const totals = `/console/totals?form=work-q&table=T2&cells=${member}`;

interface Total {
  name: string;
  cells: { value: string | null }[];
  children: { nodes: { name: string; cells: { value: string | null }[] }[] };
}

/** What the api says of the federation and of the bodies below it that have a figure: value by name. */
export async function apiTotals(reading: string, period = '2026Q2'): Promise<Record<string, string>> {
  const { rollup } = await ask<{ rollup: Total }>(
    'tongji',
    `{ rollup(unionCode: "LJ", form: "work-q", period: "${period}", ${reading}) { name cells(codes: ["${member}"]) { value }
         children { nodes { name cells(codes: ["${member}"]) { value } } } } }`,
  );
  return Object.fromEntries(
    [rollup, ...rollup.children.nodes].flatMap(({ name, cells }) => {
      const value = cells[0]?.value ?? null; // other files found bodies that have filed nothing
      return value === null ? [] : [[name, value] as const];
    }),
  );
}
