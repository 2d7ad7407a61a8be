import type { Page } from 'playwright-core';

/** Pastes a text as Excel would put it on the clipboard; answers how many milliseconds the page was busy with it. */
export const paste = (page: Page, text: string): Promise<number> =>
  page.evaluate(`(async () => {
    const data = new DataTransfer();
    data.setData('text/plain', ${JSON.stringify(text)});
    const begun = performance.now();
    document.activeElement.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    return performance.now() - begun;
  })()`);
