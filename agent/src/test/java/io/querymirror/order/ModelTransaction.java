package io.querymirror.order;

import java.util.ArrayList;
import java.util.List;

/** A transaction of several calls. */
final class ModelTransaction {
  final long id;
  final List<ModelCall> calls = new ArrayList<>();
  boolean snapshot;

  // on the target
  boolean open;
  boolean deferred;

  ModelTransaction(long id) {
    this.id = id;
  }
}
