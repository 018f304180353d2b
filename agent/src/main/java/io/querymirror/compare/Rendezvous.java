package io.querymirror.compare;

import io.querymirror.model.ResultRows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the results of one statement on a control and on candidates meet, whichever comes first.
 * Bounded in statements, bytes and time: the oldest give way. From any thread; nobody waits.
 */
public final class Rendezvous {
  static final int MOST = 10_000;
  static final long PATIENCE_NANOS = 60_000_000_000L;

  /** Takes the control's rows for a candidate's result that came before them. */
  public interface Guest {
    /**
     * @param control null where they did not come
     */
    void meets(@Nullable ResultRows control);
  }

  private static final class Place {
    private final long since;
    private @Nullable ResultRows control;
    private int candidates;
    private long bytes;
    private final List<Guest> guests = new ArrayList<>(1);

    Place(long since) {
      this.since = since;
    }
  }

  private final Map<Long, Place> places = new LinkedHashMap<>();
  private final int candidates;
  private final long mostBytes;
  private final LongSupplier clock;
  private long bytes;
  private boolean closed;

  /**
   * @param candidates how many of them come for each of the control's results
   * @param mostBytes of rows that wait
   */
  public Rendezvous(int candidates, long mostBytes) {
    this(candidates, mostBytes, System::nanoTime);
  }

  Rendezvous(int candidates, long mostBytes, LongSupplier clock) {
    this.candidates = candidates;
    this.mostBytes = mostBytes;
    this.clock = clock;
  }

  /**
   * The control's result.
   *
   * @param statement its number among all of the JVM
   */
  public void control(long statement, ResultRows rows) {
    List<Guest> now;
    synchronized (this) {
      if (closed) {
        return;
      }
      Place place = place(statement);
      if (place.control != null) {
        return;
      }
      place.control = rows;
      now = new ArrayList<>(place.guests);
      place.guests.clear();
      hold(place, rows.bytes());
      leaveIfDone(statement, place);
    }
    for (Guest guest : now) {
      guest.meets(rows);
    }
    makeRoom();
  }

  /**
   * A candidate's result: the guest meets the control's rows at once or later, or nothing.
   *
   * @param size of what the guest keeps, in bytes
   */
  public void candidate(long statement, long size, Guest guest) {
    ResultRows known = null;
    boolean over;
    synchronized (this) {
      over = closed;
      if (!over) {
        Place place = place(statement);
        known = place.control;
        place.candidates++;
        if (known == null) {
          place.guests.add(guest);
          hold(place, size);
        }
        leaveIfDone(statement, place);
      }
    }
    if (known != null || over) {
      guest.meets(known);
    }
    makeRoom();
  }

  private Place place(long statement) {
    return places.computeIfAbsent(statement, k -> new Place(clock.getAsLong()));
  }

  private void hold(Place place, long size) {
    place.bytes += size;
    bytes += size;
  }

  private void leaveIfDone(long statement, Place place) {
    if (place.control != null && place.candidates >= candidates) {
      places.remove(statement);
      bytes -= place.bytes;
    }
  }

  /** Sends away who waited too long; now and then. */
  public void look() {
    makeRoom();
  }

  /** Sends everybody away, also who comes later. */
  public void close() {
    List<Guest> left = new ArrayList<>();
    synchronized (this) {
      closed = true;
      for (Place place : places.values()) {
        left.addAll(place.guests);
      }
      places.clear();
      bytes = 0;
    }
    for (Guest guest : left) {
      guest.meets(null);
    }
  }

  private void makeRoom() {
    List<Guest> left = new ArrayList<>();
    synchronized (this) {
      long now = clock.getAsLong();
      Iterator<Place> oldest = places.values().iterator();
      while (oldest.hasNext()) {
        Place place = oldest.next();
        if (places.size() <= MOST && bytes <= mostBytes && now - place.since < PATIENCE_NANOS) {
          break;
        }
        left.addAll(place.guests);
        bytes -= place.bytes;
        oldest.remove();
      }
    }
    for (Guest guest : left) {
      guest.meets(null);
    }
  }

  synchronized long bytes() {
    return bytes;
  }
}
