import { useState } from 'react';
import { type ExportableList, useListExport } from '../../client/export.js';
import { usePages } from '../../client/paged.js';
import { Problems } from '../../page/Problems.js';
import { More } from '../../page/More.js';
import { Answered, Empty } from '../../page/states.js';
import { today } from '../../words/dates.js';
import { addressesEvery } from '../../page/attachment/fresh.js';
import { Card } from './Card.js';
import { KindOptions } from './Fields.js';
import { WorkBook, type WorkBookQuery, type WorkBookQueryVariables } from './generated/book.js';
import { useWords } from './words.js';
import type { Kind } from './work.js';

interface BookProps {
  unionId: string;
  kinds: readonly Kind[];
  done: (sentence: string) => void;
}

/** How many years back one may choose. */
const back = 10;

/** The records of a union, the newest day first: of all kinds or one, of a year or all. */
export function Book({ unionId, kinds, done }: BookProps) {
  const say = useWords();
  const thisYear = Number(today().slice(0, 4));
  const [kind, setKind] = useState('');
  const [year, setYear] = useState(String(thisYear));
  const within = year === '' ? {} : { from: `${year}-01-01`, to: `${year}-12-31` };
  const answer = usePages(
    WorkBook,
    { unionId, kinds: kind === '' ? null : [kind], ...within },
    ({ workRecords }) => workRecords.pageInfo,
    addressesEvery,
  );
  return (
    <section aria-labelledby="work-list">
      <h2 id="work-list">{say('list')}</h2>
      <div className="filter">
        <label>
          {say('kind')}
          <select value={kind} onChange={({ target }) => setKind(target.value)}>
            <option value="">{say('allKinds')}</option>
            <KindOptions kinds={kinds} />
          </select>
        </label>
        <label>
          {say('year')}
          <select value={year} onChange={({ target }) => setYear(target.value)}>
            <option value="">{say('all')}</option>
            {Array.from({ length: back }, (_, ago) => String(thisYear - ago)).map((one) => (
              <option key={one} value={one}>
                {say('yearOf', { year: one })}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Export
        key={`${kind} ${year}`}
        of={{ list: 'WORK_RECORDS', unionId, kinds: kind === '' ? null : [kind], ...within }}
      />
      <Answered answer={answer}>
        {() => <List answer={answer} kinds={kinds} done={done} filtered={kind !== '' || year !== ''} />}
      </Answered>
    </section>
  );
}

/** 导出: the records that are chosen as a workbook, a sheet for each kind. */
function Export({ of }: { of: ExportableList }) {
  const say = useWords();
  const { begin, busy, operation, problems, error } = useListExport(of);
  return (
    <p>
      <button type="button" disabled={busy} onClick={begin}>
        {say('export')}
      </button>{' '}
      <span role="status">
        {busy && say('exporting')}
        {operation?.url && operation.fileName && (
          <a href={operation.url}>{say('exported', { name: operation.fileName })}</a>
        )}
      </span>
      <Problems told={problems} error={error} />
    </p>
  );
}

function List({
  answer,
  kinds,
  done,
  filtered,
}: Pick<BookProps, 'kinds' | 'done'> & {
  answer: ReturnType<typeof usePages<WorkBookQuery, WorkBookQueryVariables>>;
  filtered: boolean;
}) {
  const say = useWords();
  const records = answer.data?.pages.flatMap(({ workRecords }) => workRecords.nodes) ?? [];
  if (records.length === 0) return <Empty>{say(filtered ? 'noneFound' : 'none')}</Empty>;
  return (
    <>
      <ul className="works">
        {records.map((record) => (
          <li key={record.id}>
            <Card {...{ record, kinds, done }} refresh={answer.refetch} />
          </li>
        ))}
      </ul>
      <More answer={answer} />
    </>
  );
}
