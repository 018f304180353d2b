package io.querymirror.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.order.Access.Mode;
import io.querymirror.order.Ordered.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CommitOrderTest {
  private final List<Ordered> released = new ArrayList<>();
  private final List<Ordered> late = new ArrayList<>();
  private final List<Ordered> ambiguous = new ArrayList<>();
  private final Set<String> doubtful = new TreeSet<>();

  private final CommitOrder order =
      new CommitOrder(
          new CommitOrder.Listener() {
            @Override
            public void released(Ordered e) {
              released.add(e);
            }

            @Override
            public void ambiguous(Ordered e, Collection<String> tables) {
              ambiguous.add(e);
              doubtful.addAll(tables);
            }

            @Override
            public void late(Ordered e) {
              late.add(e);
            }
          });

  private Ordered add(String session, Kind kind, long start, long finish, Access... accesses) {
    return add(
        Ordered.of(session, kind, start, finish)
            .transaction(kind == Kind.AUTOCOMMIT_WRITE ? 0 : session.charAt(0))
            .accesses(List.of(accesses)));
  }

  private Ordered add(Ordered.Builder b) {
    Ordered e = b.build();
    order.add(e);
    return e;
  }

  private void all() {
    order.advance(Long.MAX_VALUE);
  }

  private static Access write(Object key) {
    return Access.of("t", key, Mode.WRITE);
  }

  private static Access read(Object key) {
    return Access.of("t", key, Mode.READ);
  }

  private static Access share(Object key) {
    return Access.of("t", key, Mode.SHARE);
  }

  @Test
  void placesStatementsByFinishAndEndsByStart() {
    Ordered s = add("a", Kind.STATEMENT, 1, 10, write(1));
    Ordered c = add("a", Kind.COMMIT, 20, 90);
    Ordered u = add("b", Kind.STATEMENT, 5, 25, write(1));
    Ordered w = add("c", Kind.AUTOCOMMIT_WRITE, 3, 22, write(2));
    Ordered i = add(Ordered.of("d", Kind.STATEMENT, 4, 80).transaction(4).placedByStart());
    order.advance(22);
    assertEquals(List.of(i, s, c, w), released);
    all();
    assertEquals(List.of(i, s, c, w, u), released);
  }

  @Test
  void anEndStandsBeforeAStatementOfTheSameTick() {
    Ordered u = add("b", Kind.STATEMENT, 5, 20, write(1));
    add("a", Kind.STATEMENT, 1, 10, write(1));
    Ordered c = add("a", Kind.COMMIT, 20, 30);
    all();
    assertEquals(List.of(c, u), released.subList(1, 3));
  }

  @Test
  void aSessionKeepsItsOrder() {
    Ordered s = add("a", Kind.STATEMENT, 1, 30, write(1));
    Ordered c = add("a", Kind.COMMIT, 20, 40);
    all();
    assertEquals(List.of(s, c), released);
  }

  @Test
  void aStatementWaitsForTheEndsBeforeIt() {
    Ordered s = add("a", Kind.STATEMENT, 1, 10, write(1));
    Ordered c = add("a", Kind.COMMIT, 20, 40);
    Ordered u = add("b", Kind.STATEMENT, 5, 25, write(1));
    Ordered r = add("c", Kind.STATEMENT, 5, 26, read(1));
    Ordered other = add("d", Kind.STATEMENT, 5, 27, write(2));
    all();
    assertTrue(s.isFree());
    assertFalse(u.isFree());
    assertTrue(other.isFree());
    s.done();
    c.done();
    assertTrue(u.isFree());
    assertTrue(r.isFree());
  }

  @Test
  void wholeTablesMeetTheirKeys() {
    Ordered s = add("a", Kind.STATEMENT, 1, 10, write(1));
    Ordered c = add("a", Kind.COMMIT, 20, 40);
    Ordered u = add("b", Kind.STATEMENT, 5, 25, write(null));
    Ordered d = add("b", Kind.COMMIT, 28, 29);
    Ordered k = add("c", Kind.STATEMENT, 5, 30, write(2));
    all();
    assertFalse(u.isFree());
    s.done();
    c.done();
    assertTrue(u.isFree());
    assertFalse(k.isFree());
    u.done();
    d.done();
    assertTrue(k.isFree());
  }

  @Test
  void aCommitWaitsForTheReadsBeforeIt() {
    Ordered s = add("a", Kind.STATEMENT, 1, 10, write(1));
    Ordered r = add("b", Kind.STATEMENT, 5, 15, read(1));
    Ordered c = add("a", Kind.COMMIT, 20, 40);
    all();
    s.done();
    assertFalse(c.isFree());
    r.done();
    assertTrue(c.isFree());
  }

  @Test
  void aRollbackWaitsForNobody() {
    Ordered s = add("a", Kind.STATEMENT, 1, 10, write(1));
    add("b", Kind.STATEMENT, 5, 15, read(1));
    Ordered c = add("a", Kind.ROLLBACK, 20, 40);
    Ordered u = add("c", Kind.STATEMENT, 5, 25, write(1));
    all();
    assertTrue(c.isFree());
    s.done();
    assertFalse(u.isFree());
    c.done();
    assertTrue(u.isFree());
  }

  @Test
  void sharersDoNotWaitForEachOthersEnds() {
    add("a", Kind.STATEMENT, 1, 10, share(1));
    Ordered c = add("a", Kind.COMMIT, 20, 40);
    Ordered s = add("b", Kind.STATEMENT, 1, 25, share(1));
    Ordered x = add("c", Kind.STATEMENT, 1, 26, write(1));
    all();
    assertTrue(s.isFree());
    assertFalse(x.giveUp());
    released.get(0).done();
    c.done();
    assertTrue(x.isFree());
  }

  @Test
  void aSnapshotConcernsEveryTable() {
    Ordered w = add("a", Kind.AUTOCOMMIT_WRITE, 1, 10, write(1));
    Ordered r =
        add(
            Ordered.of("b", Kind.STATEMENT, 11, 15)
                .transaction(2)
                .accesses(List.of(Access.of("u", 7, Mode.READ)))
                .snapshot(Ordered.Snapshot.FIRST));
    Ordered later =
        add(
            Ordered.of("b", Kind.STATEMENT, 21, 25)
                .transaction(2)
                .accesses(List.of(read(1)))
                .snapshot(Ordered.Snapshot.LATER));
    Ordered x = add("c", Kind.AUTOCOMMIT_WRITE, 16, 18, write(2));
    all();
    assertFalse(r.isFree());
    w.done();
    assertTrue(r.isFree());
    assertFalse(x.isFree());
    assertTrue(later.isFree());
    r.done();
    assertTrue(x.isFree());
  }

  @Test
  void unknownTextConcernsEverything() {
    Ordered s = add("a", Kind.STATEMENT, 1, 10, write(1));
    Ordered c = add("a", Kind.COMMIT, 20, 21);
    Ordered any = add(Ordered.of("b", Kind.AUTOCOMMIT_WRITE, 22, 25).everything());
    Ordered r = add("c", Kind.STATEMENT, 26, 27, Access.of("u", 1, Mode.READ));
    all();
    assertFalse(any.isFree());
    s.done();
    c.done();
    assertTrue(any.isFree());
    assertFalse(r.isFree());
    any.done();
    assertTrue(r.isFree());
  }

  @Test
  void whoIsDoneEarlyHidesNobody() {
    Ordered s = add("a", Kind.STATEMENT, 1, 10, read(1));
    Ordered w = add("b", Kind.AUTOCOMMIT_WRITE, 11, 12, write(1));
    Ordered r = add("c", Kind.STATEMENT, 13, 14, read(1));
    all();
    w.done();
    assertFalse(r.isFree());
    s.done();
    assertTrue(r.isFree());
  }

  @Test
  void softWaitsAreGivenUpAndStillCount() {
    Ordered s = add("a", Kind.STATEMENT, 1, 10, write(1));
    Ordered u = add("b", Kind.STATEMENT, 1, 12, write(1));
    Ordered next = add("b", Kind.STATEMENT, 13, 14, write(1));
    Ordered end = add("b", Kind.COMMIT, 20, 22);
    Ordered r = add("c", Kind.STATEMENT, 23, 24, read(1));
    all();
    assertFalse(u.isFree());
    assertEquals(Set.of(u, next, end, r), s.holdsUp(List.of(r, end, next, u, s)));
    assertEquals(Set.of(end), s.holdsUp(Set.of(end)));
    assertEquals(Set.of(r), end.holdsUp(Set.of(u, r)));
    assertTrue(u.giveUp());
    u.done();
    assertTrue(next.isFree());
    next.done();
    assertTrue(end.isFree());
    end.done();
    assertFalse(r.isFree());
    s.done();
    assertTrue(r.isFree());
  }

  @Test
  void tellsWhoWaitsOnce() {
    Ordered s = add("a", Kind.AUTOCOMMIT_WRITE, 1, 10, write(1));
    Ordered u = add("b", Kind.STATEMENT, 11, 12, read(1));
    List<Ordered> ran = new ArrayList<>();
    assertTrue(u.whenFree(() -> ran.add(u)));
    all();
    assertEquals(List.of(u), order.waiting());
    s.done();
    s.done();
    assertEquals(List.of(u), ran);
    assertFalse(u.whenFree(() -> ran.add(u)));
    assertEquals(List.of(), order.waiting());
  }

  @Test
  void theLowestCanBeForced() {
    add("a", Kind.AUTOCOMMIT_WRITE, 1, 10, write(1));
    Ordered u = add("b", Kind.STATEMENT, 11, 12, read(1));
    Ordered v = add("c", Kind.AUTOCOMMIT_WRITE, 13, 14, write(1));
    all();
    assertSame(u, order.forceLowest());
    assertTrue(u.isFree());
    assertFalse(v.isFree());
    assertSame(v, order.forceLowest());
    assertNull(order.forceLowest());
  }

  @Test
  void whatASessionHasHereCanBeTakenOut() {
    Ordered s = add("a", Kind.STATEMENT, 1, 10, write(1));
    order.advance(10);
    Ordered t = add("a", Kind.STATEMENT, 11, 12, write(2));
    Ordered w = add("b", Kind.AUTOCOMMIT_WRITE, 11, 13, write(1));
    Ordered c = add("a", Kind.COMMIT, 14, 15);
    assertEquals(List.of(t, c), order.remove("a"));
    all();
    assertEquals(List.of(s, w), released);
  }

  @Test
  void whoComesLateIsTold() {
    add("a", Kind.STATEMENT, 1, 10, write(1));
    all();
    Ordered u = add("b", Kind.STATEMENT, 1, 5, write(1));
    assertEquals(List.of(u), late);
    all();
    assertEquals(2, released.size());
  }

  @Test
  void overlappingAutocommitWritesAreAmbiguousUnlessTheyCommute() {
    add("a", Kind.AUTOCOMMIT_WRITE, 1, 10, write(1));
    Ordered w = add("b", Kind.AUTOCOMMIT_WRITE, 5, 12, write(1));
    add("c", Kind.AUTOCOMMIT_WRITE, 5, 12, write(2).commuting());
    add("d", Kind.AUTOCOMMIT_WRITE, 5, 13, write(2).commuting());
    add("e", Kind.AUTOCOMMIT_WRITE, 20, 23, write(1));
    all();
    assertEquals(List.of(w), ambiguous);
    assertEquals(Set.of("t"), doubtful);
  }

  @Test
  void theEntriesOfABatchComeOneAfterTheOther() {
    add("a", Kind.AUTOCOMMIT_WRITE, 1, 10, write(null));
    add("a", Kind.AUTOCOMMIT_WRITE, 1, 10, write(3));
    add("a", Kind.AUTOCOMMIT_WRITE, 1, 10, write(3));
    order.advance(11);
    assertEquals(List.of(), ambiguous);
    Ordered w = add("b", Kind.AUTOCOMMIT_WRITE, 5, 12, write(4));
    Ordered u = add("c", Kind.AUTOCOMMIT_WRITE, 11, 13, write(3));
    all();
    assertEquals(List.of(w), ambiguous);
    assertEquals(5, released.size());
    assertEquals(u, released.get(4));
  }

  @Test
  void whatComesBetweenTheEntriesOfABatchSeesThoseBefore() {
    add("a", Kind.AUTOCOMMIT_WRITE, 1, 10, write(3));
    Ordered w = add("b", Kind.AUTOCOMMIT_WRITE, 2, 10, write(3));
    add("a", Kind.AUTOCOMMIT_WRITE, 1, 10, write(5));
    all();
    assertEquals(List.of(w), ambiguous);
  }

  @Test
  void anAutocommitWriteOverATransactionThatCommitsInsideIsAmbiguous() {
    add("a", Kind.STATEMENT, 3, 4, write(1));
    add("a", Kind.STATEMENT, 5, 10, write(1));
    add("a", Kind.COMMIT, 12, 30);
    Ordered w = add("b", Kind.AUTOCOMMIT_WRITE, 5, 13, write(1));
    add("c", Kind.STATEMENT, 31, 33, write(2));
    add("c", Kind.ROLLBACK, 34, 35);
    add("d", Kind.AUTOCOMMIT_WRITE, 32, 36, write(2));
    all();
    assertEquals(List.of(w), ambiguous);
  }

  @Test
  void anAutocommitWriteGoesBeforeTheStatementThatWaitedForIt() {
    Ordered u = add("a", Kind.STATEMENT, 3, 10, write(1));
    Ordered w = add("b", Kind.AUTOCOMMIT_WRITE, 2, 13, write(1));
    Ordered c = add("a", Kind.COMMIT, 20, 21);
    order.advance(10);
    assertEquals(List.of(w, u), released);
    all();
    assertEquals(List.of(w, u, c), released);
    assertEquals(List.of(), ambiguous);
  }

  @Test
  void andIfThatCommittedMeanwhileItIsAmbiguousStill() {
    add("a", Kind.STATEMENT, 3, 10, write(1));
    add("b", Kind.AUTOCOMMIT_WRITE, 2, 13, write(1));
    Ordered c = add("a", Kind.COMMIT, 11, 21);
    all();
    assertEquals(List.of(c), ambiguous);
  }

  @Test
  void whatReadWithoutLocksIsAmbiguousWhereAnEndOverlapsAndItCommits() {
    add("a", Kind.STATEMENT, 1, 10, write(1));
    add("a", Kind.COMMIT, 20, 30);
    Access from = Access.of("t", null, Mode.READ).unlocked();
    Access to = Access.of("archive", null, Mode.WRITE);
    Ordered s = add("b", Kind.STATEMENT, 25, 27, from, to);
    add("b", Kind.COMMIT, 40, 41);
    add("c", Kind.STATEMENT, 26, 28, from, to);
    add("c", Kind.ROLLBACK, 40, 41);
    all();
    assertEquals(List.of(s), ambiguous);
    assertEquals(Set.of("archive"), doubtful);
  }

  @Test
  void aRerunAtItsEndIsToldWhatChangedSince() {
    Access from = Access.of("t", null, Mode.READ).unlocked();
    Access to = Access.of("archive", 1, Mode.WRITE);
    add("b", Kind.STATEMENT, 1, 3, from, to);
    add("a", Kind.AUTOCOMMIT_WRITE, 5, 6, write(1));
    Ordered c = add("b", Kind.COMMIT, 10, 11);
    all();
    assertEquals(Set.of("archive"), Set.copyOf(c.unrepeatable()));
  }

  @Test
  void whatIsOverIsForgotten() {
    long clock = 0;
    for (int i = 0; i < 20_000; i++) {
      Ordered w = add("s" + i % 1000, Kind.AUTOCOMMIT_WRITE, ++clock, ++clock, write(i));
      order.advance(clock);
      assertTrue(w.isFree());
      w.done();
    }
    assertEquals(List.of(), ambiguous);
    assertTrue(order.keys() < 5000, "keys " + order.keys());
  }
}
