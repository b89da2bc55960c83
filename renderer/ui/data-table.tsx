import type { ReactNode } from 'react';
import classes from './data-table.module.css';

export interface Column<Row> {
  key: string;
  header: ReactNode;
  /** `end` for figures. */
  align?: 'start' | 'end';
  width?: number | string;
  /** Running text that may take several lines. */
  wrap?: boolean;
  cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Opens a row. The first cell becomes a button, so that the keyboard reaches it too. */
  onOpen?: (row: Row) => void;
  selectedKey?: string | undefined;
}

/** Rows to compare: dense, aligned, scrolling sideways by itself where the window is narrow. */
export function DataTable<Row>({ label, columns, rows, rowKey, onOpen, selectedKey }: DataTableProps<Row>) {
  return (
    <div className={classes.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                style={{ width: column.width }}
                className={column.align === 'end' ? classes.end : undefined}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = rowKey(row);
            return (
              <tr
                key={key}
                data-clickable={onOpen !== undefined}
                data-selected={key === selectedKey}
                onClick={(event) => {
                  // A button inside the row means itself, and a selection of text means copying.
                  if (!onOpen || (event.target as Element).closest('button, a, input')) return;
                  if (window.getSelection()?.toString()) return;
                  onOpen(row);
                }}
              >
                {columns.map((column, index) => (
                  <td
                    key={column.key}
                    data-wrap={column.wrap}
                    className={column.align === 'end' ? classes.end : undefined}
                  >
                    {index === 0 && onOpen ? (
                      <button type="button" className={classes.rowButton} onClick={() => onOpen(row)}>
                        {column.cell(row)}
                      </button>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
