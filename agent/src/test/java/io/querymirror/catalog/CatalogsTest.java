package io.querymirror.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.catalog.CatalogColumn.Default;
import io.querymirror.model.Kind;
import io.querymirror.sql.SqlParser;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What a target's schema tells, and when it is read. */
class CatalogsTest {
  private final List<String> log = new ArrayList<>();

  private Catalogs read(FakeSchema server) {
    return new Catalogs(server, Runnable::run, log::add);
  }

  @Test
  void tellsWhatAColumnIsFilledWith() {
    FakeSchema mySql =
        new FakeSchema()
            .table(
                "t",
                "Id bigint auto",
                "a int",
                "b int null",
                "c int default=7",
                "d timestamp default=CURRENT_TIMESTAMP(6) touched",
                "e varchar(36) default=uuid() computed",
                "f varchar(36) default=CURRENT_TIMESTAMP",
                "g int generated");
    CatalogTable t = read(mySql).await("shop", "t");
    assertEquals("shop.t", t.fullName());
    assertEquals("Id", t.autoIncrement().name());
    assertTrue(t.column("ID").autoIncrement());
    assertEquals(Default.NONE, t.column("a").defaultKind());
    assertEquals(Default.NULL, t.column("b").defaultKind());
    assertEquals("7", t.column("c").defaultText());
    assertTrue(t.column("d").filledByClock() && t.column("d").updatedByClock());
    assertEquals(Default.EXPRESSION, t.column("e").defaultKind());
    assertEquals(Default.LITERAL, t.column("f").defaultKind());
    assertTrue(t.column("g").generated());
    assertNull(t.column("x"));
  }

  @Test
  void readsMariaDbsDefaultsAsExpressions() {
    FakeSchema server =
        new FakeSchema()
            .mariaDb()
            .table(
                "t",
                "a int null default=NULL",
                "b int default=-7",
                "c varchar(9) default='it''s'",
                "d datetime default=current_timestamp()",
                "e varchar(36) default=uuid()",
                "f int");
    CatalogTable t = read(server).await("shop", "t");
    assertEquals(Default.NULL, t.column("a").defaultKind());
    assertEquals("-7", t.column("b").defaultText());
    assertEquals("it's", t.column("c").defaultText());
    assertTrue(t.column("d").filledByClock());
    assertEquals(Default.EXPRESSION, t.column("e").defaultKind());
    assertEquals(Default.NONE, t.column("f").defaultKind());
  }

  @Test
  void readsKeys() {
    FakeSchema server =
        new FakeSchema()
            .table("t", "a int", "b varchar(9)", "c int")
            .primary("t", "c", "a")
            .unique("t", "p", "b:4")
            .unique("t", "f", "(lower(b))");
    CatalogTable t = read(server).await("shop", "t");
    assertEquals("PRIMARY[c int, a int]", t.primary().toString());
    assertTrue(t.primary().plain());
    assertEquals(3, t.unique().size());
    assertFalse(t.unique().get(1).plain());
    assertFalse(t.unique().get(2).plain());
  }

  @Test
  void readsASchemaOnce() {
    FakeSchema server = new FakeSchema().table("t", "a int");
    Catalogs catalogs = read(server);
    assertNotNull(catalogs.await("shop", "t"));
    assertNotNull(catalogs.table("shop", "t"));
    assertNull(catalogs.table("shop", "u"));
    assertEquals(1, server.opened());
    assertNull(catalogs.await("empty", "t"));
    assertEquals(2, server.opened());
  }

  @Test
  void neverWaitsWhereItMayNot() {
    List<Runnable> tasks = new ArrayList<>();
    FakeSchema server = new FakeSchema().table("t", "a int");
    Catalogs catalogs = new Catalogs(server, tasks::add, log::add);
    assertNull(catalogs.table("shop", "t"));
    assertEquals(0, server.opened());
    tasks.remove(0).run();
    assertNotNull(catalogs.table("shop", "t"));
  }

  @Test
  void readsAgainAfterADefinition() {
    FakeSchema server = new FakeSchema().table("t", "a int");
    Catalogs catalogs = read(server);
    assertNull(catalogs.await("shop", "u"));
    server.table("u", "a int");
    catalogs.ran(SqlParser.parse("CREATE TEMPORARY TABLE x (id int)"));
    catalogs.ran(SqlParser.parse("TRUNCATE t"));
    catalogs.ran(SqlParser.parse("INSERT INTO t VALUES (1)"));
    assertNull(catalogs.await("shop", "u"));
    catalogs.ran(SqlParser.parse("CREATE TABLE u (a int)"));
    assertNotNull(catalogs.await("shop", "u"));
    assertEquals(2, server.opened());
  }

