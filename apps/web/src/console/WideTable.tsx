import { Table, type TableProps } from 'antd';

/** A table in a box of its own, which scrolls where the table is wider, also by keyboard. `label` says what it lists. */
export function WideTable<Row extends object>({ label, ...table }: TableProps<Row> & { label: string }) {
  return (
    <div className="wide" role="region" aria-label={label} tabIndex={0}>
      <Table size="small" pagination={false} {...table} />
    </div>
  );
}
