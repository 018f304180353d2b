package io.querymirror.capture;

import io.querymirror.model.SourceEvent;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one statement object of a driver; used by one thread at a time, as it is. */
final class StatementState {
  Session session;

  /** Null for a plain statement, which is here only for its batch. */
  final @Nullable StatementText text;

  final SourceEvent.Form form;
  final BindRecorder binds = new BindRecorder();

  /** Switch-ons of the agent up to which the binds were seen. */
  int generation;

  private @Nullable List<Object> batch;
  private boolean missed;
  private boolean batchMissed;

  StatementState(
      Session session, @Nullable StatementText text, SourceEvent.Form form, int generation) {
    this.session = session;
    this.text = text;
    this.form = form;
    this.generation = generation;
  }

  /** A text or a {@link RawBinds}. */
  void addBatch(Object entry) {
    if (batch == null) {
      batch = new ArrayList<>();
    }
    batch.add(entry);
  }

  void clearBatch() {
    batch = null;
    batchMissed = false;
  }

  /** The entries since the last batch, which are forgotten here. */
  List<Object> takeBatch() {
    List<Object> taken = batch;
    clearBatch();
    return taken == null ? List.of() : taken;
  }

  /** Forgets what may have changed unseen while the agent was off. */
  void refresh(int currentGeneration) {
    if (generation != currentGeneration) {
      generation = currentGeneration;
      binds.clear();
      batch = null;
      missed();
    }
  }

  /** Some binds were set before the agent saw this statement. */
  void missed() {
    missed = true;
    batchMissed = true;
  }

  /** Whether the driver may hold entries of a batch that were not seen. */
  boolean batchMayBeMissing() {
    return batchMissed;
  }

  /** Whether the driver may hold binds that no setter of the application was seen to set. */
  boolean bindsMayBeMissing() {
    if (missed || binds.hasHoles()) {
      return true;
    }
    SqlShape shape = text == null ? null : text.shape();
    return binds.isEmpty() && (shape == null || shape.parameters() > 0);
  }
}
