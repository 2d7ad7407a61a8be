import { Button, Descriptions, Tag } from 'antd';
import { usePages } from '../../client/paged.js';
import { Answered, Empty } from '../../page/states.js';
import { day, moment } from '../../words/dates.js';
import { PartPicker, partOf } from './Contributions.js';
import { More } from '../More.js';
import { marked } from './FigureCell.js';
import { type Cell, type Scope, useTotalsAddress } from './scope.js';
import { CellHistory, type CellHistoryQuery } from './generated/totals.js';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

type Filed = CellHistoryQuery['filedCellHistory']['nodes'][number];

/** One revision's value of a cell: who filed it and who accepted it, when, and until when it counted. */
function Revision({ filed, unit }: { filed: Filed; unit: string }) {
  const say = useWords();
  const { submission, value, inForceFrom, inForceUntil, entrustment, reason } = filed;
  const { imported } = submission;
  const by = (name: string | null, at: string | null): string | null =>
    name === null ? null : at === null ? name : say('by2', { name, moment: moment(at) });
  const facts = [
    [say('value'), value === null ? say('blank') : `${marked(say, value, filed.mark)} ${unit}`],
    [
      say('filedBy'),
      <>
        {by(filed.filedByName, submission.filedAt) ?? '—'}{' '}
        {entrustment && <Tag>{say('entrusted', { document: entrustment.documentNo })}</Tag>}
        {submission.filing.late && submission.revision === 1 && <Tag>{say('late')}</Tag>}
      </>,
    ],
    [say(imported ? 'importedBy' : 'acceptedBy'), by(filed.acceptedByName, inForceFrom) ?? '—'],
    ...(imported
      ? [[say('importedFrom'), say('by2', { name: imported.source, moment: day(imported.sourceDate) })]]
      : []),
    [
      say('inForce'),
      inForceFrom === null
        ? say('notYet')
        : inForceUntil === null
          ? say('since', { from: moment(inForceFrom) })
          : say('between', { from: moment(inForceFrom), until: moment(inForceUntil) }),
    ],
    [say('origin'), say(filed.origin, { periods: filed.provenance?.periods.join(', ') ?? '' })],
    ...(reason ? [[say('restated'), reason]] : []),
    ...(submission.filing.window ? [[say('window'), submission.filing.window.reason]] : []),
  ] as const;
  return (
    <section className="history-of" aria-label={say('revision', { count: submission.revision })}>
      <h4>
        {say('revision', { count: submission.revision })} <Tag>{say(submission.state)}</Tag>
      </h4>
      <Descriptions
        size="small"
        bordered
        column={1}
        items={facts.map(([label, children], at) => ({ key: at, label, children }))}
      />
    </section>
  );
}

/** What one union has filed in a cell, the newest revision first: where drilling into a total ends. */
export function History({
  scope,
  unionId,
  cell,
  periods,
}: {
  scope: Scope;
  unionId: string;
  cell: Cell;
  periods: readonly string[];
}) {
  const say = useWords();
  const [address, go] = useTotalsAddress();
  const part = partOf(periods, address.part);
  const answer = usePages(
    CellHistory,
    { ...{ unionId, cell: cell.code }, form: scope.form.code, period: part },
    ({ filedCellHistory }) => filedCellHistory.pageInfo,
  );
  return (
    <>
      {address.of !== address.filer && (
        <p>
          <Button onClick={() => go({ filer: undefined })}>{say('back')}</Button>
        </p>
      )}
      <PartPicker periods={periods} part={part} />
      <Answered answer={answer}>
        {({ pages }) => {
          const filed = pages.flatMap(({ filedCellHistory }) => filedCellHistory.nodes);
          return (
            <>
              <h3>
                {pages[0]?.tradeUnion?.name} {named(cell)} {part}
              </h3>
              {filed.length === 0 && <Empty>{say('neverFiled')}</Empty>}
              {filed.map((one) => (
                <Revision key={one.submission.id} filed={one} unit={cell.unit} />
              ))}
              <More pages={answer} />
            </>
          );
        }}
      </Answered>
    </>
  );
}
