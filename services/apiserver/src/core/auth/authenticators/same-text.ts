/** Compares secrets in a time that depends on their lengths only, so that nobody learns one letter by letter. */
export function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ (b.charCodeAt(i % (b.length || 1)) || 0);
  return difference === 0;
}
