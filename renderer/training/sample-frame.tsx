import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getTrainingScreen } from '../../server/control/operations/training.ts';
import { Loaded } from '../ui/state-panel.tsx';
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
  clientId: string | undefined;
}

/** A screen of the bank as its customers see it, drawn by the bank itself. */
export function SampleFrame({ variant, step, frames, beside, clientId }: SampleFrameProps) {
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
      <Loaded query={query} rows={6}>
        {(html) => (
          <ScaledFrame
            html={html}
            title={t('training.sampleOf', { name })}
            natural={widths[variant][frames && beside ? 1 : 0]}
          />
        )}
      </Loaded>
    </figure>
  );
}

function ScaledFrame({ html, title, natural }: { html: string; title: string; natural: number }) {
  const { ref, width } = useElementSize();
  const [height, setHeight] = useState(600);
  const scale = width > 0 ? Math.min(1, width / natural) : 1;
  const frame = useRef<HTMLIFrameElement>(null);
  const fit = () => {
    if (!frame.current) return;
    setCalloutScale(frame.current, scale);
    setHeight(contentHeight(frame.current));
  };
  useEffect(fit, [scale]);
  return (
    <div ref={ref} className={classes.scaled} style={{ height: height * scale }}>
      <iframe
        // Another width is another layout: the picture is drawn anew and measured again.
        key={natural}
        ref={frame}
        srcDoc={html}
        title={title}
        tabIndex={-1}
        // No scripts and no forms; same origin only so that its height can be read.
        sandbox="allow-same-origin"
        style={{ width: natural, height, transform: `scale(${String(scale)})` }}
        onLoad={fit}
      />
    </div>
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
