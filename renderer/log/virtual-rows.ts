/**
 * Draws only the rows in sight. Its functions answer anew at every call, which a memoizing compiler
 * must not touch; the console is built without one, and this file is the one place to change if
 * that ever does.
 */
export { useVirtualizer as useVirtualRows } from '@tanstack/react-virtual';
