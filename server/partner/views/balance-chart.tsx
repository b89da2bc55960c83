import type { ReactNode } from 'react';
import type { Worth } from '../balance-history.ts';
import { longDate, money } from '../figures.ts';
import { fill, partnerTexts, type PartnerLanguage } from '../texts.ts';

const WIDTH = 600;
const HEIGHT = 220;
/** Room for the two amounts, also in the larger letters of a narrow screen. */
const LEFT = 112;
const RIGHT = 8;
const TOP = 14;
const BOTTOM = 190;

/** The total over time, drawn on the server: no script runs on this page. */
export function BalanceChart(props: { history: readonly Worth[]; language: PartnerLanguage }): ReactNode {
  const { history, language } = props;
  const texts = partnerTexts[language];
  const [first] = history;
  const last = history.at(-1);
  if (!first || !last || history.length < 2) return <p className="soft small no-chart">{texts.noChart}</p>;

  const values = history.map(({ yen }) => Number(yen));
  const low = Math.min(...values);
  const high = Math.max(...values);
  const x = (index: number) => LEFT + (index / (history.length - 1)) * (WIDTH - LEFT - RIGHT);
  // Not from zero: the line tells the course, the labels tell the height.
  const y = (value: number) => BOTTOM - ((value - low) / Math.max(1, high - low)) * (BOTTOM - TOP);
  const points = history.map(({ yen }, index) => `${x(index).toFixed(1)},${y(Number(yen)).toFixed(1)}`);
  const label = fill(texts.chartFrom, {
    from: longDate(first.date, language),
    to: longDate(last.date, language),
    low: money(BigInt(low)),
    high: money(BigInt(high)),
  });
  const monthEnds = monthEndsOf(history);
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${texts.chart}: ${label}`}>
        <line className="grid-line" x1={LEFT} x2={WIDTH - RIGHT} y1={y(high)} y2={y(high)} />
        <line className="grid-line" x1={LEFT} x2={WIDTH - RIGHT} y1={BOTTOM} y2={BOTTOM} />
        <path className="area" d={`M${LEFT},${BOTTOM} L${points.join(' L')} L${WIDTH - RIGHT},${BOTTOM} Z`} />
        <polyline className="line" points={points.join(' ')} />
        <circle className="now" cx={x(history.length - 1)} cy={y(Number(last.yen))} r={4} />
        <text x={LEFT - 8} y={y(high) + 4} textAnchor="end">
          {money(BigInt(high))}
        </text>
        <text x={LEFT - 8} y={BOTTOM + 4} textAnchor="end">
          {money(BigInt(low))}
        </text>
        {ticks(history).map(({ index, text }) => (
          <text key={index} className="tick" x={x(index)} y={HEIGHT - 8} textAnchor="middle">
            {text}
          </text>
        ))}
      </svg>
      <details>
        <summary>{texts.chartTable}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.month}</th>
              <th scope="col" className="figure">
                {texts.total}
              </th>
            </tr>
          </thead>
          <tbody>
            {monthEnds.map(({ date, yen }) => (
              <tr key={date}>
                <td>{longDate(date, language)}</td>
                <td className="figure">{money(yen)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** The first day of some months, not more than eight and none at the very edge. */
function ticks(history: readonly Worth[]): { index: number; text: string }[] {
  const starts = history
    .map(({ date }, index) => ({ date, index }))
    .filter(({ date, index }) => {
      const share = index / (history.length - 1);
      return date.endsWith('-01') && share > 0.03 && share < 0.95;
    });
  const every = Math.ceil(starts.length / 6);
  return starts
    .filter((_start, position) => position % every === 0)
    .map(({ date, index }) => ({ index, text: `${date.slice(0, 4)}/${date.slice(5, 7)}` }));
}

/** The last day of each month, and today, newest first. */
function monthEndsOf(history: readonly Worth[]): Worth[] {
  return history
    .filter(({ date }, index) => history[index + 1]?.date.slice(0, 7) !== date.slice(0, 7))
    .toReversed();
}
