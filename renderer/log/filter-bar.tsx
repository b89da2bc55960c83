import X from 'lucide-react/icons/x';
import { useId, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { LogFilter } from '../../server/log/filter.ts';
import { LogFilterError } from '../../server/log/filter-fields.ts';
import type { Language } from '../app/i18n.ts';
import classes from './filter-bar.module.css';
import { formatFilter, formatTerm, parseFilter, suggestTerms, type FilterKey } from './filter-terms.ts';

interface FilterBarProps {
  filter: string;
  /** Values that occur, to be offered under their key. */
  seen: Readonly<Partial<Record<FilterKey, readonly string[]>>>;
  onChange: (filter: string) => void;
  /** Leaves the field downwards, into the rows. */
  onLeave: () => void;
  inputRef: Ref<HTMLInputElement>;
}

/** The filter as chips, with the word being typed behind them and what it could become below. */
export function FilterBar({ filter, seen, onChange, onLeave, inputRef }: FilterBarProps) {
  const { t, i18n } = useTranslation();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [problem, setProblem] = useState<LogFilterError | undefined>();
  const terms = parseFilter(filter);
  const suggestions = open ? suggestTerms(typed, seen) : [];

  const add = (text: string) => {
    // As a whole: an OR at the beginning joins what is typed to the condition before it.
    const whole = `${filter} ${text}`;
    const problem = filterProblem(whole);
    setProblem(problem);
    if (problem) return;
    setOpen(false);
    setTyped('');
    setActive(-1);
    onChange(formatFilter(parseFilter(whole)));
  };
  const take = (suggestion: string) => {
    // A key alone is only the beginning of a condition.
    if (suggestion.endsWith(':')) {
      setTyped(suggestion);
      setActive(-1);
    } else add(suggestion);
  };

  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>) => {
    // Enter that ends a Japanese conversion is not an answer.
    if (event.nativeEvent.isComposing) return;
    const chosen = suggestions[active];
    if (event.key === 'Enter') {
      event.preventDefault();
      if (chosen) take(chosen);
      else if (typed.trim() && !typed.endsWith(':')) add(typed);
    } else if (event.key === 'Tab' && chosen && !event.shiftKey) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      if (suggestions.length > 0) setActive((active + 1) % suggestions.length);
    } else if (event.key === 'ArrowUp') {
      event.preventDefault();
      if (suggestions.length > 0) setActive((active <= 0 ? suggestions.length : active) - 1);
    } else if (event.key === 'Backspace' && typed === '' && terms.length > 0) {
      onChange(formatFilter(terms.slice(0, -1)));
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (active >= 0 || typed) {
        setTyped('');
        setActive(-1);
      } else {
        setOpen(false);
        onLeave();
      }
    }
  };

  return (
    <div className={classes.field}>
      <div className={classes.box} onClick={(event) => event.currentTarget.querySelector('input')?.focus()}>
        {terms.map((term, index) => {
          const text = formatTerm(term);
          return (
            <span key={text} className={classes.chip} data-negated={term.negated}>
              {term.or && index > 0 ? <em className={classes.or}>OR</em> : null}
              <span>{text}</span>
              <button
                type="button"
                className={classes.remove}
                aria-label={t('log.filter.remove', { term: text })}
                onClick={() => onChange(formatFilter(terms.filter((_, other) => other !== index)))}
              >
                <X size={12} aria-hidden />
              </button>
            </span>
          );
        })}
        <input
          ref={inputRef}
          className={classes.input}
          value={typed}
          placeholder={t('log.filter.placeholder')}
          role="combobox"
          aria-label={t('log.filter.label')}
          aria-autocomplete="list"
          aria-expanded={suggestions.length > 0}
          aria-invalid={problem !== undefined}
          aria-describedby={problem ? `${listId}-problem` : undefined}
          aria-controls={listId}
          aria-activedescendant={active >= 0 ? `${listId}-${String(active)}` : undefined}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setActive(-1);
            setProblem(undefined);
            setOpen(true);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        {terms.length > 0 ? (
          <button
            type="button"
            className={classes.remove}
            aria-label={t('log.filter.clear')}
            onClick={() => onChange('')}
          >
            <X size={14} aria-hidden />
          </button>
        ) : null}
      </div>
      {problem ? (
        <p className={classes.problem} id={`${listId}-problem`} role="alert">
          {problem.text[i18n.language as Language]}
        </p>
      ) : null}
      <div className={classes.list} hidden={suggestions.length === 0}>
        <ul id={listId} role="listbox" aria-label={t('log.filter.suggestions')}>
          {suggestions.map((suggestion, index) => (
            <li
              key={suggestion}
              id={`${listId}-${String(index)}`}
              role="option"
              aria-selected={index === active}
              className={classes.option}
              // Before the field loses the focus, which would close this list.
              onMouseDown={(event) => {
                event.preventDefault();
                take(suggestion);
              }}
              onMouseEnter={() => setActive(index)}
            >
              <code>{suggestion}</code>
              <KeyExplanation suggestion={suggestion} />
            </li>
          ))}
        </ul>
        <p className={classes.help}>{t('log.filter.help')}</p>
      </div>
    </div>
  );
}

/** What is wrong with a filter, by the very reader the sandbox judges it with. */
function filterProblem(text: string): LogFilterError | undefined {
  try {
    LogFilter.parse(text);
    return undefined;
  } catch (error) {
    if (error instanceof LogFilterError) return error;
    throw error;
  }
}

function KeyExplanation({ suggestion }: { suggestion: string }) {
  const { t } = useTranslation();
  const [, key] = /^-?([a-z]+):$/.exec(suggestion) ?? [];
  return key ? <small>{t(`log.filter.key.${key as FilterKey}`)}</small> : null;
}
