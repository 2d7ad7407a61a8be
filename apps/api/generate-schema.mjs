/**
 * Writes schema.graphql: all SDL files beside the resolvers, merged as @nestjs/graphql merges them, sorted and printed.
 * Whoever writes a client reads that file. `--print` prints the same and writes nothing: the drift test compares.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mergeTypeDefs } from '@graphql-tools/merge';
import { buildASTSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { format, resolveConfig } from 'prettier';

const sources = join(import.meta.dirname, 'src');
const target = join(import.meta.dirname, 'schema.graphql');

const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.graphql'))
  .toSorted()
  .map((name) => readFileSync(join(sources, name), 'utf8'));
const schema = buildASTSchema(mergeTypeDefs(files, { throwOnConflict: true }));
const text = await format(printSchema(lexicographicSortSchema(schema)), {
  ...(await resolveConfig(target)),
  parser: 'graphql',
});

if (process.argv.includes('--print')) process.stdout.write(text);
else writeFileSync(target, text);
