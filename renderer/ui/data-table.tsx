import { ActionIcon, Checkbox, Popover, Stack } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import {
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/react-table';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Columns3 from 'lucide-react/icons/columns-3';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './data-table.module.css';

export interface Column<Row> {
  key: string;
  header: ReactNode;
  /** `end` for figures. */
  align?: 'start' | 'end';
  width?: number | string;
  /** Running text that may take several lines. */
  wrap?: boolean;
  /** The member the server sorts by. */
  sort?: string;
  /** Hidden of itself where the table is narrower, in pixels; whoever wants it can show it. */
  from?: number;
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
  /** How the rows are sorted: a member, behind a hyphen for the other way round. */
  sort?: string | undefined;
  onSort?: (sort: string | undefined) => void;
}

const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature });

/** Rows to compare: dense, aligned, with the columns that fit; what does not is scrolled to by itself. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, onOpen, selectedKey, sort, onSort } = props;
  const { ref, width } = useElementSize();
  /** What somebody chose, over what the width would have. */
  const [chosen, setChosen] = useState<Record<string, boolean>>({});
  const fits = ({ from }: Column<Row>) => from === undefined || width === 0 || width >= from;
  const table = useTable({
    features,
    data: rows,
    columns: columns.map((column): ColumnDef<typeof features, Row> => ({
      id: column.key,
      // A column without a value of its own would not be sorted by.
      accessorFn: (row) => row,
      enableSorting: column.sort !== undefined && onSort !== undefined,
    })),
    getRowId: rowKey,
    manualSorting: true,
    state: {
      columnVisibility: Object.fromEntries(
        columns.map((column) => [column.key, chosen[column.key] ?? fits(column)]),
      ),
      sorting: sortingOf(columns, sort),
    },
  });
  const byKey = new Map(columns.map((column) => [column.key, column]));
  // Not rendered by the table as components of their own: a function that is new with each render would
  // be another component each time, and a dialog opened from a cell would go with the old one.
  const cellOf = (key: string, row: Row) => byKey.get(key)?.cell(row);
  const alignment = (key: string) => (byKey.get(key)?.align === 'end' ? classes.end : undefined);
  return (
    <div className={classes.frame} ref={ref}>
      {columns.some(({ from }) => from !== undefined) ? (
        <ColumnChoice
          columns={columns}
          isVisible={(key) => table.getColumn(key)?.getIsVisible() ?? true}
          onChange={(key, visible) => setChosen((before) => ({ ...before, [key]: visible }))}
        />
      ) : null}
      <div className={classes.scroll} role="region" aria-label={label} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => {
                  const direction = header.column.getIsSorted();
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      style={{ width: byKey.get(header.id)?.width }}
                      className={alignment(header.id)}
                      aria-sort={ariaSort(direction)}
                    >
                      {header.column.getCanSort() ? (
                        <button
                          type="button"
                          className={classes.sort}
                          onClick={() => onSort?.(nextSort(byKey.get(header.id)?.sort, sort))}
                        >
                          {byKey.get(header.id)?.header}
                          {direction === 'asc' ? <ArrowUp size={12} aria-hidden /> : null}
                          {direction === 'desc' ? <ArrowDown size={12} aria-hidden /> : null}
                        </button>
                      ) : (
                        byKey.get(header.id)?.header
                      )}
                    </th>
                  );
                })}
              </tr>
            ))}
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row) => (
              <tr
                key={row.id}
                data-clickable={onOpen !== undefined}
                data-selected={row.id === selectedKey}
                onClick={(event) => {
                  // A button inside the row means itself, and a selection of text means copying.
                  if (!onOpen || (event.target as Element).closest('button, a, input')) return;
                  if (window.getSelection()?.toString()) return;
                  onOpen(row.original);
                }}
              >
                {row.getVisibleCells().map((cell, index) => (
                  <td
                    key={cell.id}
                    data-wrap={byKey.get(cell.column.id)?.wrap}
                    className={alignment(cell.column.id)}
                  >
                    {index === 0 && onOpen ? (
                      <button
                        type="button"
                        className={classes.rowButton}
                        onClick={() => onOpen(row.original)}
                      >
                        {cellOf(cell.column.id, row.original)}
                      </button>
                    ) : (
                      cellOf(cell.column.id, row.original)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function sortingOf<Row>(columns: readonly Column<Row>[], sort: string | undefined) {
  const member = sort?.replace(/^-/, '');
  const column = columns.find((each) => each.sort !== undefined && each.sort === member);
  return column ? [{ id: column.key, desc: sort?.startsWith('-') ?? false }] : [];
}

/** Up, then down, then as the list is by itself. */
function nextSort(member: string | undefined, sort: string | undefined): string | undefined {
  if (member === undefined || sort === `-${member}`) return undefined;
  return sort === member ? `-${member}` : member;
}

function ariaSort(direction: false | 'asc' | 'desc') {
  if (direction === false) return undefined;
  return direction === 'asc' ? 'ascending' : 'descending';
}

/** Which columns are shown: those that fit, until somebody chooses. */
function ColumnChoice<Row>({
  columns,
  isVisible,
  onChange,
}: {
  columns: readonly Column<Row>[];
  isVisible: (key: string) => boolean;
  onChange: (key: string, visible: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" withArrow>
      <Popover.Target>
        <ActionIcon className={classes.choice ?? ''} size={24} aria-label={t('app.table.columns')}>
          <Columns3 size={14} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6}>
          {columns.slice(1).map(({ key, header }) => (
            <Checkbox
              key={key}
              label={header}
              checked={isVisible(key)}
              onChange={(event) => onChange(key, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
