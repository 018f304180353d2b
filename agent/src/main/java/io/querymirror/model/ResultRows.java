package io.querymirror.model;

import java.util.List;

/** The rows of one result, whole in memory, as a driver or the wire holds them. */
public interface ResultRows {
  List<ResultColumn> columns();

  /** Whether values are encoded by the binary protocol; else each is a text. */
  boolean binary();

  int count();

  /** What they take in memory, about. */
  long bytes();

  /**
   * @param index from 0
   * @param into as many as there are columns; valid until the next call
   */
  void row(int index, Cell[] into);
}
