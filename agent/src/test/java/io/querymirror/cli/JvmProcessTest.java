package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of {@code /proc}, on one that is made up. */
class JvmProcessTest {
  private static final String JVM = "7f00-7f01 r-xp 0 08:01 9 /opt/jdk/lib/server/libjvm.so\n";

  @TempDir Path proc;

  @BeforeEach
  void processes() throws IOException {
    process("self", 1000, "java\0-jar\0querymirror-agent.jar\0", JVM);
    process("4711", 1000, "java\0-jar\0shop.jar\0", JVM);
  }

  private Path process(String name, int user, String commandLine, String maps) throws IOException {
    Path directory = Files.createDirectories(proc.resolve(name).resolve("ns")).getParent();
    Files.writeString(
        directory.resolve("status"),
        "Name:\tjava\nPid:\t4711\nUid:\t"
            + ("1\t" + user + "\t1\t1")
            + "\nNSpid:\t4711\t7\nThreads:\t9\n");
    Files.writeString(directory.resolve("cmdline"), commandLine);
    Files.writeString(directory.resolve("environ"), "HOME=/home/shop\0PASSWORD=a=b\0");
    Files.writeString(directory.resolve("maps"), maps);
    link(directory, "ns/mnt", "mnt:[4026531840]");
    link(directory, "root", "/");
    link(directory, "cwd", "/tmp");
    return directory;
  }

  private static void link(Path directory, String name, String to) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
    Files.createSymbolicLink(directory.resolve(name), Path.of(to));
  }

  private JvmProcess process(long pid) throws InputException {
    return JvmProcess.of(pid, proc);
  }

  private String refused(long pid) {
    return assertThrows(InputException.class, () -> process(pid)).getMessage();
  }

  @Test
  void isFoundWithWhatItWasStartedWith() throws Exception {
    JvmProcess found = process(4711);
    assertEquals("a=b", found.environment().get("PASSWORD"));
    assertTrue(found.seesOurFiles());
    assertTrue(found.isInOurDirectory());
    assertEquals(Path.of("/tmp/x"), found.path(Path.of("/tmp/x")));
    assertNull(found.flag("DisableAttachMechanism"));
  }

  @Test
  void isNotThere() {
    assertEquals("no process 4712 here", refused(4712));
  }

  @Test
  void isAnotherUsers() throws IOException {
    process("4712", 1001, "java\0", JVM);
    assertTrue(refused(4712).startsWith("process 4712 is another user's ("), refused(4712));
  }

  @Test
  void rootMayReachAll() throws Exception {
    process("self", 0, "java\0", JVM);
    assertEquals(4711, process(4711).pid());
  }

  @Test
  void isNoJvm() throws IOException {
    process("4712", 1000, "/bin/sh\0start.sh\0", "7f00-7f01 r-xp 0 08:01 9 /lib/libc.so.6\n");
    assertEquals("process 4712 is no Java process: it runs /bin/sh", refused(4712));
  }

  /** A process that may not be looked into: what it does with the signal is told to everybody. */
  @Test
  void mayBeNoJvm() throws Exception {
    Path directory = process("4712", 1000, "init\0", "");
    Files.delete(directory.resolve("maps"));
    Path status = directory.resolve("status");
    String others = Files.readString(status);
    Files.writeString(status, others + "SigCgt:\t0000000180000000\n");
    assertEquals("process 4712 is no Java process: it runs init", refused(4712));
    Files.writeString(status, others + "SigCgt:\t2000000181005ccf\n");
    assertEquals(4712, process(4712).pid());
    Files.writeString(status, others);
    assertEquals(4712, process(4712).pid());
  }

  @Test
  void lastFlagWinsWhereverItIsGiven() throws Exception {
    Path directory =
        process("4712", 1000, "java\0-XX:-DisableAttachMechanism\0-jar\0shop.jar\0", JVM);
    Files.writeString(
        directory.resolve("environ"),
        "JAVA_TOOL_OPTIONS=-Xmx1g -XX:+DisableAttachMechanism -XX:-EnableDynamicAgentLoading\0");
    JvmProcess found = process(4712);
    assertEquals(false, found.flag("DisableAttachMechanism"));
    assertEquals(false, found.flag("EnableDynamicAgentLoading"));
  }

  @Test
  void isInAnotherContainer() throws Exception {
    Path directory = process("4712", 1000, "java\0", JVM);
    link(directory, "ns/mnt", "mnt:[4026532999]");
    JvmProcess found = process(4712);
    assertFalse(found.seesOurFiles());
    assertEquals(directory.resolve("root/tmp/x"), found.path(Path.of("/tmp/x")));
    // As where only /tmp is another: this file is the same.
    assertTrue(found.sees(directory.resolve("maps")));
    link(directory, "root", proc.toString());
    assertFalse(found.sees(directory.resolve("maps")));
  }

  /** Also where the namespaces are one and the root is not, as with chroot. */
  @Test
  void hasAnotherRoot() throws Exception {
    Path directory = process("4712", 1000, "java\0", JVM);
    link(directory, "root", proc.toString());
    assertFalse(process(4712).seesOurFiles());
  }

  /** A socket of somebody else's at the process's place gets no command. */
  @Test
  void trustsOnlyTheProcesssUser() throws Exception {
    Path file = Files.createFile(proc.resolve("socket"));
    int owner = (Integer) Files.getAttribute(file, "unix:uid");
    process("self", owner, "java\0", JVM);
    process("4711", owner, "java\0", JVM);
    assertTrue(process(4711).isTheirs(file));
    assertFalse(process(4711).isTheirs(Files.createSymbolicLink(proc.resolve("link"), file)));
    assertFalse(process(4711).isTheirs(proc.resolve("missing")));
    process("self", 0, "java\0", JVM);
    process("4711", owner + 1, "java\0", JVM);
    assertFalse(process(4711).isTheirs(file));
  }
}
