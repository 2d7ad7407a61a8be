import { type Chart, lineColumns, type Part, type Report, sourceColumns } from '@huiji/domain/work-report';
import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { asked } from '../../client/answers.js';
import { Problems } from '../../page/Problems.js';
import { Loading } from '../../page/states.js';
import { Wide } from '../Wide.js';
import { WorkReport as WorkReportQuery } from './generated/report.js';
import { useWords } from './words.js';
import './work-report.css';

/** 工作总结, as its Word document says it: to be read, printed, or stored as PDF by the browser. It is Chinese, as the document is. */
export default function WorkReport({ operation, close }: { operation: string; close: () => void }) {
  const say = useWords();
  const read = useQuery(asked(WorkReportQuery, { id: operation }));
  const report = read.data?.operation?.report as Report | null | undefined;
  return (
    <Modal
      open
      width="56rem"
      title={say('preview')}
      closable={{ 'aria-label': say('close') }}
      onCancel={close}
      rootClassName="work-report-over"
      footer={null}
    >
      <Problems told={undefined} error={read.error} />
      {read.isPending && <Loading />}
      {report && (
        <>
          <Button className="work-report-print" onClick={() => window.print()}>
            {say('print')}
          </Button>
          <Document of={report} />
        </>
      )}
      {read.isSuccess && !report && <p>{say('gone')}</p>}
    </Modal>
  );
}

function Document({ of }: { of: Report }) {
  const say = useWords();
  return (
    <article className="work-report" lang="zh-CN">
      <h1>{of.title}</h1>
      <p>{of.opening}</p>
      {of.since && <p className="work-report-since">{of.since}</p>}
      {of.sections.map(({ title, paragraphs }) => (
        <section key={title}>
          <h2>{title}</h2>
          {paragraphs.map((parts, at) => (
            <p key={at}>{parts.map(said)}</p>
          ))}
        </section>
      ))}
      {of.chart && <Bars of={of.chart} />}
      <p className="work-report-signed">
        {of.body}
        <br />
        {of.madeOn}
      </p>
      <h2>{say('sources')}</h2>
      <Table name={say('sources')} columns={sourceColumns} of={of.sources} />
      <Table name={say('lines')} columns={lineColumns} of={of.lines} />
    </article>
  );
}

const said = ({ text, source, changed }: Part, at: number) => (
  <span key={at}>
    {changed ? <mark>{text}</mark> : text}
    {source !== undefined && <sup>[{source}]</sup>}
  </span>
);

/** The bars of the document's chart, with their figures as text beside them. */
function Bars({ of: { title, note, names, values } }: { of: Chart }) {
  const say = useWords();
  const longest = Math.max(...values, 1);
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <table className="work-report-bars" aria-label={say('chart')}>
        <tbody>
          {names.map((name, at) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <meter min={0} max={longest} value={values[at]} aria-label={name} /> {values[at]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{note}</p>
    </figure>
  );
}

interface Columns<T> {
  name: string;
  columns: ReadonlyArray<readonly [heading: string, of: keyof T & string]>;
  of: readonly T[];
}

function Table<T extends object>({ name, columns, of }: Columns<T>) {
  return (
    <Wide label={name}>
      <table className="work-report-table">
        <thead>
          <tr>
            {columns.map(([heading]) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.map((one, at) => (
            <tr key={at}>
              {columns.map(([, part]) => (
                <td key={part}>{String(one[part])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
