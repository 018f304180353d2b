package io.querymirror.config;

/** Whether and how plans are taken. */
public enum PlanMode {
  OFF,
  /** Estimates: nothing of the statement runs. */
  EXPLAIN,
  /** With actual rows and times where the server has it, for reads, which run once more for it. */
  ANALYZE
}
