import { useElementSize } from '@mantine/hooks';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getTrainingScreen } from '../../server/control/operations/training.ts';
import { FailedState } from '../ui/state-panel.tsx';
import classes from './training.module.css';
import { usePicture } from './use-picture.ts';

export const variants = ['personal-pc', 'personal-smartphone', 'corporate'] as const;
export type Variant = (typeof variants)[number];

/** CSS pixels of the device a screen is drawn for; words beside the red frames need a margin. */
const widths: Record<Variant, [plain: number, withMargin: number]> = {
  'personal-pc': [744, 1010],
  'personal-smartphone': [390, 390],
  corporate: [864, 1130],
};

interface SampleFrameProps {
  variant: Variant;
  step: 'login' | 'consent';
  frames: boolean;
  /** Whether the words stand beside the screen; below it where several screens share the room. */
  beside: boolean;
  /** How much larger than on its device it may be shown. */
  largest: number;
  clientId: string | undefined;
}

/** A screen of the bank as its customers see it, drawn by the bank itself. */
export function SampleFrame({ variant, step, frames, beside, largest, clientId }: SampleFrameProps) {
  const { t, i18n } = useTranslation();
  const query = usePicture(getTrainingScreen, {
    variant,
    step,
    frames: frames ? '1' : '0',
    lang: i18n.language,
    clientId,
  });
  const name = t(`training.variant.${variant}`);
  return (
    <figure className={classes.sample} data-variant={variant}>
      <figcaption>{name}</figcaption>
      {query.error ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ScaledFrame
          html={query.data}
          title={t('training.sampleOf', { name })}
          natural={widths[variant][frames && beside ? 1 : 0]}
          largest={largest}
        />
      )}
    </figure>
  );
}

/** A document at the width of its device, in CSS pixels. */
interface Drawing {
  readonly html: string;
  readonly natural: number;
}

/** About what a login page needs: the room is kept until the first picture has been laid out. */
const HEIGHT_BEFORE = 760;

interface ScaledFrameProps {
  /** Undefined while it is being drawn. */
  html: string | undefined;
  title: string;
  natural: number;
  largest: number;
}

/** As large as there is room; the picture before stays in sight until the next one has been laid out. */
function ScaledFrame({ html, title, natural, largest }: ScaledFrameProps) {
  const { ref, width } = useElementSize();
  const [shown, setShown] = useState<Drawing & { height: number }>();
  const isNew = html !== undefined && (shown?.html !== html || shown.natural !== natural);
  const drawings: Drawing[] = [...(shown ? [shown] : []), ...(isNew ? [{ html, natural }] : [])];
  const scaleOf = (drawing: { natural: number }) =>
    width > 0 ? Math.min(largest, width / drawing.natural) : 1;
  return (
    <div
      ref={ref}
      className={classes.scaled}
      style={{ height: (shown?.height ?? HEIGHT_BEFORE) * scaleOf(shown ?? { natural }) }}
      aria-busy={isNew || html === undefined}
    >
      {drawings.map((drawing) => (
        <Picture
          // The same document at another width is another layout, drawn anew.
          key={`${String(drawing.natural)} ${drawing.html}`}
          drawing={drawing}
          title={title}
          scale={scaleOf(drawing)}
          waiting={drawing !== shown}
          onLaidOut={(height) => setShown({ ...drawing, height })}
        />
      ))}
    </div>
  );
}

function Picture(props: {
  drawing: Drawing;
  title: string;
  scale: number;
  /** Not to be seen yet. */
  waiting: boolean;
  onLaidOut: (height: number) => void;
}) {
  const { drawing, title, scale, waiting, onLaidOut } = props;
  const frame = useRef<HTMLIFrameElement>(null);
  const [loaded, setLoaded] = useState(false);
  const [height, setHeight] = useState(HEIGHT_BEFORE);
  const tell = useEffectEvent(onLaidOut);
  useEffect(() => {
    if (!frame.current || !loaded) return;
    setCalloutScale(frame.current, scale);
    const measured = contentHeight(frame.current);
    setHeight(measured);
    tell(measured);
  }, [scale, loaded]);
  return (
    <iframe
      ref={frame}
      srcDoc={drawing.html}
      title={title}
      tabIndex={-1}
      aria-hidden={waiting}
      // No scripts and no forms; same origin only so that its height can be read.
      sandbox="allow-same-origin"
      style={{
        width: drawing.natural,
        height,
        transform: `scale(${String(scale)})`,
        visibility: waiting ? 'hidden' : 'visible',
      }}
      onLoad={() => setLoaded(true)}
    />
  );
}

/** Missing while a document is only being read, which its type does not say. */
function rootOf(frame: HTMLIFrameElement): HTMLElement | null {
  return frame.contentDocument?.querySelector('html') ?? null;
}

/** Callouts of a screen shown smaller than it is are written larger, up to three times. */
function setCalloutScale(frame: HTMLIFrameElement, scale: number): void {
  const larger = Math.min(3, Math.max(1, 0.85 / scale));
  rootOf(frame)?.style.setProperty('--callout-scale', larger.toFixed(2));
}

/** How high a frame's document is, in its own pixels. */
export function contentHeight(frame: HTMLIFrameElement): number {
  // A document is never lower than its frame; only a frame without height tells.
  const before = frame.style.height;
  frame.style.height = '0';
  const height = rootOf(frame)?.scrollHeight ?? 0;
  frame.style.height = before;
  return height;
}
