import type { ComponentChildren, VNode } from 'preact';

export interface SummaryRow {
  readonly label: string;
  readonly value: ComponentChildren;
  /** "Change", with what is changed for those who do not see the row. */
  readonly action?: { readonly href: string; readonly label: string; readonly about: string };
}

/** Facts about one thing, name by name. */
export function SummaryList({ rows }: { readonly rows: readonly SummaryRow[] }): VNode {
  return (
    <dl class="summary-list">
      {rows.map((row) => (
        <div key={row.label} class="summary-row">
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
          {row.action ? (
            <dd class="summary-action">
              <a href={row.action.href}>
                {row.action.label}
                <span class="visually-hidden"> {row.action.about}</span>
              </a>
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers stand at the end of their column, in tabular figures. */
  readonly numeric?: boolean;
}

export interface TableProps<Row> {
  readonly caption: string;
  /** The first column names the row. */
  readonly columns: readonly [Column<Row>, ...Column<Row>[]];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Shown instead of a table without rows: it should teach what would stand here and how it gets here. */
  readonly empty: ComponentChildren;
}

/**
 * Many things of one kind. On a narrow screen each row becomes a small sheet; the roles are written out because browsers forget that a table
 * is a table once its `display` is another.
 */
export function Table<Row>({ caption, columns, rows, rowKey, empty }: TableProps<Row>): VNode {
  if (rows.length === 0) return <>{empty}</>;
  return (
    <table class="table" role="table">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.title} scope="col" role="columnheader" class={column.numeric ? 'is-numeric' : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row" key={rowKey(row)}>
            {columns.map((column, index) =>
              index === 0 ? (
                <th key={column.title} scope="row" role="rowheader">
                  {column.cell(row)}
                </th>
              ) : (
                <td role="cell" key={column.title} class={column.numeric ? 'is-numeric' : undefined} data-column={column.title}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface DetailsProps {
  readonly summary: string;
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

/** More for those who want it. */
export function Details({ summary, open, children }: DetailsProps): VNode {
  return (
    <details class="details" open={open}>
      <summary>{summary}</summary>
      <div class="details-body">{children}</div>
    </details>
  );
}
