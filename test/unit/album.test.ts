import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { customerRefusals } from '../../server/bank/catalogue/customer.ts';
import type { OutcomeCode } from '../../server/bank/catalogue/index.ts';
import { screenOutcomes } from '../../server/bank/catalogue/screens.ts';
import { partnerTexts } from '../../server/partner/texts.ts';
import type { Notice } from '../../server/partner/views/render.tsx';
import { files, subjects } from '../browser/album/all.ts';
import { ROOT } from '../runner/step.ts';

// No screen without a picture: what the code can show is read from the code, and compared with what the
// album says its pictures are of. That it says so truly, pictures.spec.ts finds when it takes them.

const missing = (screens: readonly string[], pictured: readonly string[]) =>
  screens.filter((screen) => !pictured.includes(screen));

describe('the album has a picture', () => {
  it('of each page of the bank', () => {
    const pagesElsewhere: readonly OutcomeCode[] = [
      // Leads to the page of the stage the procedure stands at, or back to the partner.
      'interaction_wrong_stage',
      'cancelled_by_customer',
    ];
    const partnersFaults: readonly OutcomeCode[] = [
      'unknown_client',
      'redirect_uri_mismatch',
      'endpoint_unknown',
    ];
    const pages = [
      ...Object.keys(screenOutcomes).filter((code) => code.endsWith('_shown')),
      ...missing(Object.keys(customerRefusals), pagesElsewhere),
      ...partnersFaults,
    ];
    expect(
      missing(
        pages,
        subjects.flatMap((of) => ('bank' in of ? of.bank : [])),
      ),
    ).toEqual([]);
  });

  it('of each thing the partner has to tell', () => {
    const { failures, irregularities, during } = partnerTexts.ja;
    const notices: Record<Exclude<Notice['kind'], 'failed' | 'irregular'>, true> = {
      linked: true,
      updated: true,
      refreshed: true,
      disconnected: true,
      nothing_pending: true,
      not_found: true,
    };
    const told = [
      ...Object.keys(notices),
      ...Object.keys(failures).map((name) => `failures.${name}`),
      ...Object.keys(irregularities).map((name) => `irregularities.${name}`),
      ...Object.keys(during).map((name) => `during.${name}`),
    ];
    expect(
      missing(
        told,
        subjects.flatMap((of) => ('partner' in of ? of.partner : [])),
      ),
    ).toEqual([]);
  });

  it('of each page of the console', () => {
    const routes = elements('renderer/app/router.tsx').flatMap(routePath);
    expect(routes).toContain('/log');
    expect(
      missing(
        routes,
        subjects.flatMap((of) => ('route' in of ? of.route : [])),
      ),
    ).toEqual([]);
  });

  it('of each dialog of the console', () => {
    const titles = readdirSync(`${ROOT}/renderer`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.tsx'))
      .flatMap((file) => elements(`renderer/${file}`).flatMap((node) => dialogTitles(node, file)));
    expect(titles).toContain('clients.secretTitle');
    expect(
      missing(
        titles,
        subjects.flatMap((of) => ('dialog' in of ? of.dialog : [])),
      ),
    ).toEqual([]);
  });

  it('under each name once', () => {
    expect(files).toEqual([...new Set(files)]);
  });
});

/** Every node of a file of the console. */
function elements(file: string): ts.Node[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(`${ROOT}/${file}`, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  return within(source);
}

function within(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [node];
  node.forEachChild((child) => {
    found.push(...within(child));
  });
  return found;
}

/** `createRoute({ path: '/log', … })` */
function routePath(node: ts.Node): string[] {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'createRoute') return [];
  return within(node).flatMap((part) =>
    ts.isPropertyAssignment(part) && part.name.getText() === 'path' && ts.isStringLiteral(part.initializer)
      ? part.initializer.text
      : [],
  );
}

const dialogParts = new Set(['Modal', 'Drawer', 'FormDrawer', 'ConfirmDialog', 'DeleteButton']);

/**
 * The names of the texts that head a dialog, or the file of one that is headed otherwise. The parts in
 * `ui/` take their title from those who use them.
 */
function dialogTitles(node: ts.Node, file: string): string[] {
  const isDialog =
    (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) &&
    dialogParts.has(node.tagName.getText());
  if (!isDialog || /^ui[\\/]/.test(file)) return [];
  const title = node.attributes.properties.find((attribute) => attribute.name?.getText() === 'title');
  const texts = (title ? within(title) : []).flatMap((part) => {
    const [name] = ts.isCallExpression(part) && part.expression.getText() === 't' ? part.arguments : [];
    return name && ts.isStringLiteral(name) ? name.text : [];
  });
  return texts.length > 0 ? texts : [file];
}
