/** A query error taken apart for display. */
export interface QueryError {
  readonly message: string;
  /** Zero-based index into the expression, when the server told a position. */
  readonly offset?: number;
}

/**
 * Finds the position in an error such as `invalid parameter "query": 1:5: parse error: unexpected
 * …`, and leaves the words that remain. A position outside the expression is not trusted.
 */
export function readQueryError(text: string, expression: string): QueryError {
  const match =
    /^(?:invalid parameter "?query"?:\s*)?(?:(\d+):(\d+):\s*)?(?:parse error:\s*)?([^]*)$/.exec(
      text.trim(),
    );
  const message = sentence(match?.[3] ?? text);
  const line = Number(match?.[1] ?? 0);
  const column = Number(match?.[2] ?? 0);
  const offset = offsetOf(expression, line, column);
  return offset === undefined ? { message } : { message, offset };
}

function offsetOf(expression: string, line: number, column: number): number | undefined {
  const lines = expression.split('\n');
  if (line < 1 || column < 1 || line > lines.length) return undefined;
  const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const offset = before + column - 1;
  return offset <= expression.length ? offset : undefined;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
}
