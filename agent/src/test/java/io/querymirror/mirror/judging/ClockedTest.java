package io.querymirror.mirror.judging;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.querymirror.catalog.Catalogs;
import io.querymirror.catalog.FakeSchema;
import io.querymirror.catalog.Reach;
import io.querymirror.mirror.TestApp;
import io.querymirror.model.Execution;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ClockedTest {
  /** Taken for filled once the view was known, a difference was unconfirmed. */
  @Test
  void nothingIsFilledByAClockBeforeAWriteOfOne() {
    FakeSchema server = new FakeSchema().table("item", "id int").view("odd", "");
    Catalogs catalogs = new Catalogs(server, Runnable::run, line -> {});
    Reach reach = new Reach(catalogs, UnaryOperator.identity());
    Clocked clocked = new Clocked(reach);
    Execution read = TestApp.execution("SELECT id FROM odd");
    assertFalse(clocked.concerns(read));
    assertNotNull(catalogs.await("shop", "odd"));
    assertSame(Reach.EVERY, reach.of(read));
    assertFalse(clocked.concerns(read));
  }
}
