import { useQuery } from '@tanstack/react-query';
import { coverItems } from '@huiji/domain/form';
import { Link } from 'wouter';
import { Answered, Empty } from '../../page/states.js';
import { day } from '../../words/dates.js';
import { language } from '../../words/i18n.js';
import { heldAnnexes } from './annex.js';
import { Shown } from './ColumnInput.js';
import { shown } from './CellInput.js';
import { type Answer, type EntrySheet, entryOf, formOf } from './line.js';
import './print.css';
import { type SheetAddress, sheetOf } from './Sheet.js';
import { useLaterWords } from './later-words.js';
import { useWords } from './words.js';
import { useWords as useFilingWords } from '../words.js';

/** 打印: the return as it stands on the server, on A4 with its cover and lines to sign on. */
export function Print({ address }: { address: SheetAddress }) {
  const say = useWords();
  const later = useLaterWords();
  const filing = useFilingWords();
  const answer = useQuery(sheetOf(address));
  return (
    <div className="print">
      <p className="print-tools">
        <Link href={`/${address.unionCode}/${address.form}/${address.period}`}>{later('back')}</Link>{' '}
        <button type="button" className="primary" onClick={() => print()}>
          {filing('print')}
        </button>
      </p>
      <Answered answer={answer}>
        {(data) =>
          data.entrySheet ? <Paper answer={data} sheet={data.entrySheet} /> : <Empty>{say('nothing')}</Empty>
        }
      </Answered>
    </div>
  );
}

function Paper({ answer, sheet }: { answer: Answer; sheet: EntrySheet }) {
  return (
    <article className="paper">
      <Front answer={answer} sheet={sheet} />
      {sheet.tables.map((table) => (
        <Cells key={table.code} table={table} />
      ))}
      <Rows answer={answer} sheet={sheet} />
      <Signatures sheet={sheet} />
    </article>
  );
}

function Front({ answer, sheet }: { answer: Answer; sheet: EntrySheet }) {
  const later = useLaterWords();
  const filing = useFilingWords();
  const form = formOf(answer);
  const [newest] = answer.submissionHistory;
  const { formNo, issuedBy, approvalNo, validUntil } = form?.cover ?? {};
  return (
    <header className="front">
      <dl className="front-no">
        {formNo && (
          <>
            <dt>{later('formNo')}</dt>
            <dd>{formNo}</dd>
          </>
        )}
        {issuedBy && (
          <>
            <dt>{later('issuedBy')}</dt>
            <dd>{issuedBy}</dd>
          </>
        )}
        {approvalNo && (
          <>
            <dt>{later('approvalNo')}</dt>
            <dd>{approvalNo}</dd>
          </>
        )}
        {validUntil && (
          <>
            <dt>{later('validUntil')}</dt>
            <dd>{day(validUntil)}</dd>
          </>
        )}
      </dl>
      <h1>{form?.[language()] ?? sheet.form}</h1>
      <p>
        {later('reportingUnion')}: {sheet.union.name} ({sheet.union.code})
      </p>
      <p>
        {filing('period')}: {sheet.period} · {filing(sheet.state ?? 'NOT_BEGUN')}
        {sheet.revision > 1 && ` · ${filing('revision', { revision: sheet.revision })}`}
      </p>
      {newest?.explanation && (
        <p>
          {later('explanation')}: {newest.explanation}
        </p>
      )}
    </header>
  );
}

function Cells({ table }: { table: EntrySheet['tables'][number] }) {
  const say = useWords();
  return (
    <table>
      <caption>{table[language()]}</caption>
      <thead>
        <tr>
          {(['indicator', 'code', 'unit', 'previous', 'now'] as const).map((column) => (
            <th key={column} scope="col">
              {say(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.cells.map((cell) => (
          <tr key={cell.cell}>
            <th scope="row" className={cell.cell.includes('[') ? 'print-part' : ''}>
              {cell.definition[language()]}
            </th>
            <td className="print-code">{cell.cell}</td>
            <td>{cell.definition.unit}</td>
            <td className="number">{shown(entryOf(cell.previous), cell.definition.decimals)}</td>
            <td className="number">
              {shown(entryOf(cell), cell.definition.decimals)}
              {cell.origin !== 'TYPED' && ` (${say(cell.origin === 'RECORDS' ? 'records' : 'carried')})`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rows({ answer, sheet }: { answer: Answer; sheet: EntrySheet }) {
  const tables = formOf(answer)?.repeatingTables ?? [];
  const held = heldAnnexes(sheet, tables);
  return tables.map((table) => {
    const rows = held.get(table.code) ?? [];
    if (rows.length === 0) return null;
    return (
      <table key={table.code}>
        <caption>{table[language()]}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.code} scope="col">
                {column[language()]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {table.columns.map((column) => (
                <td key={column.code}>
                  <Shown column={column} text={row[column.code] ?? ''} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    );
  });
}

/** The lines to sign on, and room for the seal. */
function Signatures({ sheet }: { sheet: EntrySheet }) {
  const later = useLaterWords();
  return (
    <footer className="signatures">
      {coverItems.map((item) => (
        <p key={item}>
          {later(item)}: <span className="line">{sheet.cover[item] ?? ''}</span>
        </p>
      ))}
      <p>
        {later('seal')}: <span className="line" />
      </p>
    </footer>
  );
}
