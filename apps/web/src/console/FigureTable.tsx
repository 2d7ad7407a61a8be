import type { ReactNode } from 'react';

/** A row of figures: what it is of, and its figures as they are shown. */
export interface FigureRow {
  key: string;
  name: ReactNode;
  figures: readonly ReactNode[];
}

/** A table of figures: what the rows are `of`, and a column for each of their figures. */
export function FigureTable({
  of,
  columns,
  rows,
}: {
  of: string;
  columns: readonly string[];
  rows: readonly FigureRow[];
}) {
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">{of}</th>
          {columns.map((column) => (
            <th key={column} scope="col" className="number">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, figures }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {figures.map((figure, at) => (
              <td key={columns[at]} className="number">
                {figure}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
