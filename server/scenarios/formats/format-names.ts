/** File formats a statement is read from and written in. */
export const statementFormats = ['csv', 'zengin'] as const;
export type StatementFormat = (typeof statementFormats)[number];

/** How the characters of a file are written as bytes. */
export const fileEncodings = ['shift_jis', 'utf-8'] as const;
export type FileEncoding = (typeof fileEncodings)[number];

/** What stands between the records of a 全銀 file: nothing as in the published layout, or CR LF after each. */
export const recordSeparators = ['none', 'crlf'] as const;
export type RecordSeparator = (typeof recordSeparators)[number];

/** Which account the header of a 全銀 file may name: the one it is imported to, or whichever it does. */
export const namedAccounts = ['same', 'any'] as const;
export type NamedAccount = (typeof namedAccounts)[number];
