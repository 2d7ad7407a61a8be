import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Table, type TableColumnsType } from 'antd';
import { FigureCell } from './FigureCell.js';
import type { Line } from './lines.js';
import { type Cell, type Scope } from './scope.js';
import './totals.css';
import { useWords } from './words.js';
import { named } from '../../words/named.js';

/** What the table asks of its page. */
export interface Asked {
  toggle: (unionId: string) => void;
  more: (unionId: string) => void;
  look: (unionId: string) => void;
  figure: (line: Line, cell: Cell) => void;
}

function Name({ line, root, asked }: { line: Line; root: string; asked: Asked }) {
  const say = useWords();
  const { unionId, name, isOpen } = line;
  if (line.kind === 'MORE')
    return (
      <Button size="small" onClick={() => asked.more(unionId)}>
        {say('more', { name })}
      </Button>
    );
  if (line.kind === 'OWN') return <span className="line-own">{say('own')}</span>;
  return (
    <span className="line-name">
      {line.mayOpen && unionId !== root && (
        <Button
          size="small"
          type="text"
          icon={isOpen ? <DownOutlined /> : <RightOutlined />}
          aria-expanded={isOpen}
          aria-label={say(isOpen ? 'close' : 'open', { name })}
          onClick={() => asked.toggle(unionId)}
        />
      )}
      {unionId === root || !line.mayOpen ? (
        <span>{name}</span>
      ) : (
        <button
          type="button"
          className="line-look"
          aria-label={say('to', { name })}
          onClick={() => asked.look(unionId)}
        >
          {name}
        </button>
      )}
    </span>
  );
}

/** Whether a figure of the row can be opened: 本级 of what nobody types says itself where it comes from. */
const opens = ({ kind }: Line, { source }: Cell): boolean =>
  kind === 'BODY' || source === 'TYPED' || source === 'ROWS';

/** 汇总表: a body, its own figures and those below it, opened as far as wanted, by the cells chosen. */
export function TotalsTable({
  scope,
  lines,
  asked,
  loading,
}: {
  scope: Scope;
  lines: readonly Line[];
  asked: Asked;
  loading: boolean;
}) {
  const say = useWords();
  const columns: TableColumnsType<Line> = [
    {
      title: say('union'),
      key: 'union',
      fixed: 'left',
      className: 'line-union',
      render: (_, line) => <Name line={line} root={scope.unionId} asked={asked} />,
    },
    {
      title: say('reports'),
      key: 'reports',
      align: 'right',
      render: (_, { reports }) => reports && <span className="number">{say('reportsOf', reports)}</span>,
    },
    ...scope.cells.map((cell) => ({
      title: (
        <span className="cell-title">
          {named(cell)}
          <small>{cell.unit}</small>
        </span>
      ),
      key: cell.code,
      align: 'right' as const,
      render: (_: unknown, line: Line) => (
        <FigureCell
          of={{
            name: line.kind === 'OWN' ? say('ownOf', { name: line.name }) : line.name,
            cell,
            total: line.cells.get(cell.code),
            compared: line.body?.comparable?.cells.find((one) => one.cell === cell.code),
            carried: line.body?.carriedForward?.find((one) => one.cell === cell.code),
          }}
          open={opens(line, cell) ? () => asked.figure(line, cell) : null}
        />
      ),
    })),
  ];
  return (
    <Table
      className="totals"
      size="small"
      bordered
      rowKey="key"
      dataSource={lines}
      columns={columns}
      pagination={false}
      loading={loading}
      scroll={{ x: 'max-content' }}
      indentSize={12}
      expandable={{
        expandedRowKeys: openKeys(lines),
        expandIcon: () => null, // the button beside the name, which says whose
      }}
    />
  );
}

const openKeys = (lines: readonly Line[]): string[] =>
  lines.flatMap((line) => (line.isOpen ? [line.key, ...openKeys(line.children ?? [])] : []));
