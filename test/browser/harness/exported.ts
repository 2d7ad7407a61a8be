import { readFile } from 'node:fs/promises';
import { readSpreadsheet } from '@huiji/workbook/read';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

/** Has a file made by a button, and fetches it by the link that appears. */
export async function exported(page: Page, button: string, file: RegExp): Promise<Buffer> {
  await page.getByRole('button', { name: button }).click();
  const link = page.getByRole('link', { name: file });
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(`下载 ${download.suggestedFilename()}`).toMatch(file);
  return readFile(await download.path());
}

/** The texts of all sheets of a workbook, row by row. */
export async function rowsOf(bytes: Buffer): Promise<(string | undefined)[][]> {
  const read = await readSpreadsheet(bytes);
  if ('code' in read) throw new Error(read.code);
  return read.flatMap((sheet) => sheet.rows.map((row) => row.map((cell) => cell?.text)));
}
