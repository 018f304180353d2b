package io.querymirror.report;

import io.querymirror.message.Log;
import io.querymirror.message.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the report and its page into its directory, each whole or not at all. A directory that
 * cannot be written, or a full disk, costs one log line and this report; the next one is tried
 * again.
 */
public final class ReportWriter implements AutoCloseable {
  private static final Log LOG = Log.of(ReportWriter.class);

  private Path directory;
  private EarlierReports earlier;
  private @Nullable ReportClaim claim;
  private final Histories histories = new Histories();
  private final PageWriter page = new PageWriter(System::nanoTime);
  private boolean failing;
  private boolean closed;
  private volatile @Nullable Instant last;
  private List<ReportPart> parts = List.of();

  /**
   * @param directory created when it is first needed; a relative one lies in the working directory
   * @param keep how many reports of earlier runs stay there, from 0
   */
  public ReportWriter(Path directory, int keep) {
    this.directory = directory.toAbsolutePath().normalize();
    this.earlier = new EarlierReports(this.directory, keep);
  }

  /** Writes there from now on; what was written stays, and the old directory is given back. */
  public synchronized void moveTo(Path other, int keep) {
    Path next = other.toAbsolutePath().normalize();
    if (!next.equals(directory)) {
      leave();
      directory = next;
    }
    earlier = new EarlierReports(next, keep);
  }

  /** What else is in each report from now on. */
  public synchronized void parts(List<ReportPart> more) {
    parts = List.copyOf(more);
  }

  /**
   * Writes one report. Never throws.
   *
   * @return the file; null where it could not be written, or once this is closed: another JVM may
   *     have the directory then
   */
  public synchronized @Nullable Path write(ReportModel model) {
    if (closed) {
      return null;
    }
    ReportClaim mine = claim;
    try {
      if (mine == null) {
        Files.createDirectories(directory);
        mine = ReportClaim.of(directory);
      }
      Path file = directory.resolve(mine.fileName());
      histories.add(model);
      ReportModel whole = model.with(parts);
      ReportClaim claimed = mine;
      AtomicFile.write(
          file,
          out -> ReportJson.write(whole, histories, out),
          () -> {
            if (claim == null) {
              earlier.makeRoom(claimed);
            }
          });
      written(mine);
      page.written(file);
      return file;
    } catch (IOException | RuntimeException e) {
      if (mine != null && claim == null) {
        release(mine); // claimed for a report that is not there
      }
      failed(e);
      return null;
    }
  }

  /** Writes what {@link #write} would write, but as no part of the history. */
  public synchronized void render(ReportModel model, OutputStream out) throws IOException {
    ReportJson.write(model.with(parts), histories, out);
  }

  /** When that last succeeded; null before. From any thread, without waiting. */
  public @Nullable Instant lastWritten() {
    return last;
  }

  private void written(ReportClaim mine) {
    last = Instant.now();
    if (claim == null) {
      claim = mine;
      if (!mine.isFirst()) {
        LOG.say(Message.SECOND_JVM, directory, mine.fileName());
      }
    }
    if (failing) {
      failing = false;
      LOG.say(Message.REPORT_AGAIN, directory);
    }
  }

  private void failed(Exception e) {
    if (!failing) {
      failing = true;
      LOG.say(Message.REPORT_FAILING, directory, e);
    }
  }

  /** The last page; gives the directory back: the next JVM to write there is the first. */
  @Override
  public synchronized void close() {
    closed = true;
    leave();
  }

  private void leave() {
    page.finish();
    if (claim != null) {
      release(claim);
      claim = null;
    }
  }

  private static void release(ReportClaim claim) {
    try {
      claim.close();
    } catch (IOException e) {
      LOG.debug("the lock is gone already: " + e);
    }
  }
}
