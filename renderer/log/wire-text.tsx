import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './entry-pane.module.css';
import { splitAtFingerprints } from './fingerprints.ts';
import type { LogEntry } from './log-entry.ts';
import { useFeedSnapshot } from './log-feed-context.tsx';
import { issuedIn } from './wire-format.ts';

interface WireTextProps {
  text: string;
  /** The exchange the text belongs to. */
  seq: number;
  label: string;
  onFingerprint: (fingerprint: string) => void;
  onSelect: (entry: LogEntry) => void;
}

/** What went over the wire; each hidden secret can be followed to where else it occurs. */
export function WireText({ text, seq, label, onFingerprint, onSelect }: WireTextProps) {
  const { t } = useTranslation();
  const { entries } = useFeedSnapshot();
  return (
    <pre className={classes.wire} tabIndex={0} aria-label={label}>
      {splitAtFingerprints(text).map((piece, index) => {
        if (!piece.fingerprint) return <Fragment key={index}>{piece.text}</Fragment>;
        const origin = issuedIn(entries, piece.text, seq);
        return (
          <Fragment key={index}>
            <button
              type="button"
              className={classes.mark}
              title={t('log.filterBy', { fingerprint: piece.text })}
              onClick={() => onFingerprint(piece.text)}
            >
              {piece.text}
            </button>
            {origin ? (
              <button type="button" className={classes.issued} onClick={() => onSelect(origin)}>
                ← {t('log.issuedIn', { seq: origin.seq })}
              </button>
            ) : null}
          </Fragment>
        );
      })}
    </pre>
  );
}
