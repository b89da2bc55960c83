import type { ReactNode } from 'react';
import type { StatementRow } from '../bank-answers.ts';
import { grouped, money, shortDate } from '../figures.ts';
import type { Holding, Holdings } from '../holdings.ts';
import { fill, partnerTexts, type PartnerTexts } from '../texts.ts';
import { homeLink } from './frame.tsx';
import type { PageContent } from './render.tsx';

/**
 * 入出金明細 of one account, newest first. The roles are written out because narrow screens lay the rows
 * out as a grid, and browsers forget that a table was one when its `display` changes.
 */
export function Statement(props: {
  readonly content: PageContent;
  readonly holdings: Holdings;
  readonly selected: Holding;
}): ReactNode {
  const { content, holdings, selected } = props;
  const { account, rows } = selected;
  const texts = partnerTexts[content.language];
  const newestFirst = (rows ?? []).toReversed();
  const shown = newestFirst.slice(0, content.rows);
  return (
    <section className="card statement" id="statement" aria-labelledby="statement-heading">
      <h2 id="statement-heading">
        {texts.statement}
        <span className="soft">
          {` ${account.accountTypeName} ${account.branchName ?? ''} ${account.accountNumber ?? ''}`}
        </span>
      </h2>
      {rows === undefined ? (
        <p className="soft">{holdings.mayReadStatements ? texts.noStatement : texts.noStatementPermission}</p>
      ) : rows.length === 0 ? (
        <p className="soft">{texts.noRows}</p>
      ) : (
        <>
          <table role="table">
            <thead role="rowgroup">
              <tr role="row">
                <th scope="col" role="columnheader">
                  {texts.date}
                </th>
                <th scope="col" role="columnheader">
                  {texts.remarks}
                </th>
                <th scope="col" role="columnheader" className="figure">
                  {texts.amount}
                </th>
                <th scope="col" role="columnheader" className="figure">
                  {texts.balance}
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              {shown.map((row) => (
                <Row key={row.itemKey} row={row} year={holdings.at.slice(0, 4)} texts={texts} />
              ))}
            </tbody>
          </table>
          <p className="soft small more">
            {fill(texts.shown, { total: rows.length, count: shown.length })}
            {shown.length < rows.length ? (
              <a
                className="button secondary"
                href={`${homeLink(content, { account: account.accountId, rows: content.rows + 200 })}#statement`}
              >
                {texts.more}
              </a>
            ) : null}
          </p>
        </>
      )}
    </section>
  );
}

function Row({ row, year, texts }: { row: StatementRow; year: string; texts: PartnerTexts }): ReactNode {
  const incoming = row.transactionType === '1';
  return (
    <tr role="row">
      <td role="cell" className="date">
        {shortDate(row.transactionDate, year)}
      </td>
      <td role="cell" className="remarks">
        {row.remarks ?? <span className="soft">{texts.noRemarks}</span>}
        {row.valueDate !== undefined && row.valueDate !== row.transactionDate ? (
          <span className="soft small value-date">
            {fill(texts.valueDate, { date: shortDate(row.valueDate, year) })}
          </span>
        ) : null}
      </td>
      <td role="cell" className={incoming ? 'figure amount in' : 'figure amount'}>
        <span className="visually-hidden">{incoming ? texts.in : texts.out}</span>
        {`${incoming ? '+' : '−'} ${grouped(row.amount)}`}
      </td>
      <td role="cell" className="figure running">
        {money(row.balance).replace('¥ ', '')}
      </td>
    </tr>
  );
}
