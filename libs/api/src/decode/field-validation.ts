/** What a write does about fields that the schema does not know, and about fields given twice (`?fieldValidation=`). */
export type FieldValidation = "Ignore" | "Warn" | "Strict";

/** What the server does when the client does not say. */
export const defaultFieldValidation: FieldValidation = "Warn";

/** More than these are not reported. Source: apimachinery's JSON package. */
export const maxStrictErrors = 100;
