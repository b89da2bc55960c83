import { bankPictures } from './bank-pictures.ts';
import { bankRefusals } from './bank-refusals.ts';
import { consoleDialogs } from './console-dialogs.ts';
import { consolePictures } from './console-pictures.ts';
import { desktopPictures } from './desktop-pictures.ts';
import { partnerPictures } from './partner-pictures.ts';
import type { Look, Picture, Series, Subject } from './picture.ts';
import { tlsPictures } from './tls-pictures.ts';

export const pictures: readonly Picture[] = [
  ...bankPictures,
  ...bankRefusals,
  ...tlsPictures,
  ...partnerPictures,
  ...consolePictures,
  ...desktopPictures,
];

export const series: readonly Series[] = consoleDialogs;

export const fileOf = ({ name }: { readonly name: string }, look: Look) => `${name}-${look.name}.png`;

/** The names of all files of the album. */
export const files: readonly string[] = [
  ...pictures.flatMap((picture) => picture.looks.map((look) => fileOf(picture, look))),
  ...series.flatMap(({ looks, shots }) => looks.flatMap((look) => shots.map((shot) => fileOf(shot, look)))),
];

/** What there is a picture of. */
export const subjects: readonly Subject[] = [...pictures, ...series.flatMap(({ shots }) => shots)].flatMap(
  ({ of }) => of ?? [],
);
