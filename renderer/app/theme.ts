import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The console's one accent. The bank and the partner have colours of their own. */
const indigo: MantineColorsTuple = [
  '#eef0fd',
  '#dde0f9',
  '#b9bff1',
  '#929cea',
  '#717ee3',
  '#5b69dd',
  '#3b4ad0',
  '#3443c4',
  '#2b38a8',
  '#212c89',
];

/** Neutral, with a touch of the accent's blue. */
const gray: MantineColorsTuple = [
  '#fafbfc',
  '#f3f5f8',
  '#e6e9ef',
  '#d8dce5',
  '#c3c9d5',
  '#a3abbb',
  '#79839a',
  '#5a6478',
  '#3d4658',
  '#1d2433',
];

const dark: MantineColorsTuple = [
  '#d4d8e1',
  '#b3b9c7',
  '#8f98aa',
  '#616a7d',
  '#3d4557',
  '#2d3443',
  '#212733',
  '#181c26',
  '#12161e',
  '#0d1017',
];

type InputWrapperOrder = ('label' | 'input' | 'description' | 'error')[];

/** Descriptions below, so that fields beside each other stay on one line. */
const inputWrapperOrder: InputWrapperOrder = ['label', 'input', 'description', 'error'];

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 5 },
  colors: { indigo, gray, dark },
  fontFamily:
    'Inter, -apple-system, "Segoe UI", "Noto Sans", "Hiragino Sans", "Yu Gothic UI", Meiryo, "Noto Sans CJK JP", "Noto Sans JP", system-ui, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", "Roboto Mono", "DejaVu Sans Mono", Consolas, "Noto Sans Mono CJK JP", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.55', lg: '1.6', xl: '1.65' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '1rem', lineHeight: '1.45' },
      h3: { fontSize: '0.875rem', lineHeight: '1.5' },
    },
  },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs', fw: 500 } },
    TextInput: { defaultProps: { size: 'sm', inputWrapperOrder } },
    PasswordInput: { defaultProps: { size: 'sm', inputWrapperOrder } },
    Select: {
      defaultProps: { size: 'sm', inputWrapperOrder, allowDeselect: false, checkIconPosition: 'right' },
    },
    Textarea: { defaultProps: { size: 'sm', inputWrapperOrder } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'sm' } },
    // On a small screen the choices may need two lines.
    SegmentedControl: {
      defaultProps: { size: 'xs' },
      styles: { root: { flexWrap: 'wrap', maxWidth: '100%' } },
    },
    Badge: { defaultProps: { radius: 'sm', variant: 'light', tt: 'none' } },
    Tooltip: {
      defaultProps: { withArrow: true, openDelay: 350, events: { hover: true, focus: true, touch: false } },
    },
    Drawer: { defaultProps: { position: 'right', size: 480, overlayProps: { backgroundOpacity: 0.25 } } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.25 } } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
  },
});
