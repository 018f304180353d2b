package io.querymirror.cli;

import io.querymirror.control.ChannelPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process of this machine that a command is meant for, as Linux tells of it in {@code /proc}.
 * Looked at from outside and before the JDK's attach mechanism is used: that one sends a signal
 * that ends a process which is no JVM, and makes a JVM without the mechanism print its threads.
 */
final class JvmProcess {
  private static final String[] OPTION_VARIABLES = {
    "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"
  };

  /** Its bit among the signals of {@code status}. */
  private static final long SIGQUIT = 1L << 2;

  private final long pid;
  private final Path proc;
  private final Path self;
  private final boolean known;

  private JvmProcess(long pid, Path root) {
    this.pid = pid;
    this.proc = root.resolve(Long.toString(pid));
    this.self = root.resolve("self");
    this.known = Files.isDirectory(self);
  }

  /** Throws for a process that is none, is no JVM, or is another user's. */
  static JvmProcess of(long pid) throws InputException {
    return of(pid, Path.of("/proc"));
  }

  static JvmProcess of(long pid, Path root) throws InputException {
    JvmProcess process = new JvmProcess(pid, root);
    process.check();
    return process;
  }

  private void check() throws InputException {
    if (known ? !Files.isDirectory(proc) : ProcessHandle.of(pid).isEmpty()) {
      throw new InputException("no process " + pid + " here");
    }
    if (!known) {
      return;
    }
    String mine = status(self, "Uid", 1);
    String its = status(proc, "Uid", 1);
    if (mine != null && its != null && !mine.equals(its) && !mine.equals("0")) {
      throw new InputException(
          "process "
              + pid
              + " is another user's ("
              + owner()
              + "): run this command as that user, for example by sudo -u "
              + owner());
    }
    Boolean jvm = isJvm();
    if (jvm != null && !jvm) {
      throw new InputException("process " + pid + " is no Java process" + commandName());
    }
  }

  private String owner() {
    try {
      return Files.getOwner(proc).getName();
    } catch (IOException | RuntimeException e) {
      return "unknown";
    }
  }

  private String commandName() {
    List<String> words = commandLine();
    return words.isEmpty() ? "" : ": it runs " + Text.clean(words.get(0));
  }

  /** Null where that may not be asked. */
  private @Nullable Boolean isJvm() {
    try (var lines = Files.lines(proc.resolve("maps"), StandardCharsets.ISO_8859_1)) {
      return lines.anyMatch(line -> line.contains("/libjvm.so"));
    } catch (IOException | RuntimeException e) {
      return catchesQuit();
    }
  }

  /**
   * Whether the signal that attaching sends is caught, which a JVM does unless it was started with
   * {@code -Xrs}; null where that is not told.
   */
  private @Nullable Boolean catchesQuit() {
    String caught = status(proc, "SigCgt", 0);
    try {
      return caught == null ? null : (Long.parseUnsignedLong(caught, 16) & SIGQUIT) != 0;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A word of a line of {@code status}, the first behind the name being 0. */
  private static @Nullable String status(Path process, String name, int word) {
    try {
      for (String line :
          Files.readAllLines(process.resolve("status"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith(name + ":")) {
          String[] words = line.substring(name.length() + 1).trim().split("\\s+");
          return words[Math.min(word, words.length - 1)];
        }
      }
    } catch (IOException | RuntimeException e) {
      // Not to be had.
    }
    return null;
  }

  long pid() {
    return pid;
  }

  /** The id that the process has for itself; another one in a container. */
  private long ownPid() {
    String inner = status(proc, "NSpid", Integer.MAX_VALUE);
    try {
      return inner == null ? pid : Long.parseLong(inner);
    } catch (NumberFormatException e) {
      return pid;
    }
  }

  /** Whether the process sees the files that this one sees; true where it cannot be told. */
  boolean seesOurFiles() {
    try {
      Path ours = Files.readSymbolicLink(self.resolve("ns/mnt"));
      return ours.equals(Files.readSymbolicLink(proc.resolve("ns/mnt")))
          && Files.isSameFile(self.resolve("root"), proc.resolve("root"));
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }

  /** Whether a file is the same one for the process; also where it is missing on both sides. */
  boolean sees(Path file) {
    if (seesOurFiles() || !Files.exists(file)) {
      return true;
    }
    try {
      return Files.isSameFile(file, path(file));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** Whether a relative name means the same file to the process as here. */
  boolean isInOurDirectory() {
    try {
      return Files.isSameFile(self.resolve("cwd"), proc.resolve("cwd"));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** A path of the process, as it is found from here. */
  Path path(Path ofTheirs) {
    return seesOurFiles()
        ? ofTheirs
        : proc.resolve("root").resolve(Path.of("/").relativize(ofTheirs));
  }

  /** The socket for commands; null where there is none that is the process's own. */
  @Nullable Path socket() {
    for (Path parent : ChannelPlace.PARENTS) {
      Path directory = path(parent).resolve(ChannelPlace.directory(ownPid()));
      Path socket = directory.resolve(ChannelPlace.SOCKET);
      if (isTheirs(directory) && isTheirs(socket)) {
        return socket;
      }
    }
    return null;
  }

  /** Whether the file is there and belongs to the process's user: nobody else may answer for it. */
  boolean isTheirs(Path file) {
    try {
      Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      String uid = status(proc, "Uid", 1);
      return !Files.isSymbolicLink(file) && (uid == null || uid.equals(String.valueOf(owner)));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private List<String> commandLine() {
    return zeroEnded("cmdline");
  }

  /** The variables that it was started with; this process's own where they may not be read. */
  Map<String, String> environment() {
    List<String> entries = known ? zeroEnded("environ") : List.of();
    if (entries.isEmpty()) {
      return System.getenv();
    }
    Map<String, String> found = new HashMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        found.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return found;
  }

  private List<String> zeroEnded(String file) {
    try {
      String text = Files.readString(proc.resolve(file), StandardCharsets.UTF_8);
      return text.isEmpty() ? List.of() : List.of(text.split("\0"));
    } catch (IOException | RuntimeException e) {
      return List.of();
    }
  }

  /** Whether the JVM was started with {@code -XX:+NAME}, or {@code -XX:-NAME}; null for neither. */
  @Nullable Boolean flag(String name) {
    List<String> words = new ArrayList<>();
    Map<String, String> environment = environment();
    for (String variable : OPTION_VARIABLES) {
      words.addAll(List.of(environment.getOrDefault(variable, "").split("\\s+")));
    }
    words.addAll(commandLine());
    Boolean found = null;
    for (String word : words) {
      if (word.equals("-XX:+" + name)) {
        found = true;
      } else if (word.equals("-XX:-" + name)) {
        found = false;
      }
    }
    return found;
  }
}
