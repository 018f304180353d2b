package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.report.Models;
import io.querymirror.stats.DropReason;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JmxServiceTest {
  private static final String[] NOTHING = {};

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final FixedOperations operations = new FixedOperations(Models.small());
  private JmxService service;
  private ObjectName agent;

  private JmxService service(FixedOperations of, String version, String targets) {
    return new JmxService(of, of.recent(), version, FixedOperations.settings(targets));
  }

  @BeforeEach
  void start() throws Exception {
    service = service(operations, "1.2.3", FixedOperations.CANDIDATE + ", " + FixedOperations.NEXT);
    agent = new ObjectName("io.querymirror:type=QueryMirror");
    service.start();
  }

  @AfterEach
  void close() throws Exception {
    service.close();
    assertEquals(Set.of(), names());
  }

  private Set<String> names() throws Exception {
    return server.queryNames(new ObjectName("io.querymirror:*"), null).stream()
        .map(ObjectName::getCanonicalName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static ObjectName candidate() throws Exception {
    return new ObjectName("io.querymirror:type=Target,name=candidate");
  }

  @Test
  void countsAreThere() throws Exception {
    assertEquals(14L, server.getAttribute(agent, "Seen"));
    assertEquals(10L, server.getAttribute(candidate(), "Matched"));
    assertEquals(6L, server.getAttribute(candidate(), "Executed"));
    CompositeData drops = (CompositeData) server.getAttribute(candidate(), "Drops");
    assertEquals(DropReason.values().length, drops.values().size());
    assertEquals(1L, drops.get("queue_full"));
    assertEquals(
        true,
        server.getAttribute(
            new ObjectName("io.querymirror:type=Host,target=candidate,host=\"10.0.0.5:3306\""),
            "Up"));
  }

  @Test
  void everyAttributeCanBeReadAndIsOfItsType() throws Exception {
    for (ObjectName name : server.queryNames(new ObjectName("io.querymirror:*"), null)) {
      for (var info : server.getMBeanInfo(name).getAttributes()) {
        Object value = server.getAttribute(name, info.getName());
        assertTrue(((OpenMBeanAttributeInfo) info).getOpenType().isValue(value), name + " " + info);
      }
    }
  }

  @Test
  void switches() throws Exception {
    server.setAttribute(agent, new Attribute("Enabled", false));
    assertFalse(operations.enabled);
    assertEquals(Origin.JMX, operations.by);
    assertEquals(false, server.getAttribute(agent, "Enabled"));
    assertThrows(
        Exception.class, () -> server.setAttribute(agent, new Attribute("Enabled", "yes")));
    assertThrows(Exception.class, () -> server.setAttribute(agent, new Attribute("Seen", 1L)));
    AttributeList both = new AttributeList();
    both.add(new Attribute("Enabled", true));
    both.add(new Attribute("Seen", 1L));
    assertEquals(1, server.setAttributes(agent, both).size());
    assertTrue(operations.enabled);
  }

  @Test
  void reloads() throws Exception {
    String[] changes = (String[]) server.invoke(agent, "reload", new Object[0], NOTHING);
    assertArrayEquals(new String[] {"rules: 1 is new"}, changes);
    operations.mistakes = java.util.List.of("querymirror.yaml:3: rules: expected a list");
    MBeanException e =
        assertThrows(
            MBeanException.class, () -> server.invoke(agent, "reload", new Object[0], NOTHING));
    assertTrue(e.getMessage().contains("querymirror.yaml:3: rules: expected a list"));
    assertEquals(IllegalStateException.class, e.getCause().getClass());
    assertArrayEquals(
        operations.mistakes.toArray(), (Object[]) server.getAttribute(agent, "ConfigErrors"));
    assertArrayEquals(
        new String[] {"QM-0302 emitted=12 suppressed=37", "QM-0502 emitted=1 suppressed=0"},
        (Object[]) server.getAttribute(agent, "Messages"));
  }

  @Test
  void writesTheReport() throws Exception {
    assertEquals("/tmp/report.json", server.invoke(agent, "writeReport", new Object[0], NOTHING));
    operations.written = null;
    assertThrows(
        MBeanException.class, () -> server.invoke(agent, "writeReport", new Object[0], NOTHING));
    assertThrows(Exception.class, () -> server.invoke(agent, "exit", new Object[0], NOTHING));
  }

  @Test
  void followsTargetsThatComeAndGo() throws Exception {
    assertEquals(5, names().size(), () -> "agent, two targets, two hosts");
    service.reconfigured(FixedOperations.settings("candidate: {hosts: [a, b], username: u}"));
    assertEquals(
        Set.of(
            "io.querymirror:type=QueryMirror",
            "io.querymirror:name=candidate,type=Target",
            "io.querymirror:host=\"a:3306\",target=candidate,type=Host",
            "io.querymirror:host=\"b:3306\",target=candidate,type=Host"),
        names());
    assertEquals(
        "unknown",
        server.getAttribute(
            new ObjectName("io.querymirror:type=Host,target=candidate,host=\"a:3306\""), "State"));
    service.reconfigured(
        FixedOperations.settings(FixedOperations.CANDIDATE + ", " + FixedOperations.NEXT));
    assertEquals(5, names().size());
  }

  @Test
  void aSecondAgentHasNamesOfItsOwn() throws Exception {
    FixedOperations others = new FixedOperations(Models.empty());
    JmxService other = service(others, "2", FixedOperations.CANDIDATE);
    other.start();
    try {
      ObjectName second = new ObjectName("io.querymirror:type=QueryMirror,instance=2");
      assertEquals("2", server.getAttribute(second, "Version"));
      assertEquals("1.2.3", server.getAttribute(agent, "Version"));
    } finally {
      other.close();
    }
    assertTrue(server.isRegistered(agent));
  }

  @Test
  void closedBeforeItsStartItRegistersNothing() throws Exception {
    FixedOperations others = new FixedOperations(Models.empty());
    JmxService other = service(others, "2", FixedOperations.CANDIDATE);
    other.close();
    other.start();
    assertFalse(names().stream().anyMatch(n -> n.contains("instance")));
  }
}
