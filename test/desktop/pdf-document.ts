import { readFile } from 'node:fs/promises';
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import { z } from 'zod';

type PDFPageProxy = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>;

export interface PdfPage {
  /** Its words as a reader sees them, without white space: a PDF places letters, not words. */
  readonly text: string;
  /** Whether every letter lies on the paper. */
  readonly textFits: boolean;
  /** Colours it paints with, `#rrggbb`. */
  readonly colors: ReadonlySet<string>;
  /** Millimetres. */
  readonly size: { readonly width: number; readonly height: number };
  /** Whether each font it uses is in the file. */
  readonly fontsEmbedded: boolean;
}

const MILLIMETRES_PER_POINT = 25.4 / 72;

const textItem = z.object({ str: z.string(), transform: z.array(z.number()).length(6) });
const operands = z.array(z.unknown());
const loadedFont = z.object({ missingFile: z.boolean().optional() });

/** Whether the file names the font without containing it. */
async function isMissing(page: PDFPageProxy, font: string): Promise<boolean> {
  // Fonts arrive after the operators that use them.
  const loaded = await new Promise<unknown>((resolve) => {
    page.commonObjs.get(font, resolve);
  });
  return loadedFont.parse(loaded).missingFile === true;
}

/** Reads a PDF file as a viewer would. */
export async function readPdf(path: string): Promise<PdfPage[]> {
  const { OPS } = await getResolvedPDFJS();
  const document = await getDocumentProxy(new Uint8Array(await readFile(path)));
  const pages: PdfPage[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
    const { items } = await page.getTextContent();
    const letters = items.map((item) => textItem.safeParse(item).data).filter((item) => item !== undefined);
    const { fnArray, argsArray } = await page.getOperatorList();
    const colors = new Set<string>();
    const fonts = new Set<string>();
    fnArray.forEach((operation, index) => {
      const [argument] = operands.parse(argsArray[index] ?? []);
      if (operation === OPS.setFillRGBColor || operation === OPS.setStrokeRGBColor)
        colors.add(String(argument));
      if (operation === OPS.setFont) fonts.add(String(argument));
    });
    const missing = await Promise.all([...fonts].map((name) => isMissing(page, name)));
    pages.push({
      text: letters
        .map(({ str }) => str)
        .join('')
        .normalize('NFKC')
        .replace(/\s/gu, ''),
      textFits: letters.every(({ transform: [, , , , x = 0, y = 0] }) => {
        return x >= left && x <= right && y >= bottom && y <= top;
      }),
      colors,
      size: {
        width: Math.round((right - left) * MILLIMETRES_PER_POINT),
        height: Math.round((top - bottom) * MILLIMETRES_PER_POINT),
      },
      fontsEmbedded: fonts.size > 0 && !missing.includes(true),
    });
  }
  return pages;
}
