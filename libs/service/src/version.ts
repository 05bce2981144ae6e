/** The version of Flotilla, the same in all packages. */
export const FLOTILLA_VERSION = "0.1.0";
