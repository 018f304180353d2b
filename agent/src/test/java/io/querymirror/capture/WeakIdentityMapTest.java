package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeakIdentityMapTest {
  private final List<String> collected = new ArrayList<>();
  private final WeakIdentityMap<String> map = new WeakIdentityMap<>(collected::add);
  private final WeakIdentityMap.Probe probe = new WeakIdentityMap.Probe();

  @Test
  void keysAreTheirIdentity() {
    Object one = List.of(1);
    Object equal = List.of(1);
    map.put(map.key(one), "one");
    assertEquals("one", map.get(one, probe));
    assertNull(map.get(equal, probe));
    assertEquals("one", map.putIfAbsent(map.key(one), "two"));
    assertEquals("one", map.remove(one, probe));
    assertNull(map.get(one, probe));
  }

  @Test
  void aNewValueReplacesTheOld() {
    Object key = new Object();
    map.put(map.key(key), "a");
    map.put(map.key(key), "b");
    assertEquals("b", map.get(key, probe));
    assertEquals(1, map.size());
  }

  @Test
  void whatWasCollectedIsForgottenAndTold() {
    map.put(map.key(new Object()), "gone");
    Object kept = new Object();
    map.put(map.key(kept), "kept");
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          while (collected.isEmpty()) {
            System.gc();
            map.purge();
          }
        });
    assertEquals(List.of("gone"), collected);
    assertSame("kept", map.get(kept, probe));
    assertEquals(1, map.size());
  }
}
