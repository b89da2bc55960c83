/**
 * Reads the bank's pages the way a customer does: by headings, labels and button names. The markup is
 * the sandbox's own and well-formed, so a full HTML parser is not needed; browser tests use a real one.
 */
export interface FormField {
  name: string;
  type: string;
  /** The accessible name: its label's text. Empty for hidden fields. */
  label: string;
  value: string;
  checked: boolean;
}

export interface FormButton {
  label: string;
  name: string;
  value: string;
}

export interface PageForm {
  action: string;
  method: string;
  fields: FormField[];
  buttons: FormButton[];
}

export interface HtmlPage {
  headings: string[];
  /** All visible text. */
  text: string;
  links: { label: string; href: string }[];
  forms: PageForm[];
}

export function readHtml(html: string): HtmlPage {
  return {
    headings: contents(html, 'h1'),
    text: textOf(html.replace(/<(script|style|title)\b[\s\S]*?<\/\1>/g, '')),
    links: elements(html, 'a').map(({ attributes, inner }) => ({
      label: textOf(inner),
      href: attributes['href'] ?? '',
    })),
    forms: elements(html, 'form').map(({ attributes, inner }) => readForm(attributes, inner, html)),
  };
}

function readForm(attributes: Record<string, string>, inner: string, html: string): PageForm {
  const labels = new Map(
    elements(html, 'label').map((label) => [label.attributes['for'] ?? '', textOf(label.inner)]),
  );
  const fields = [...inner.matchAll(/<input\b([^>]*)>/g)].map(([, source = '']) => {
    const input = readAttributes(source);
    return {
      name: input['name'] ?? '',
      type: input['type'] ?? 'text',
      label: labels.get(input['id'] ?? '') ?? '',
      value: input['value'] ?? '',
      checked: 'checked' in input,
    };
  });
  const buttons = [
    ...elements(inner, 'button').filter((button) => button.attributes['form'] === undefined),
    ...elements(html, 'button').filter(({ attributes: { form } }) => form && form === attributes['id']),
  ].map((button) => ({
    label: textOf(button.inner),
    name: button.attributes['name'] ?? '',
    value: button.attributes['value'] ?? '',
  }));
  return {
    action: attributes['action'] ?? '',
    method: (attributes['method'] ?? 'get').toUpperCase(),
    fields,
    buttons,
  };
}

function elements(html: string, tag: string): { attributes: Record<string, string>; inner: string }[] {
  const pattern = new RegExp(`<${tag}\\b([^>]*)>([\\s\\S]*?)</${tag}>`, 'g');
  return [...html.matchAll(pattern)].map(([, attributes = '', inner = '']) => ({
    attributes: readAttributes(attributes),
    inner,
  }));
}

function contents(html: string, tag: string): string[] {
  return elements(html, tag).map(({ inner }) => textOf(inner));
}

function readAttributes(source: string): Record<string, string> {
  return Object.fromEntries(
    [...source.matchAll(/([^\s=/"']+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      unescape(value),
    ]),
  );
}

function textOf(html: string): string {
  return unescape(html.replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

function unescape(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
