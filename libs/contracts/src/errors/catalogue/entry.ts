/** What went wrong in general (`why`) and what to do about it (`fix`); an error's message says what happened. */
export interface ErrorEntry {
  readonly why: string;
  readonly fix: string;
}
