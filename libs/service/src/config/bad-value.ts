/** Why a value cannot be used; the message follows "must be", such as "a number from 1 to 10". */
export class BadValue extends Error {
  override readonly name = "BadValue";
}
