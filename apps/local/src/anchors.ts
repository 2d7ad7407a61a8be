/** Reading what the workers anchored (apps/worker/src/audit/anchor.ts). */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Anchor } from '@huiji/domain/audit-chain';
import { z } from 'zod';
import { PlainError } from './plain-error.js';

const anchor: z.ZodType<Anchor> = z.object({
  tenantId: z.uuid(),
  number: z.number().int().positive(),
  sequence: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.string(),
});

/** How many anchors are held at a time. */
const batch = 5_000;

function parsed(line: string): Anchor | null {
  try {
    return anchor.parse(JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/**
 * The anchors of all files in a folder, some thousands at a time. A line that cannot be read is a PlainError, unless it is
 * the last of its file: there a power cut may have torn it.
 */
export async function* anchorsIn(folder: string): AsyncGenerator<Anchor[]> {
  const names = await readdir(folder).catch((error: Error) => {
    throw new PlainError(
      `锚点文件夹无法读取。 The anchors (AUDIT_ANCHOR_DIR) cannot be read: ${error.message}.`,
    );
  });
  let read: Anchor[] = [];
  for (const name of names.filter((one) => /^audit-.*\.jsonl$/.test(one)).toSorted()) {
    let unread = 0;
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(join(folder, name)) })) {
      if (unread)
        throw new PlainError(
          `锚点文件 ${name} 第 ${unread} 行已损坏,请核对其副本。 Line ${unread} of the anchors in ${name} is damaged: compare it with a copy.`,
        );
      number += 1;
      const found = parsed(line);
      if (found) read.push(found);
      else unread = number;
      if (read.length >= batch) {
        yield read;
        read = [];
      }
    }
  }
  if (read.length > 0) yield read;
}
