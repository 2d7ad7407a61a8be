import { type ToRead, tooLarge } from '@huiji/workbook/apart';
import { BrokenZip, inflated } from '@huiji/workbook/inflated';
import { type Problem, problem } from '@huiji/domain/problem-found';
import { docxType, type FoundInTemplate, placeholderOf, standsAlone } from '@huiji/domain/report-template';
import { reportDocument } from './document.js';
import { forbiddenField } from './fields.js';
import type { Placed, WrittenReport } from './model.js';

const main = 'word/document.xml';
const mainType = `ContentType="${docxType}.main+xml"`;
const unreadable = (): Problem => problem('REPORT_TEMPLATE_UNREADABLE');

/**
 * Looks at what somebody sent as a template in this process: for the child that `judgeTemplate` starts. Says what it names, or why it is none:
 * REPORT_TEMPLATE_UNREADABLE, REPORT_TEMPLATE_UNSAFE, WORKBOOK_TOO_LARGE. What it names is judged against a form by `templateProblems`.
 */
export async function judged({ bytes, limits }: ToRead): Promise<FoundInTemplate | Problem> {
  try {
    const parts = await inflated(bytes, limits.inflatedBytes, (name) => /\.(xml|rels)$/.test(name));
    if (!parts) return tooLarge('MB', Math.floor(limits.inflatedBytes / 1024 / 1024));
    const types = parts.get('[Content_Types].xml')?.toString('utf8') ?? '';
    if (!parts.get(main) || !types.includes(mainType)) return unreadable();
    if (hides(parts, types)) return unreadable();
    const unsafe = unsafeIn(parts);
    if (unsafe !== null) return problem('REPORT_TEMPLATE_UNSAFE', { what: unsafe.slice(0, 80) });
    return await tried(bytes, foundIn(parts), limits.inflatedBytes);
  } catch (error) {
    if (error instanceof BrokenZip) return unreadable();
    throw error;
  }
}

/** Whether Word would read in it what is not read here: XML under another ending, in another encoding, or with names of its own for texts. */
function hides(parts: ReadonlyMap<string, Buffer | null>, types: string): boolean {
  for (const [declared] of types.matchAll(/<[^>]*ContentType\s*=\s*["'](?!image\/)[^"']*xml["'][^>]*>/gi)) {
    const name = /(?:PartName|Extension)\s*=\s*["']([^"']*)["']/.exec(declared)?.[1] ?? '';
    if (!/(?:^|\.)(?:xml|rels)$/.test(name)) return true;
  }
  for (const content of parts.values()) {
    const begins = content?.subarray(0, 1_000).toString('latin1') ?? '';
    const encoding = /<\?xml[^>]*encoding\s*=\s*["']([^"']*)/.exec(begins)?.[1] ?? 'utf-8';
    if (begins.includes('\0') || !/^utf-?8$/i.test(encoding) || content?.includes('<!DOCTYPE')) return true;
  }
  return false;
}

/** What runs, or is fetched when the document is opened: macros, controls, objects of other programs, parts that lie elsewhere, fields (`forbiddenField`). Links to click may. */
function unsafeIn(parts: ReadonlyMap<string, Buffer | null>): string | null {
  for (const [name, content] of parts) {
    if (/vbaProject|activeX|oleObject/i.test(name)) return name;
    const field = name.endsWith('.xml') ? forbiddenField(content?.toString('utf8') ?? '') : null;
    if (field !== null) return field;
    if (!name.endsWith('.rels')) continue;
    for (const [relation] of content?.toString('utf8').matchAll(/<[^>]*Relationship [^>]*>/g) ?? []) {
      const external = /TargetMode\s*=\s*["']External/i.test(relation) && !/\/hyperlink["']/.test(relation);
      if (external || /\/(aFChunk|frame|subDocument)["']/i.test(relation))
        return /Target\s*=\s*["']([^"']*)/.exec(relation)?.[1] ?? name;
    }
  }
  return null;
}

const sign = /<w:p(?: [^>]*)?(\/)?>|<\/w:p>|<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g;

/** The texts of the paragraphs of a part, however Word has split them over runs; those inside of others (text boxes) apart. */
function paragraphsIn(xml: string): string[] {
  const texts: string[] = [];
  const open: string[] = [];
  for (const [tag, empty, text] of xml.matchAll(sign)) {
    if (text !== undefined) open.push((open.pop() ?? '') + text);
    else if (tag === '</w:p>') texts.push(open.pop() ?? '');
    else if (empty === undefined) open.push('');
  }
  return texts;
}

/** One that is begun and never ended is found too: up to the next one, or to the end of its paragraph. */
const braced = /\{\{((?:(?!\{\{).)*?)(\}\}|(?=\{\{)|$)/gs;

function foundIn(parts: ReadonlyMap<string, Buffer | null>): FoundInTemplate {
  const keys = new Set<string>();
  const misplaced = new Set<string>();
  const paragraphs = [...parts]
    .filter(([name]) => name.startsWith('word/') && name.endsWith('.xml'))
    .flatMap(([, content]) => paragraphsIn(content?.toString('utf8') ?? ''));
  for (const paragraph of paragraphs)
    for (const [whole, typed = '', end] of paragraph.matchAll(braced)) {
      const key = end === '' ? `${typed.trim()}…` : typed.trim();
      const placeholder = placeholderOf(key);
      const alone = paragraph.trim() === whole;
      if (placeholder && standsAlone(placeholder) && (!alone || keys.has(key))) misplaced.add(key);
      keys.add(key);
    }
  return { keys: [...keys], misplaced: [...misplaced] };
}

/** Fills the template once with next to nothing: what cannot be filled is refused now, not when somebody waits for the report. */
async function tried(
  bytes: Uint8Array,
  { keys, misplaced }: FoundInTemplate,
  limit: number,
): Promise<FoundInTemplate | Problem> {
  const filled = await reportDocument(sampleOf(keys), bytes).catch(
    // The library says in many ways that a file is broken; here nothing else runs.
    () => null,
  );
  const parts = filled && (await inflated(filled, limit, (name) => name.endsWith('.xml')));
  if (!parts) return unreadable();
  const left = foundIn(parts).keys.filter((key) => placeholderOf(key));
  return { keys, misplaced: [...new Set([...misplaced, ...left])] };
}

const sample = '例';

function sampleOf(keys: readonly string[]): WrittenReport {
  const chart = { title: sample, note: sample, names: [sample, sample], values: [2, 1] };
  const placed = keys.flatMap((key): Array<[string, Placed]> => {
    const placeholder = placeholderOf(key);
    if (!placeholder) return [];
    const parts = [{ text: sample, source: 1 }];
    return [[key, standsAlone(placeholder) ? { paragraphs: [parts] } : { text: parts }]];
  });
  return {
    ...{ title: sample, body: sample, madeOn: sample, opening: sample, since: sample },
    ...{ sections: [], chart, sources: [], lines: [], placed: Object.fromEntries(placed) },
  };
}
