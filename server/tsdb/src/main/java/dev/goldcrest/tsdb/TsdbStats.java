package dev.goldcrest.tsdb;

import dev.goldcrest.storage.AppendException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a store holds and has done since it was opened, at one moment.
 *
 * @param headSeries series in memory
 * @param headBytes what the series and samples in memory take
 * @param headSamples samples in memory
 * @param samplesAppended samples committed since the store was opened
 * @param rejected refused samples by reason; every reason is present
 * @param log the write-ahead log
 * @param replayMillis how long the log took to load at the start
 * @param blocks blocks on disk
 * @param blockBytes their size
 * @param minMillis the oldest sample, empty when there is none
 * @param maxMillis the newest sample, empty when there is none
 * @param diskBytes size of log and blocks together
 * @param readOnlyReason why no writes are taken, empty when they are
 * @param damages what was found damaged since the start, oldest first, at most {@link #MAX_DAMAGES}
 * @param damageCount how many damages were found, listed or not
 */
public record TsdbStats(
    int headSeries,
    long headBytes,
    long headSamples,
    long samplesAppended,
    Map<AppendException.Reason, Long> rejected,
    Log log,
    long replayMillis,
    int blocks,
    long blockBytes,
    OptionalLong minMillis,
    OptionalLong maxMillis,
    long diskBytes,
    String readOnlyReason,
    List<Damage> damages,
    long damageCount) {
  /** The most damages listed. */
  public static final int MAX_DAMAGES = 64;

  /** Takes unmodifiable copies. */
  public TsdbStats {
    rejected = Map.copyOf(rejected);
    damages = List.copyOf(damages);
  }

  /**
   * The write-ahead log.
   *
   * @param segments files of the log
   * @param bytes their size
   * @param writtenBytes bytes written since the store was opened
   * @param syncs successful syncs
   * @param syncFailures failed syncs
   * @param writeFailures failed writes
   */
  public record Log(
      int segments,
      long bytes,
      long writtenBytes,
      long syncs,
      long syncFailures,
      long writeFailures) {}

  /**
   * A range of a file that could not be used.
   *
   * @param file the file's name within the data folder
   * @param fromByte first byte, inclusive
   * @param toByte last byte, exclusive
   * @param what what was there and what became of it
   */
  public record Damage(String file, long fromByte, long toByte, String what) {}
}
