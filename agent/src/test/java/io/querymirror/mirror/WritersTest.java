package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.model.Execution;
import io.querymirror.order.Access;
import io.querymirror.order.Access.Mode;
import io.querymirror.order.Ordered;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who notices whom on one server, and on two. */
class WritersTest {
  /** A server with nothing but user locks; its connections are numbered from 1. */
  private static final class Locks {
    private static final Pattern CALL = Pattern.compile("(GET_LOCK|IS_USED_LOCK)\\('([^']+)'");
    private final Map<String, Integer> holders = new HashMap<>();
    private final boolean one;
    private int opened;

    /** One that its client has lost, and of which the server knows nothing yet. */
    private int broken;

    /** {@code one}: a session has one lock at a time. */
    Locks(boolean one) {
      this.one = one;
    }

    Connection open() {
      int id = ++opened;
      return as(
          Connection.class,
          (name, argument) -> {
            if (name.equals("close")) {
              holders.values().removeIf(h -> h == id && id != broken);
              return null;
            }
            if (id == broken) {
              throw new SQLException("Communications link failure", "08S01");
            }
            return as(
                Statement.class,
                (n, sql) -> n.equals("close") ? null : row(id, String.valueOf(sql)));
          });
    }

    private ResultSet row(int id, String sql) {
      List<Long> values = new ArrayList<>();
      if (sql.contains("SELECT 0")) {
        values.add(0L);
      }
      for (MatchResult call : CALL.matcher(sql).results().toList()) {
        values.add(call.group(1).equals("GET_LOCK") ? get(id, call.group(2)) : held(call.group(2)));
      }
      return as(
          ResultSet.class,
          (name, argument) ->
              switch (name) {
                case "next" -> true;
                case "getLong" -> values.get((Integer) argument - 1);
                case "getMetaData" -> as(ResultSetMetaData.class, (n, a) -> values.size());
                default -> null;
              });
    }

    private long get(int id, String lock) {
      if (one) {
        holders.values().removeIf(h -> h == id);
      }
      return holders.computeIfAbsent(lock, l -> id) == id ? 1 : 0;
    }

    private long held(String lock) {
      return holders.getOrDefault(lock, 0);
    }
  }

  private interface Answer {
    Object to(String method, Object argument) throws SQLException;
  }