  @Test
  void whatWasReadBeforeADefinitionEndedDoesNotCount() {
    List<Runnable> tasks = new ArrayList<>();
    FakeSchema server = new FakeSchema().table("t", "a int");
    Catalogs[] self = new Catalogs[1];
    Catalogs catalogs =
        new Catalogs(
            () -> {
              self[0].changed();
              return server.open();
            },
            tasks::add,
            log::add);
    self[0] = catalogs;
    assertNull(catalogs.table("shop", "t"));
    tasks.remove(0).run();
    assertNull(catalogs.table("shop", "t"));
    assertEquals(1, tasks.size());
  }

  @Test
  void whoMayWaitHasWhatHoldsAfterTheDefinition() {
    FakeSchema server = new FakeSchema().table("t", "a int");
    Catalogs[] self = new Catalogs[1];
    Catalogs catalogs =
        new Catalogs(
            () -> {
              if (server.opened() == 0) {
                self[0].changed();
              }
              return server.open();
            },
            Runnable::run,
            log::add);
    self[0] = catalogs;
    assertNotNull(catalogs.await("shop", "t"));
    assertEquals(2, server.opened());
  }

  @Test
  void whoMayWaitHasWhatAnotherReads() throws Exception {
    FakeSchema server = new FakeSchema().table("t", "a int");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answers = new CountDownLatch(1);
    Catalogs catalogs =
        new Catalogs(
            () -> {
              asked.countDown();
              try {
                answers.await();
              } catch (InterruptedException e) {
                throw new SQLException(e);
              }
              return server.open();
            },
            task -> new Thread(task).start(),
            log::add);
    assertNull(catalogs.table("shop", "t"));
    asked.await();
    FutureTask<CatalogTable> waits = new FutureTask<>(() -> catalogs.await("shop", "t"));
    Thread waiter = new Thread(waits);
    waiter.start();
    while (waiter.getState() != Thread.State.TIMED_WAITING && !waits.isDone()) {
      Thread.onSpinWait();
    }
    assertFalse(waits.isDone());
    answers.countDown();
    assertNotNull(waits.get());
    assertEquals(1, server.opened());
  }

  @Test
  void aServerThatIsAwayIsAskedAgainLater() {
    FakeSchema server = new FakeSchema().table("t", "a int");
    server.down(true);
    Catalogs catalogs = read(server);
    assertNull(catalogs.table("shop", "t"));
    assertNull(catalogs.table("shop", "t"));
    assertEquals(1, server.opened());
    assertEquals(List.of("shop: down"), log);
    server.down(false);
    catalogs.changed();
    assertNotNull(catalogs.await("shop", "t"));
  }

  @Test
  void namesByTheServersCase() {
    FakeSchema server = new FakeSchema().table("T", "a int");
    assertNull(read(server).await("shop", "t"));
    FakeSchema any = new FakeSchema().anyCase().table("t", "a int");
    assertEquals("shop.t", read(any).await("SHOP", "T").fullName());
  }

  @Test
  void whatAWriteReachesBeyondItsTable() {
    FakeSchema server =
        new FakeSchema()
            .table("p", "id int", "k int")
            .primary("p", "id")
            .unique("p", "k", "k")
            .table("c", "id int", "p int null")
            .primary("c", "id")
            .table("g", "c int null")
            .table("l", "n int")
            .key("c(p)", "p(k)", "CASCADE", "SET NULL")
            .key("g(c)", "c(id)", "SET NULL", "NO ACTION")
            .trigger("p", "AFTER", "UPDATE", "INSERT INTO l VALUES (1)")
            .view("v", "select * from p");
    Catalogs catalogs = new Catalogs(server, Runnable::run, line -> {});
    assertEquals(Set.of(), catalogs.reached(Kind.DELETE, false, "shop", "p", null));
    assertEquals(0, server.opened());
    catalogs.await("shop", "p");
    assertEquals(
        Set.of("shop.c", "shop.g"), catalogs.reached(Kind.DELETE, false, "shop", "p", null));
    assertEquals(
        Set.of("shop.c", "shop.l"), catalogs.reached(Kind.UPDATE, false, "shop", "p", Set.of("k")));
    assertEquals(Set.of("shop.l"), catalogs.reached(Kind.UPDATE, false, "shop", "p", Set.of("id")));
    assertEquals(Set.of(), catalogs.reached(Kind.INSERT, false, "shop", "p", null));
    assertEquals(
        Set.of("shop.c", "shop.l"), catalogs.reached(Kind.INSERT, true, "shop", "p", null));
    assertEquals(Set.of("shop.p"), catalogs.reached(Kind.INSERT, false, "shop", "v", null));
    assertEquals(Set.of(), catalogs.reached(Kind.DELETE, false, "shop", "g", null));
    assertEquals(Set.of(), catalogs.reached(Kind.DELETE, false, null, "p", null));
  }
}
