import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Chance, lengthOf, longest, seedOf } from '../src/harness/random.js';
import { ask, complaintsOf, personPage } from './harness/browser.js';
import { foundBureau } from './harness/bureau.js';

const rounds = lengthOf('ROUNDS', { short: 10, long: 100 });
/** A keystroke that is older must be there after anything. */
const safeAfterMs = 1_000;

/** What a person believes to have filled in, and when the last key of it went down. */
interface Typed {
  value: string;
  at: number;
  /** What stood there before it. */
  before: string;
}

async function open(page: Page, sheet: string): Promise<void> {
  await page.goto(sheet);
  await page.locator('input[data-cell]').first().waitFor();
}

/** The tab dies as it does without memory: nothing in it runs any more. */
async function kill(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  // It is never answered: who would answer is gone.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  complaintsOf(page);
  await page.close();
}

const valuesOf = async (page: Page): Promise<Map<string, string>> =>
  new Map(
    await page
      .locator('input[data-cell]')
      .evaluateAll((inputs) =>
        (inputs as unknown as { dataset: { cell: string }; value: string }[]).map(
          ({ dataset, value }): [string, string] => [dataset.cell, value],
        ),
      ),
  );

test(
  'tabs that are killed and networks that are cut lose no keystroke older than a second',
  async () => {
    const seed = seedOf();
    const chance = new Chance(seed);
    console.log(`SEED=${seed}, ${rounds} rounds`);
    const { code, filer } = await foundBureau('临江印刷局工会', 1);
    const sheet = `/filing/${code}-1/work-q/2026Q3`;
    let page = await personPage({ login: filer });
    const context = page.context();
    await open(page, sheet);
    const cells = [...(await valuesOf(page)).keys()];
    const typed = new Map<string, Typed>();
    let kept = 0;
    for (let round = 1; round <= rounds; round++) {
      const [cut, killed] = chance.pick([
        [true, false],
        [false, true],
        [true, true],
      ] as const);
      if (cut) await context.setOffline(true);
      for (let count = 1 + chance.below(4); count > 0; count--) {
        const cell = chance.pick(cells);
        const value = String(chance.below(100_000));
        const input = page.locator(`input[data-cell="${cell}"]`);
        const before = await input.inputValue();
        await input.focus();
        await input.selectText();
        await page.keyboard.type(value);
        typed.set(cell, { value, at: Date.now(), before });
        await page.waitForTimeout(chance.below(700));
      }
      await page.waitForTimeout(chance.below(1_200));
      if (killed) {
        const at = Date.now();
        await kill(page);
        await context.setOffline(false);
        page = await context.newPage();
        await open(page, sheet);
        const found = await valuesOf(page);
        for (const [cell, { value, at: pressed, before }] of typed) {
          const now = found.get(cell) ?? '';
          if (at - pressed > safeAfterMs) {
            expect([`round ${round}`, cell, now]).toEqual([`round ${round}`, cell, value]);
            kept++;
          } else {
            // Of the last second some keys may be missing; never is there anything else.
            expect([before, ''].includes(now) || value.startsWith(now)).toBe(true);
            typed.set(cell, { value: now, at: 0, before: now });
          }
        }
      } else {
        await context.setOffline(false);
      }
    }
    await page.locator('[data-safety="SAVED"]').waitFor();
    complaintsOf(page);
    const { entrySheet } = await ask<{
      entrySheet: { tables: { cells: { cell: string; value: string | null }[] }[] };
    }>(
      filer,
      `{ entrySheet(unionCode: "${code}-1", form: "work-q", period: "2026Q3") { tables { cells { cell value } } } }`,
    );
    const saved = new Map(
      entrySheet.tables.flatMap((table) => table.cells).map(({ cell, value }) => [cell, value ?? '']),
    );
    for (const [cell, { value }] of typed)
      expect([cell, Number(saved.get(cell) || Number.NaN)]).toEqual([cell, Number(value || Number.NaN)]);
    console.log(`${typed.size} cells are saved as typed; ${kept} were found after a kill`);
    expect(kept).toBeGreaterThan(0);
  },
  longest,
);
