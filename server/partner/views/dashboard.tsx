import type { ReactNode } from 'react';
import { balanceHistory } from '../balance-history.ts';
import { dateAndTime, money } from '../figures.ts';
import { monthTurnover, totalYen, type Holding, type Holdings } from '../holdings.ts';
import type { FailureNote, Link } from '../session-store.ts';
import { fill, partnerTexts } from '../texts.ts';
import { timeLeft } from '../time-left.ts';
import { BalanceChart } from './balance-chart.tsx';
import { ButtonForm, homeLink } from './frame.tsx';
import { BankSaid, wordsFor } from './notice.tsx';
import type { PageContent } from './render.tsx';
import { Statement } from './statement.tsx';

/** The connected page: what is there, how it came about, and how long we may still look. */
export function Dashboard({ content, link }: { content: PageContent; link: Link }): ReactNode {
  const { language, holdings } = content;
  const texts = partnerTexts[language];
  const shown = holdings?.holdings.find(({ account }) => account.accountId === content.account);
  const selected = shown ?? holdings?.holdings.find(({ rows }) => rows) ?? holdings?.holdings[0];
  return (
    <>
      <Expiry content={content} link={link} />
      {holdings ? (
        <div className="grid">
          <section className="card total" aria-labelledby="total">
            <h1 id="total">{texts.total}</h1>
            <p className="sum">{money(totalYen(holdings.holdings))}</p>
            <p className="soft small">{fill(texts.asOf, { at: dateAndTime(holdings.at, language) })}</p>
            <MonthFigures content={content} holdings={holdings} />
            <BalanceChart
              history={balanceHistory(holdings.holdings, holdings.at.slice(0, 10))}
              language={language}
            />
          </section>
          <section className="card" aria-labelledby="accounts">
            <h2 id="accounts">{texts.accounts}</h2>
            {holdings.holdings.length === 0 ? <p className="soft">{texts.noAccounts}</p> : null}
            <ul className="accounts">
              {holdings.holdings.map((holding) => (
                <Account
                  key={holding.account.accountId}
                  content={content}
                  holding={holding}
                  current={holding === selected}
                />
              ))}
            </ul>
            {holdings.mayReadBalances ? null : <p className="soft small">{texts.noBalance}</p>}
            <Buttons content={content} link={link} />
          </section>
          {selected ? <Statement content={content} holdings={holdings} selected={selected} /> : null}
        </div>
      ) : (
        <section className="card">
          <h1>{texts.accounts}</h1>
          {link.ended ? null : <p className="soft">{texts.notRead}</p>}
          <Buttons content={content} link={link} />
        </section>
      )}
      <Inside content={content} link={link} />
    </>
  );
}

/** What came in and went out since the first of the month, by the bank's date. */
function MonthFigures({ content, holdings }: { content: PageContent; holdings: Holdings }): ReactNode {
  if (!holdings.mayReadStatements) return null;
  const texts = partnerTexts[content.language];
  const { incoming, outgoing } = monthTurnover(holdings);
  return (
    <dl className="month">
      <div>
        <dt>{texts.monthIn}</dt>
        <dd className="in">{`+ ${money(incoming)}`}</dd>
      </div>
      <div>
        <dt>{texts.monthOut}</dt>
        <dd>{`− ${money(outgoing)}`}</dd>
      </div>
    </dl>
  );
}

/** Linking again is always at hand, also to allow more or less than before; a call for it says so itself. */
function Buttons({ content, link }: { content: PageContent; link: Link }): ReactNode {
  const texts = partnerTexts[content.language];
  return (
    <div className="buttons linked-actions">
      <ButtonForm content={content} action="/update" look="secondary">
        {texts.update}
      </ButtonForm>
      {callsForRenewal(content, link) ? null : (
        <ButtonForm content={content} action="/connect" look="secondary">
          {texts.reconnect}
        </ButtonForm>
      )}
      <ButtonForm content={content} action="/disconnect" look="quiet">
        {texts.disconnect}
      </ButtonForm>
    </div>
  );
}

/** Whether the linkage is over or soon will be. */
function callsForRenewal({ holdings, language }: PageContent, { ended, tokens }: Link): boolean {
  if (ended) return true;
  return timeLeft(tokens.grantExpiresAt, holdings?.at, partnerTexts[language])?.soon === true;
}

/** What the bank said, where it has just ended the linkage: then the call to link again tells it. */
export function endJustTold({ link, notice }: PageContent): FailureNote | undefined {
  return link?.ended && notice?.kind === 'failed' && notice.during === 'update' ? notice.failure : undefined;
}

/** The call to link again: when the end is near, and when it has come. */
function Expiry({ content, link }: { content: PageContent; link: Link }): ReactNode {
  const { language, holdings } = content;
  const texts = partnerTexts[language];
  if (!callsForRenewal(content, link)) return null;
  const told = endJustTold(content);
  return (
    <section className="banner" aria-labelledby="expiry">
      <div>
        <h2 id="expiry">{link.ended ? texts.overTitle : texts.soonTitle}</h2>
        {link.ended ? (
          <p role={told ? 'alert' : undefined}>
            {told ? wordsFor(told, texts) : holdings ? texts.over : texts.overWithout}
            {holdings ? texts.stale : null}
          </p>
        ) : (
          <p>{texts.soon}</p>
        )}
        {told ? <BankSaid failure={told} texts={texts} /> : null}
      </div>
      <ButtonForm content={content} action="/connect" look="primary">
        {texts.reconnect}
      </ButtonForm>
    </section>
  );
}

function Account(props: { content: PageContent; holding: Holding; current: boolean }): ReactNode {
  const { content, holding, current } = props;
  const { account, balance, rows } = holding;
  const name = [account.accountTypeName, account.branchName].filter(Boolean).join(' ');
  return (
    <li className="account">
      <div>
        <p>
          {rows ? (
            <a
              href={`${homeLink(content, { account: account.accountId })}#statement`}
              aria-current={current ? 'true' : undefined}
            >
              {name}
            </a>
          ) : (
            name
          )}
        </p>
        <p className="soft small">{account.accountNumber}</p>
      </div>
      <p className="figure">{balance === undefined ? '—' : money(balance, account.currencyCode)}</p>
    </li>
  );
}

/** What an integrator wants to see; no token is ever printed. */
function Inside({ content, link }: { content: PageContent; link: Link }): ReactNode {
  const { language, holdings } = content;
  const texts = partnerTexts[language];
  return (
    <details className="inside">
      <summary>{texts.developer}</summary>
      <dl>
        <dt>{texts.scope}</dt>
        <dd>
          <code>{link.tokens.scope}</code>
        </dd>
        <dt>{texts.grant}</dt>
        <dd>
          <code>{link.tokens.grantId ?? '—'}</code>
        </dd>
        <dt>{texts.expires}</dt>
        <dd>
          <code>{link.tokens.grantExpiresAt ?? '—'}</code>
        </dd>
        <dt>{texts.bankTime}</dt>
        <dd>
          <code>{holdings?.at ?? '—'}</code>
        </dd>
      </dl>
      <div className="buttons">
        <ButtonForm content={content} action="/refresh" look="secondary">
          {texts.refreshTokens}
        </ButtonForm>
      </div>
    </details>
  );
}
