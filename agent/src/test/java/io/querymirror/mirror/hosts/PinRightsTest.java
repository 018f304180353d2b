package io.querymirror.mirror.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** An account that lacks SESSION_VARIABLES_ADMIN, where a server asks for it. */
class PinRightsTest {
  private static final Pin ALL = new Pin(true, 1_500_000, 7, true, (3L << 32) | 4, true, 0);

  private interface Calls {
    Object call(String name, Object[] args) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (p, method, args) -> calls.call(method.getName(), args)));
  }

  /** Of an account that gets this error where it sets that variable. */
  private static Connection refusing(String variable, int code) {
    return refusing(variable, code, "Access denied");
  }

  private static Connection refusing(String variable, int code, String message) {
    Statement statement =
        proxy(
            Statement.class,
            (name, args) -> {
              if (name.equals("execute") && ((String) args[0]).contains(variable)) {
                throw new SQLException(message, "42000", code);
              }
              return name.equals("execute") ? false : null;
            });
    return proxy(Connection.class, (name, args) -> statement);
  }

  @Test
  void whoMaySetAllIsToldAll() throws SQLException {
    PinRights rights = PinRights.of(refusing("nothing", 1227));
    assertTrue(rights.all());
    assertTrue(ALL.allowed(rights));
    assertEquals(
        "/* querymirror:own */ SET timestamp=1.500000,insert_id=7,rand_seed1=3,rand_seed2=4",
        ALL.text(rights));
  }

  @Test
  void whatIsRefusedIsLeftOutAndSaidWithItsRemedy() throws SQLException {
    PinRights rights = PinRights.of(refusing("insert_id", 1227));
    assertFalse(rights.all());
    assertFalse(ALL.allowed(rights));
    assertEquals(
        "/* querymirror:own */ SET timestamp=1.500000,rand_seed1=3,rand_seed2=4", ALL.text(rights));
    assertTrue(
        new Pin(true, 1_500_000, 0, false, 0, false, 0).allowed(rights), "it needs no key at all");
    assertEquals(
        "the account may not set insert_id: statements that need it are counted unpinned;"
            + " GRANT SESSION_VARIABLES_ADMIN ON *.* to the account lets it",
        rights.advice());
  }

  @Test
  void mariaDbWantsAnotherRight() throws SQLException {
    String message =
        "Access denied; you need (at least one of) the SUPER, BINLOG REPLAY privilege(s)";
    PinRights rights = PinRights.of(refusing("timestamp", 1227, message));
    assertEquals(
        "the account may not set timestamp: statements that need it are counted unpinned;"
            + " GRANT BINLOG REPLAY ON *.* to the account lets it",
        rights.advice());
  }

  /** MariaDB's secure_timestamp asks for no right that could be granted. */
  @Test
  void anOptionOfTheServerThatPreventsItIsSaidAsSuch() throws SQLException {
    PinRights rights = PinRights.of(refusing("timestamp", 1290));
    assertFalse(rights.clock());
    assertTrue(rights.key());
    assertEquals(
        "the account may not set timestamp: statements that need it are counted unpinned;"
            + " the server's option secure_timestamp=NO lets it",
        rights.advice());
  }

  @Test
  void anyOtherErrorIsNoAnswer() {
    assertThrows(SQLException.class, () -> PinRights.of(refusing("timestamp", 2013)));
  }
}
