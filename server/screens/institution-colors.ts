import type { Institution } from '../bank/model.ts';

/** What the pages fall back to when a setting is no plain hexadecimal colour. */
const defaults = { personal: '#0b5b6b', corporate: '#1f4078' };

/**
 * The institution's colours as custom properties. A setting is put into a stylesheet here, so nothing
 * but `#rrggbb` passes; and a colour too light to be read as text on white is darkened until it is
 * (WCAG 2.2 §1.4.3, 4.5 : 1), because trainers will try yellow.
 */
export function institutionStylesheet(colors: Institution['colors']): string {
  const rule = (selector: string, color: string) =>
    `${selector}{--accent:${color};--accent-ink:${inkOn(color)};--accent-text:${readableOnWhite(color)}}`;
  const personal = plainColor(colors.personal) ?? defaults.personal;
  const corporate = plainColor(colors.corporate) ?? defaults.corporate;
  return `${rule(':root', personal)}\n${rule('.corporate', corporate)}\n`;
}

type Rgb = readonly [red: number, green: number, blue: number];

function plainColor(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(trimmed);
  if (short)
    return `#${short
      .slice(1)
      .map((digit) => digit.repeat(2))
      .join('')}`;
  return /^#[0-9a-f]{6}$/.test(trimmed) ? trimmed : undefined;
}

function channels(color: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** Relative luminance, WCAG 2.2. */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours written `#rrggbb`: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(channels(one)), luminance(channels(other))].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is read more easily on `color`. */
function inkOn(color: string): string {
  return contrast(color, '#ffffff') >= contrast(color, '#101828') ? '#ffffff' : '#101828';
}

function readableOnWhite(color: string): string {
  let darker = color;
  // On the page's own light grey, the least light ground text stands on.
  while (contrast(darker, '#f5f7f9') < 4.5) {
    const next = channels(darker).map((value) => Math.floor(value * 0.9));
    darker = `#${next.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  }
  return darker;
}
