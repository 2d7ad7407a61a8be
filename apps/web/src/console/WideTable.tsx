import { Table, type TableProps } from 'antd';
import { Wide } from './Wide.js';

/** A table in a box of its own, which scrolls where the table is wider, also by keyboard. `label` says what it lists. */
export function WideTable<Row extends object>({ label, ...table }: TableProps<Row> & { label: string }) {
  return (
    <Wide label={label}>
      <Table size="small" pagination={false} {...table} />
    </Wide>
  );
}
