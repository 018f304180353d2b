package io.querymirror.config;

/** What files show of the application's values. */
public enum ReportValues {
  /** Types, lengths and hashes. */
  MASKED,
  /** The values themselves, but for binds that a rule masks. */
  FULL
}
