package dev.goldcrest.tsdb.block;

import dev.goldcrest.model.Labels;
import dev.goldcrest.tsdb.codec.ByteSource;
import dev.goldcrest.tsdb.codec.Bytes;
import dev.goldcrest.tsdb.index.LabelIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The index of a block, used in the form in which it is stored. Owned by one thread. */
public final class BlockIndex implements LabelIndex {
  private static final int[] NO_SERIES = new int[0];

  private final Block block;
  private final byte[] symbols;
  private final byte[] series;
  private final byte[] postings;
  private final ByteSource in = new ByteSource();

  private BlockIndex(Block block, byte[][] sections) {
    this.block = block;
    this.symbols = sections[BlockFormat.SYMBOLS];
    this.series = sections[BlockFormat.SERIES];
    this.postings = sections[BlockFormat.POSTINGS];
  }

  /** Reads the index of a block. */
  public static BlockIndex load(Block block) throws IOException, DamagedBlockException {
    byte[][] sections = new byte[BlockFormat.SECTIONS][];
    for (int i = 0; i < sections.length; i++) {
      sections[i] = block.section(i);
    }
    return new BlockIndex(block, sections);
  }

  @Override
  public int[] allSeries() {
    int[] all = new int[Bytes.getInt(series, 0)];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    return all;
  }

  @Override
  public int[] postings(String name, String value) {
    int nameSymbol = findSymbol(name);
    int valueSymbol = nameSymbol < 0 ? -1 : findSymbol(value);
    if (valueSymbol < 0) {
      return NO_SERIES;
    }
    int pairs = Bytes.getInt(postings, 0);
    int at = firstPair(pairs, nameSymbol, valueSymbol);
    int entry = pair(at);
    boolean found =
        at < pairs
            && Bytes.getInt(postings, entry) == nameSymbol
            && Bytes.getInt(postings, entry + 4) == valueSymbol;
    if (!found) {
      return NO_SERIES;
    }
    int[] list = new int[Bytes.getInt(postings, entry + 12)];
    in.over(postings, pair(pairs) + Bytes.getInt(postings, entry + 8), postings.length);
    int number = 0;
    for (int i = 0; i < list.length; i++) {
      number += (int) in.getVarint();
      list[i] = number;
    }
    return list;
  }

  @Override
  public List<String> values(String name) {
    List<String> values = new ArrayList<>();
    int symbol = findSymbol(name);
    if (symbol >= 0) {
      int pairs = Bytes.getInt(postings, 0);
      int at = firstPair(pairs, symbol, 0);
      while (at < pairs && Bytes.getInt(postings, pair(at)) == symbol) {
        values.add(text(Bytes.getInt(postings, pair(at) + 4)));
        at++;
      }
    }
    return values;
  }

  /**
   * Returns the run of a series if it has samples in a range, otherwise {@code null}.
   *
   * @param into receives the labels at index 0
   */
  public @Nullable BlockRun run(
      int number, long minMillis, long maxMillis, TimelineCache timelines, Labels[] into) {
    int count = Bytes.getInt(series, 0);
    int start = 4 + 4 * (count + 1);
    in.over(series, start + Bytes.getInt(series, 4 + 4 * number), series.length);
    int labels = (int) in.getVarint();
    int labelsAt = in.position();
    for (int i = 0; i < 2 * labels; i++) {
      in.getVarint();
    }
    long offset = in.getVarint();
    int length = (int) in.getVarint();
    long first = block.minMillis() + in.getSigned();
    long last = first + in.getVarint();
    if (first > maxMillis || last < minMillis) {
      return null;
    }
    in.over(series, labelsAt, series.length);
    Labels.Builder builder = Labels.builder();
    for (int i = 0; i < labels; i++) {
      String name = text((int) in.getVarint());
      builder.set(name, text((int) in.getVarint()));
    }
    into[0] = builder.build();
    return new BlockRun(block, timelines, new long[] {offset, length, minMillis, maxMillis});
  }

  // The first pair that is not smaller.
  private int firstPair(int pairs, int name, int value) {
    int low = 0;
    int high = pairs;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int entry = pair(middle);
      int order = Integer.compare(Bytes.getInt(postings, entry), name);
      if (order == 0) {
        order = Integer.compare(Bytes.getInt(postings, entry + 4), value);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int pair(int number) {
    return 4 + BlockFormat.PAIR * number;
  }

  private int findSymbol(String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    int low = 0;
    int high = Bytes.getInt(symbols, 0) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int from = symbolFrom(middle);
      int to = symbolFrom(middle + 1);
      int order = Arrays.compareUnsigned(symbols, from, to, wanted, 0, wanted.length);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private int symbolFrom(int symbol) {
    int count = Bytes.getInt(symbols, 0);
    return 4 + 4 * (count + 1) + Bytes.getInt(symbols, 4 + 4 * symbol);
  }

  private String text(int symbol) {
    int from = symbolFrom(symbol);
    return new String(symbols, from, symbolFrom(symbol + 1) - from, StandardCharsets.UTF_8);
  }
}
