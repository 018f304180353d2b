package io.querymirror.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The targets of one agent that apply writes in commit order, so that they know each other's locks.
 * Two of them on one server are no danger to each other for as long as neither has written a schema
 * that the other has touched. Holds no lock while anybody asks a server.
 */
final class OwnWriters {
  /** One that takes part. */
  interface Member {
    TouchedSchemas touched();

    /** Another one on the same server has come between; any number of times. */
    void met();
  }

  private static final class Pair {
    final Member one;
    final Member other;

    Pair(Member one, Member other) {
      this.one = one;
      this.other = other;
    }

    boolean has(Member member) {
      return one == member || other == member;
    }
  }

  /** Tells its locks from those of other agents. */
  private final String token = UUID.randomUUID().toString().replace("-", "").substring(0, 16);

  private final List<Member> members = new ArrayList<>();
  private final List<Pair> sameServer = new ArrayList<>();
  private int joined;

  /** Answers how the names of this member's own locks begin. */
  synchronized String join(Member member) {
    members.add(member);
    return "querymirror.own." + token + '.' + ++joined;
  }

  synchronized void leave(Member member) {
    members.remove(member);
    sameServer.removeIf(pair -> pair.has(member));
  }

  synchronized List<Member> members() {
    return new ArrayList<>(members);
  }

  /** They were found to be on one server. */
  void onOneServer(Member one, Member other) {
    synchronized (this) {
      if (!members.contains(one) || !members.contains(other)) {
        return;
      }
      if (sameServer.stream().noneMatch(p -> p.has(one) && p.has(other))) {
        sameServer.add(new Pair(one, other));
      }
    }
    grown(one);
  }

  /** A member has touched a schema for the first time. */
  void grown(Member member) {
    List<Pair> pairs;
    synchronized (this) {
      pairs = new ArrayList<>(sameServer);
    }
    for (Pair pair : pairs) {
      if (pair.has(member) && pair.one.touched().meets(pair.other.touched())) {
        pair.one.met();
        pair.other.met();
      }
    }
  }
}
