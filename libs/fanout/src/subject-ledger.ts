/** Up to where a subject's events are accounted for: what goes before the next message. */
export const DEFAULT_SUBJECTS_MAX = 50_000;

/**
 * The newest revision of each subject, within one epoch. Holds at most `subjectsMax` of them: those that were quiet for the
 * longest go first, and a floor stands for all that are not held.
 */
export class SubjectLedger {
  /** Subjects in the order of their newest event. */
  private readonly newest = new Map<string, bigint>();

  /** `floor`: where the epoch began to read; it speaks for what comes after. */
  constructor(
    private floor: bigint,
    private readonly subjectsMax: number = DEFAULT_SUBJECTS_MAX,
  ) {}

  /** The subjects with events in this epoch. */
  subjects(): IterableIterator<string> {
    return this.newest.keys();
  }

  /** A revision after which the subject has had no event. */
  previous(subject: string): bigint {
    return this.newest.get(subject) ?? this.floor;
  }

  /** The subject has had an event. Revisions never go back. */
  advance(subject: string, revision: bigint): void {
    this.newest.delete(subject);
    this.newest.set(subject, revision);
    if (this.newest.size <= this.subjectsMax) return;
    const [quietest, quietSince] = this.newest.entries().next().value!;
    this.newest.delete(quietest);
    this.floor = quietSince;
  }

  /** Events up to the revision may be missing, on any subject that the test picks: all who follow one will heal. */
  breakUpTo(revision: bigint, affects: (subject: string) => boolean = () => true): void {
    for (const subject of [...this.newest.keys()].filter(affects)) this.advance(subject, revision);
    this.floor = revision;
  }
}