  private static <T> T as(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> answer.to(method.getName(), args == null ? null : args[0])));
  }

  /** One target, and how often it has noticed another. */
  private static final class One {
    final AtomicInteger noticed = new AtomicInteger();
    final Writers writers;
    private final TestApp.Session session;
    private final List<Execution> ran = new ArrayList<>();

    One(OwnWriters agent, Locks server, Map<String, String> schemas) {
      Writers.Server connect = server::open;
      writers =
          new Writers(
              new TouchedSchemas(name -> schemas.getOrDefault(name, name)),
              connect,
              Runnable::run,
              noticed::incrementAndGet,
              line -> {});
      writers.among(agent);
      session = new TestApp(ran::add, ran::add).connect();
    }

    /** Looks as if for the first time. */
    One look() {
      writers.lookNow();
      return this;
    }

    /** By the server's names: {@code schema.table}. */
    One ran(Mode mode, String... tables) {
      session.run("SELECT 1");
      List<Access> all = new ArrayList<>();
      for (String table : tables) {
        all.add(Access.of(table, null, mode));
      }
      writers.ran(last(), place().accesses(all).build());
      return this;
    }

    One ranAnything(String sql) {
      session.run(sql);
      writers.ran(last(), place().everything().build());
      return this;
    }

    private Execution last() {
      return ran.get(ran.size() - 1);
    }

    private static Ordered.Builder place() {
      return Ordered.of("s", Ordered.Kind.AUTOCOMMIT_WRITE, 1, 2);
    }

    int noticed() {
      return noticed.get();
    }
  }

  private final OwnWriters agent = new OwnWriters();
  private final Locks server = new Locks(false);
  private final One a = new One(agent, server, Map.of("shop", "shop_a"));
  private final One b = new One(agent, server, Map.of("shop", "shop_b"));

  private void look(One... all) {
    for (int i = 0; i < 2; i++) {
      for (One one : all) {
        one.look();
      }
    }
  }

  @Test
  void targetsOfOneAgentWithSchemasOfTheirOwnAreNoDanger() {
    a.ran(Mode.WRITE, "shop_a.t").ran(Mode.READ, "prices.p");
    b.ran(Mode.WRITE, "shop_b.t").ran(Mode.READ, "prices.p");
    look(a, b);
    assertEquals(List.of(0, 0), List.of(a.noticed(), b.noticed()));
  }

  @Test
  void thoseThatWriteOneSchemaAreOnceForEach() {
    look(a, b);
    a.ran(Mode.WRITE, "shop_a.t");
    b.ran(Mode.WRITE, "shop_b.t", "log.l");
    assertEquals(0, a.noticed());
    a.ran(Mode.WRITE, "LOG.other");
    assertEquals(List.of(1, 1), List.of(a.noticed(), b.noticed()));
    b.ran(Mode.WRITE, "shop_a.t");
    look(a, b);
    assertEquals(List.of(1, 1), List.of(a.noticed(), b.noticed()));
  }

  @Test
  void whatOneReadsAndTheOtherWritesIsShared() {
    a.ran(Mode.READ, "shop_b.t");
    b.ran(Mode.WRITE, "shop_b.u");
    look(a, b);
    assertEquals(List.of(1, 1), List.of(a.noticed(), b.noticed()));
  }

  @Test
  void whatMayTouchAnythingMeetsEverybody() {
    a.ranAnything("CALL p()");
    look(a, b);
    assertEquals(0, a.noticed(), "the other one has done nothing yet");
    b.ran(Mode.READ, "shop_b.t");
    assertEquals(List.of(1, 1), List.of(a.noticed(), b.noticed()));
  }

  @Test
  void definitionsTouchTheSchemasThatTheyName() {
    look(a, b);
    a.ranAnything("ALTER TABLE t ADD c INT").ran(Mode.WRITE, "shop_a.t");
    b.ranAnything("CREATE TABLE shop.n (id INT)");
    assertEquals(0, a.noticed());
    b.ranAnything("CREATE TABLE shop_a.n (id INT)");
    assertEquals(List.of(1, 1), List.of(a.noticed(), b.noticed()));
  }

  @Test
  void onTwoServersNothingIsShared() {
    Locks second = new Locks(false);
    One c = new One(agent, second, Map.of());
    a.ran(Mode.WRITE, "shop.t");
    c.ran(Mode.WRITE, "shop.t");
    look(a, c);
    assertEquals(List.of(0, 0), List.of(a.noticed(), c.noticed()));
  }

  @Test
  void anotherAgentCountsWhateverItsSchemas() {
    One c = new One(new OwnWriters(), server, Map.of("shop", "shop_c"));
    look(a, c);
    assertEquals(List.of(1, 1), List.of(a.noticed(), c.noticed()));
  }

  @Test
  void aTargetThatIsGoneMeetsNobody() {
    a.ran(Mode.WRITE, "shop.t");
    look(a, b);
    a.writers.close();
    b.ran(Mode.WRITE, "shop.t");
    look(b);
    assertEquals(0, b.noticed());
  }

  @Test
  void aConnectionOfItsOwnThatBrokeIsNoOther() {
    a.look();
    server.broken = 1;
    look(a, a, b);
    assertEquals(6, server.holders.size(), "two for each connection, the lost one too");
    assertEquals(List.of(0, 0), List.of(a.noticed(), b.noticed()));
  }

  @Test
  void whereASessionHoldsOneLockTheyCount() {
    Locks old = new Locks(true);
    One c = new One(agent, old, Map.of("shop", "shop_c"));
    One d = new One(agent, old, Map.of("shop", "shop_d"));
    look(c, d);
    assertEquals(List.of(1, 1), List.of(c.noticed(), d.noticed()));
  }

  @Test
  void moreThanThereAreLocksCount() {
    List<One> many = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      many.add(new One(agent, server, Map.of()));
    }
    many.forEach(One::look);
    assertEquals(1, many.get(16).noticed());
    assertEquals(0, many.get(15).noticed());
  }
}
