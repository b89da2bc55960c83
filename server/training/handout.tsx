import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Client, Institution } from '../bank/model.ts';
import { fillIn } from '../bank/refusal.ts';
import { bankDateOf, type Instant } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { dateInWords } from '../screens/dates.ts';
import type { Callout } from '../screens/preview.ts';
import { askerOf } from '../screens/step.ts';
import type { Language, Variant } from '../screens/visit.ts';
import { handoutStylesheet } from './handout-stylesheet.ts';
import { calloutsOf, NONCE_PLACEHOLDER, renderSampleScreen, type SampleStep } from './sample-screen.ts';
import { handoutTexts } from './texts.ts';

/** The steps at the bank, as the notice numbers them: 1 is at the partner (seed: 許可登録するイメージ). */
const numberInNotice = { login: 2, consent: 3 } as const;

interface Picture {
  readonly variant: Variant;
  readonly step: SampleStep;
  readonly html: string;
  /** Explanations that stand beside the picture; none where the screen has room for them itself. */
  readonly beside: readonly Callout[];
}

interface HandoutOf {
  readonly client: Client;
  /** Undefined: every screen a customer of the client can meet. */
  readonly variant: Variant | undefined;
  readonly language: Language;
}

/**
 * What a bank gives to its customers (seed: 別紙): the steps, what to know, whom to ask, and the screens
 * of each kind of customer with red frames. Print-ready A4 HTML without scripts.
 */
export async function renderHandout(
  context: SandboxContext,
  { client, variant: only, language }: HandoutOf,
): Promise<string> {
  const pictures: Picture[] = [];
  for (const variant of only === undefined ? variantsFor(client) : [only]) {
    // On a narrow screen the explanations would follow far below what they explain.
    const explained = variant !== 'personal-smartphone';
    for (const step of ['login', 'consent'] as const) {
      const sample = { variant, step, language, client, framesOf: numberInNotice[step], explained };
      const html = await renderSampleScreen(context, sample);
      pictures.push({ variant, step, html, beside: explained ? [] : calloutsOf(sample) });
    }
  }
  const { institution, lifetimes } = context.settings();
  const document = (
    <Handout
      language={language}
      institution={institution}
      service={askerOf(client, language).service}
      days={lifetimes.grantDays}
      madeAt={context.clock.now()}
      pictures={pictures}
    />
  );
  return `<!doctype html>${renderToStaticMarkup(document)}`;
}

/** The screens a customer of this partner can meet. */
function variantsFor(client: Client): Variant[] {
  const personal: Variant[] = ['personal-pc', 'personal-smartphone'];
  if (client.sandbox_customer_kind === 'personal') return personal;
  return client.sandbox_customer_kind === 'corporate' ? ['corporate'] : [...personal, 'corporate'];
}

interface HandoutProps {
  readonly language: Language;
  readonly institution: Institution;
  readonly service: string;
  readonly days: number;
  readonly madeAt: Instant;
  readonly pictures: readonly Picture[];
}

function Handout({ language, institution, service, days, madeAt, pictures }: HandoutProps): ReactNode {
  const texts = handoutTexts[language];
  const name = language === 'ja' ? institution.name : institution.nameEn;
  const details = { institution: name, service, days };
  const variants = [...new Set(pictures.map(({ variant }) => variant))];
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{fillIn(texts.title, details)}</title>
        <style nonce={NONCE_PLACEHOLDER} dangerouslySetInnerHTML={{ __html: handoutStylesheet }} />
      </head>
      <body>
        <header>
          <p className="sandbox">{texts.sandbox}</p>
          <p className="issuer">
            <span>{name}</span>
            <time dateTime={bankDateOf(madeAt)}>{dateInWords(madeAt, language)}</time>
          </p>
          <h1>{fillIn(texts.title, details)}</h1>
          <p>{fillIn(texts.lead, details)}</p>
        </header>
        <section>
          <h2>{texts.stepsTitle}</h2>
          <ol className="steps">
            {texts.steps.map((step) => (
              <li key={step}>{fillIn(step, details)}</li>
            ))}
          </ol>
        </section>
        <section>
          <h2>{texts.notesTitle}</h2>
          <ul className="notes">
            {texts.notes.map((note) => (
              <li key={note}>{fillIn(note, details)}</li>
            ))}
          </ul>
        </section>
        <section className="contact">
          <h2>{texts.contact}</h2>
          <p className="desk">
            <strong>{institution.supportDesk.name}</strong>
            <span>{institution.supportDesk.hours}</span>
            <span className="phone">{institution.supportDesk.phone}</span>
          </p>
          <p>{fillIn(texts.partnerContact, details)}</p>
        </section>
        {variants.map((variant) => (
          <section key={variant} className={`screens ${variant}`}>
            <h2>{texts.variants[variant]}</h2>
            <div className="pictures">
              {pictures
                .filter((picture) => picture.variant === variant)
                .map((picture) => (
                  <PictureFigure
                    key={picture.step}
                    picture={picture}
                    caption={fillIn(texts.captions[picture.step], details)}
                  />
                ))}
            </div>
          </section>
        ))}
      </body>
    </html>
  );
}

function PictureFigure({ picture, caption }: { picture: Picture; caption: string }): ReactNode {
  const frame = (
    <div className="picture">
      <iframe srcDoc={picture.html} title={caption} sandbox="allow-same-origin" />
    </div>
  );
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      {picture.beside.length === 0 ? (
        frame
      ) : (
        <div className="explained">
          {frame}
          <ol className="explanations">
            {picture.beside.map(({ part, number, text }) => (
              <li key={part}>
                <strong>{number}</strong>
                {text}
              </li>
            ))}
          </ol>
        </div>
      )}
    </figure>
  );
}
