import type { Client } from './client.js';

/** A line of a form. */
export interface CellOf {
  code: string;
  source: string;
  filedBy: string[];
}
/** What `publishForm` takes. */
export interface Definition {
  code: string;
  zh: string;
  en: string;
  frequency: string;
  rollsUp: boolean;
  statesTotalsOf: string | null;
  assignment: object;
  cover: object;
  tables: Array<{ code: string; zh: string; en: string; cells: CellOf[] }>;
  repeatingTables: Array<{ columns: object[] }>;
  computed: object[];
  rules: Array<Record<string, unknown>>;
}

/** A form as it stands, to be written on. */
export async function readDefinition(
  client: Client,
  code: string,
): Promise<{ version: number; definition: Definition }> {
  const { form } = await client.get<{ form: Definition & { version: number } }>(
    `query ($code: String!) { form(code: $code) {
       code zh en version frequency rollsUp statesTotalsOf assignment { levels kinds unions }
       cover { formNo issuedBy approvalNo validUntil required }
       tables { code zh en cells { code source filedBy } }
       repeatingTables { code zh en limit columns { code zh en type required choices marked minimum refersTo { table column } } }
       computed { cell table sum where { column is } }
       rules { code severity scope table expression at zh en source levels } } }`,
    { code },
  );
  const { version, ...definition } = form;
  return { version, definition };
}
