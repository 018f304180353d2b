package io.querymirror.config;

/** Where the rows in a target's tables come from: which of its results may be compared. */
public enum TargetData {
  /** From a copy of production's and mirrored writes after that. */
  MIRRORED,
  /** By replication from production: it may lag behind. */
  REPLICATED,
  /** Of its own: only targets are comparable with one another. */
  OWN
}
