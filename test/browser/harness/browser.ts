/**
 * A Chromium for the file that imports this, and people in it. Each test begins without a page: those it opens are closed after it,
 * and it fails where one of them has complained (`complaintsOf`).
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Client } from '../../src/harness/client.js';

/** Where Huiji answers, without a slash at its end. */
export const origin = setting('TEST_ORIGIN');

/** The password of everybody in the demonstration, as `npm start` prints it. */
const password = 'huiji-demo-2026';
const locales = { zh: 'zh-CN', en: 'en-GB' } as const;
const sizes = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

/** Whose page it is, and how they look at it. */
export interface Person {
  login: string;
  tenant?: string;
  language?: keyof typeof locales;
  phone?: boolean;
}

let browser: Browser;
const complaints = new Map<Page, string[]>();

beforeAll(async () => {
  const { command, env } = JSON.parse(setting('TEST_CHROMIUM')) as {
    command: string;
    env: Record<string, string>;
  };
  browser = await chromium.launch({
    executablePath: command,
    env: { ...process.env, ...env },
    args: ['--disable-background-networking'],
    // It has no sandbox, being root's or unpacked, and sees nothing but our own pages: what Playwright does by itself.
    chromiumSandbox: false,
    // Whoever ends Jest ends it at once; Chromium follows when its pipe breaks.
    ...{ handleSIGHUP: false, handleSIGINT: false, handleSIGTERM: false },
  });
});

afterEach(async () => {
  const left = [...complaints.values()].flat();
  complaints.clear();
  await Promise.all(browser.contexts().map((context) => context.close()));
  expect(left).toEqual([]);
});

afterAll(() => browser.close());

/** A page of somebody who has signed in, in a context of their own; it shows nothing yet. */
export async function personPage({ login, tenant = 'linjiang', ...look }: Person): Promise<Page> {
  const page = await strangerPage(look);
  const query =
    'mutation ($input: SignInInput!) { signIn(input: $input) { me { id } userErrors { code message } } }';
  // The context keeps the cookie, as it would after the form.
  const response = await page.request.post(`${origin}/graphql`, {
    data: { query, variables: { input: { tenant, login, password } } },
  });
  const answer = (await response.json()) as { data?: { signIn: { me: unknown } } };
  if (!answer.data?.signIn.me) throw new Error(`${login} cannot sign in: ${JSON.stringify(answer)}`);
  return page;
}

/** A page of somebody who has not signed in. Paths are those of Huiji: `page.goto('/')`. */
export async function strangerPage({
  language = 'zh',
  phone = false,
}: Omit<Person, 'login' | 'tenant'> = {}): Promise<Page> {
  const size = phone ? sizes.phone : sizes.desk;
  const context = await browser.newContext({
    baseURL: origin,
    locale: locales[language],
    viewport: size,
    ...(phone ? { hasTouch: true, isMobile: true } : {}),
  });
  context.on('page', listen);
  return context.newPage();
}

function listen(page: Page): void {
  const heard: string[] = [];
  complaints.set(page, heard);
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(message.text());
  });
}

/**
 * What a page has complained of since this was last asked: errors that nothing caught, and those in its console. A test that
 * makes a page complain, by cutting its network say, asks for it; any other fails.
 */
export function complaintsOf(page: Page): string[] {
  return complaints.get(page)?.splice(0) ?? [];
}

/** A screenshot of all of a page, `<name>.png` in SHOTS; answers its path. */
export async function shot(page: Page, name: string): Promise<string> {
  const path = join(setting('SHOTS'), `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: true });
  return path;
}

/** Where a page misses WCAG 2.2, A or AA, as far as axe can tell: a line for each element, naming the rule. */
export async function axeViolations(page: Page): Promise<string[]> {
  // A button that is just becoming enabled is half as dark as it will be: what moves is waited for, unless it moves for ever.
  await page.evaluate(`Promise.allSettled(
    document.getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
      .map(({ finished }) => finished),
  )`);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'])
    .analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${help}: ${target.join(' ')}: ${html}`),
  );
}

const clients = new Map<string, Promise<Client>>();

/** The data of an operation of a person of linjiang, without any page; throws when it is refused. */
export async function ask<T>(login: string, query: string, variables: object = {}): Promise<T> {
  const signIn = () => new Client(`${origin}/graphql`).signIn('linjiang', login, password);
  const client = clients.get(login) ?? signIn();
  clients.set(login, client);
  return (await client).get<T>(query, variables);
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests in a browser by \`npm run test:e2e\`.`);
  return value;
}
