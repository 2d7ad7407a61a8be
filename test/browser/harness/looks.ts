import { expect } from '@jest/globals';
import { axeViolations, complaintsOf, type Person, personPage, shot } from './browser.js';

/**
 * A page in both languages, at a desk and on a phone: drawn (`ready` is there), nothing found by axe, nothing wider than the screen, no
 * complaint. Screenshots are named `<name>-<language>`, with `-phone`.
 */
export async function inEveryLook(
  person: Pick<Person, 'login' | 'tenant'>,
  path: string,
  { ready, name }: { ready: string; name: string },
): Promise<void> {
  for (const language of ['zh', 'en'] as const)
    for (const phone of [false, true]) {
      const page = await personPage({ ...person, language, phone });
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      await page.waitForLoadState('networkidle');
      // Not innerWidth: on a phone that grows with what is too wide.
      const width = page.viewportSize()?.width ?? 0;
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      const seen = { violations: await axeViolations(page), wider: Math.max(0, wide - width) };
      expect({ name, language, phone, ...seen, complaints: complaintsOf(page) }).toEqual({
        ...{ name, language, phone, violations: [], wider: 0, complaints: [] },
      });
      await shot(page, `${name}-${language}${phone ? '-phone' : ''}`);
      await page.context().close();
    }
}
