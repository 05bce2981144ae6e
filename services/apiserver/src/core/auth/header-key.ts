/** Keys may hold what header names may not, percent-encoded. What is not rightly encoded stands for itself. */
export function headerKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
