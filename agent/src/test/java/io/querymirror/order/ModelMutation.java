package io.querymirror.order;

import java.util.ArrayList;
import java.util.List;

/** A rule changed, by what the order is told: the model must notice each. */
enum ModelMutation {
  COMMIT_PLACED_BY_ITS_FINISH {
    @Override
    long start(ModelCall c) {
      return c.kind == ModelCall.Kind.COMMIT ? c.finish : c.start;
    }
  },
  AUTOCOMMIT_WRITE_RELEASED_AT_ITS_FINISH {
    @Override
    long start(ModelCall c) {
      return c.isAutocommitWrite() ? c.finish : c.start;
    }
  },
  AUTOCOMMIT_WRITE_PLACED_BY_ITS_START {
    @Override
    long finish(ModelCall c) {
      return c.isAutocommitWrite() ? c.start : c.finish;
    }
  },
  TABLES_ONLY_READ_ARE_NO_CONCERN {
    @Override
    Ordered order(Ordered e) {
      List<Access> written = new ArrayList<>();
      for (Access a : e.accesses()) {
        if (a.mode() == Access.Mode.WRITE) {
          written.add(a);
        }
      }
      return copy(e, written).build();
    }
  },
  NOTHING_IS_READ_WITHOUT_LOCKS {
    @Override
    Ordered order(Ordered e) {
      List<Access> locked = new ArrayList<>();
      for (Access a : e.accesses()) {
        locked.add(Access.of(a.table(), a.key(), a.mode()));
      }
      return copy(e, locked).build();
    }
  },
  ALL_WRITES_COMMUTE {
    @Override
    Ordered order(Ordered e) {
      List<Access> all = new ArrayList<>();
      for (Access a : e.accesses()) {
        all.add(a.commuting());
      }
      return copy(e, all).build();
    }
  },
  COMMITS_DO_NOT_WAIT_FOR_READS {
    @Override
    void released(Ordered e) {
      for (Access a : e.accesses()) {
        if (a.isUnlocked() || a.mode() == Access.Mode.READ) {
          e.done();
          return;
        }
      }
    }
  },
  STATEMENTS_DO_NOT_WAIT_FOR_ENDS {
    @Override
    void released(Ordered e) {
      if (e.kind() == Ordered.Kind.COMMIT || e.kind() == Ordered.Kind.AUTOCOMMIT_WRITE) {
        e.done();
      }
    }
  },
  A_SNAPSHOT_CONCERNS_ITS_TABLE {
    @Override
    int histories() {
      return 50_000; // only reads tell
    }

    @Override
    Ordered order(Ordered e) {
      return e.snapshot() == Ordered.Snapshot.FIRST
          ? Ordered.of(e.session(), e.kind(), e.start(), e.finish())
              .transaction(e.transaction())
              .accesses(e.accesses())
              .payload(e.payload())
              .build()
          : e;
    }
  },
  NO_WATERMARK {
    @Override
    long watermark(long mark) {
      return Long.MAX_VALUE;
    }
  };

  int histories() {
    return 5_000;
  }

  long start(ModelCall c) {
    return c.start;
  }

  long finish(ModelCall c) {
    return c.finish;
  }

  Ordered order(Ordered e) {
    return e;
  }

  void released(Ordered e) {}

  long watermark(long mark) {
    return mark;
  }

  private static Ordered.Builder copy(Ordered e, List<Access> accesses) {
    Ordered.Builder b =
        Ordered.of(e.session(), e.kind(), e.start(), e.finish())
            .transaction(e.transaction())
            .accesses(accesses)
            .snapshot(e.snapshot())
            .payload(e.payload());
    return e.placedByStart() ? b.placedByStart() : b;
  }

  ModelTarget of(ModelSource source, boolean byKey, long seed, boolean logged) {
    ModelMutation m = this;
    return new ModelTarget(source, byKey, seed, logged) {
      @Override
      long start(ModelCall c) {
        return m.start(c);
      }

      @Override
      long finish(ModelCall c) {
        return m.finish(c);
      }

      @Override
      Ordered order(ModelCall c) {
        return m.order(super.order(c));
      }

      @Override
      public void released(Ordered e) {
        super.released(e);
        m.released(e);
      }

      @Override
      long watermark() {
        return m.watermark(super.watermark());
      }
    };
  }
}
