import { Link } from 'wouter';
import { useExport } from '../../client/export.js';
import { Problems } from '../../page/Problems.js';
import { useWords as useImportWords } from '../../page/import/words.js';
import type { EntrySheet } from './line.js';
import { useWork } from './watch.js';
import { useWords } from './words.js';

/** The return as a workbook for Excel or WPS: its tables with last period beside them, and what is filled in so far. */
export function Workbook({ sheet: { union, form, period } }: { sheet: EntrySheet }) {
  const say = useWords();
  const toImport = useImportWords();
  const { sender } = useWork();
  const of = { table: 'TEMPLATE', unionId: union.id, form, period } as const;
  const { begin, busy, operation, problems, error } = useExport(of);
  return (
    <div className="workbook">
      {/* What is still on this device belongs into it. */}
      <button type="button" disabled={busy} onClick={() => void sender.flush().then(begin)}>
        {say('workbook')}
      </button>
      <span role="status">
        {busy && say('workbookMaking')}
        {operation?.url && operation.fileName && (
          <a href={operation.url}>{say('workbookReady', { name: operation.fileName })}</a>
        )}
      </span>
      <Link href={`/import/${form}/${period}?union=${encodeURIComponent(union.code)}`} className="button">
        {toImport('toImport')}
      </Link>
      <Problems told={problems} error={error} />
    </div>
  );
}
