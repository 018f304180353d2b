package io.querymirror.control;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Where the socket of a process is: {@code /tmp/.querymirror-PID/socket}, in a directory that only
 * its user may enter. {@code /tmp} and not {@code java.io.tmpdir}, which the two sides may have set
 * differently: the JDK's own attach mechanism does the same. Where {@code /tmp} cannot be written
 * it is {@code /dev/shm}.
 */
public final class ChannelPlace {
  /** Where directories of processes may be, the first first. */
  public static final List<Path> PARENTS = List.of(Path.of("/tmp"), Path.of("/dev/shm"));

  /** The socket's name in its directory. */
  public static final String SOCKET = "socket";

  /** Agent property of a JVM: the path of the agent's jar there, while the agent is. */
  public static final String AGENT_PROPERTY = "io.querymirror.agent";

  private static final String PREFIX = ".querymirror-";
  private static final Pattern NAME = Pattern.compile("\\.querymirror-\\d+");
  private static final int MOST_LOOKED_AT = 10_000;
  private static final long FORSAKEN_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> PRIVATE = PosixFilePermissions.asFileAttribute(OWNER);

  private ChannelPlace() {}

  /** Name of the directory of a process, by the id that it has for itself. */
  public static String directory(long pid) {
    return PREFIX + pid;
  }

  /**
   * Makes the directory of a process anew, also where an earlier process with its id has left one.
   * Made under another name first: so its owner is known, and a directory that somebody else has
   * put in its place is seen for what it is.
   *
   * @throws IOException where there can be none, or a living agent is there
   */
  static Path create(Path parent, long pid) throws IOException {
    Path made = Files.createTempDirectory(parent, ".querymirror.", PRIVATE);
    Path directory = parent.resolve(directory(pid));
    try {
      UserPrincipal me = Files.getOwner(made);
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        if (!isOf(directory, me)) {
          throw new FileAlreadyExistsException(directory + " is not this user's");
        }
        if (isAlive(directory)) {
          throw new FileAlreadyExistsException(directory + " is another process's");
        }
        remove(directory);
      }
      Files.move(made, directory, StandardCopyOption.ATOMIC_MOVE);
      return directory;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(made);
      throw e;
    }
  }

  /** Removes what processes that are no more have left here. */
  static void tidy(Path directory) {
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory.toAbsolutePath().getParent())) {
      UserPrincipal me = Files.getOwner(directory);
      int looked = 0;
      for (Path entry : entries) {
        if (++looked > MOST_LOOKED_AT) {
          return;
        }
        if (NAME.matcher(entry.getFileName().toString()).matches()
            && !entry.equals(directory)
            && isOf(entry, me)
            && isForsaken(entry)) {
          remove(entry);
        }
      }
    } catch (IOException | RuntimeException e) {
      // Nothing depends on it; the next agent tries again.
    }
  }

  /** The process ids cannot tell: in another container the same number is another process. */
  private static boolean isForsaken(Path directory) throws IOException {
    if (Files.exists(directory.resolve(SOCKET), LinkOption.NOFOLLOW_LINKS)) {
      return !isAlive(directory);
    }
    FileTime changed = Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS);
    return System.currentTimeMillis() - changed.toMillis() > FORSAKEN_MILLIS;
  }

  private static boolean isOf(Path directory, UserPrincipal user) throws IOException {
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(user);
  }

  private static boolean isAlive(Path directory) {
    Path socket = directory.resolve(SOCKET);
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      UnixSockets.connect(socket).close();
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      return true; // Too busy to answer, for example.
    }
  }

  /** Removes a directory with its socket; quietly where it is gone. */
  static void remove(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(SOCKET));
    Files.deleteIfExists(directory);
  }
}
